package io.comity.artery;

import akka.actor.ActorSystem;
import akka.actor.ExtendedActorSystem;
import akka.remote.artery.ArteryMessage;
import akka.serialization.NullSerializer$;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.SerializationSetup;
import akka.serialization.Serializer;
import akka.serialization.SerializerDetails;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes one serializer the only one of an ActorSystem, and proves that it is. Akka reads three things: the aliases, which
 * are all given to ours; the bindings, which are all switched off but ours; and a table by id, in whose slot 0 it puts a
 * serializer of its own that cannot be configured away and that lets one frame restart every stream. That slot is
 * overwritten: the one place where we write to a field of Akka.
 */
public final class SerializerTable {
    private static final String SERIALIZERS = "akka.actor.serializers";
    private static final String BINDINGS = "akka.actor.serialization-bindings";

    private SerializerTable() {}

    /** Binds {@code only} to every alias, and to the two kinds of message that may be sent. */
    public static SerializationSetup only(SignedSerializer only) {
        return SerializationSetup.create(system -> details(system, only));
    }

    /** {@code config} with every binding of classes to serializers switched off. */
    public static Config withoutBindings(Config config) {
        Map<String, String> off = new HashMap<>();
        config.getObject(BINDINGS).keySet().forEach(type -> off.put(type, "none"));
        return config.withValue(BINDINGS, ConfigValueFactory.fromMap(off));
    }

    /** Puts {@code only} into slot 0 as well. */
    public static void seal(ActorSystem system, SignedSerializer only) {
        slots(system)[NullSerializer$.MODULE$.identifier()] = only;
    }

    /** What is wrong with the tables of {@code system}: nothing, when {@code only} is the only serializer it can reach. */
    public static Optional<String> flaw(ActorSystem system, SignedSerializer only) {
        Serialization serialization = SerializationExtension.get(system);
        if (serialization.serializerByIdentity().size() != 2
                || serialization.serializerByIdentity().apply(SignedSerializer.ID) != only) {
            return Optional.of("a foreign serializer is installed");
        }
        Serializer[] slots = slots(system);
        for (int id = 0; id < slots.length; id++) {
            boolean ours = id == NullSerializer$.MODULE$.identifier() || id == SignedSerializer.ID;
            if (ours ? slots[id] != only : slots[id] != null) {
                return Optional.of("a foreign serializer is in slot " + id);
            }
        }
        boolean bound = serialization.bindings().forall(binding -> binding._2() == only);
        return bound ? Optional.empty() : Optional.of("a class is bound to a foreign serializer");
    }

    private static List<SerializerDetails> details(ExtendedActorSystem system, SignedSerializer only) {
        List<SerializerDetails> details = new ArrayList<>();
        for (String alias : system.settings().config().getObject(SERIALIZERS).keySet()) {
            details.add(SerializerDetails.create(alias, only, List.of()));
        }
        details.add(SerializerDetails.create("signed", only, List.of(Outgoing.class, ArteryMessage.class)));
        return details;
    }

    private static Serializer[] slots(ActorSystem system) {
        try {
            Field field = Serialization.class.getDeclaredField("quickSerializerByIdentity");
            field.setAccessible(true);
            return (Serializer[]) field.get(SerializationExtension.get(system));
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("this Akka keeps its serializers elsewhere; only 2.8.5 is known", changed);
        }
    }
}
