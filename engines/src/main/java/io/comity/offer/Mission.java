package io.comity.offer;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Puts a message, or every message of a sealed interface, in a mission. It covers each engine of the node that is spawned with
 * a protocol that has the message, from the moment it is spawned; whoever holds the mission may send it then. By itself it
 * gives nobody anything: a mission is granted as one that was defined in code.
 *
 * <p>A message may be in many missions, and one mission may span many protocols. What annotations, settings and code say of one
 * mission adds up. A private record of a protocol is the engine's own and in no mission.
 *
 * <p>The module {@code comity-mission-processor} finds mistakes when the program is compiled, and writes what was declared to
 * {@code META-INF/comity/missions.json}; without it they are found when the engine is spawned.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Mission.Several.class)
public @interface Mission {
    /** Its name: 1 to 64 of {@code a-z 0-9 . _ -}, beginning with a letter or digit. */
    String value();

    /** Only engines that are spawned under these names; none means all that have the message. */
    String[] engines() default {};

    /** On a sealed interface: only these of its messages; none means all. */
    Class<?>[] messages() default {};

    /** What the compiler makes of more than one. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Several {
        Mission[] value();
    }
}
