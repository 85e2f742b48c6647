package io.comity.bench.soak;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.ReflectionException;

/** What a process takes from glibc: the compiler, SQLite, whatever is no Java. */
final class NativeHeap {
    private NativeHeap() {}

    /**
     * Gives back to the machine what was freed of it. Else glibc keeps the most that the compiler ever took for a moment, and what is
     * resident climbs by steps for hours.
     *
     * @return false when this JDK cannot
     */
    static boolean trim() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "systemTrimNativeHeap",
                            new Object[0],
                            new String[0]);
            return true;
        } catch (ReflectionException unknownCommand) {
            return false;
        } catch (JMException e) {
            throw new IllegalStateException("cannot trim the native heap", e);
        }
    }
}
