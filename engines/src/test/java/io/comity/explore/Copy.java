package io.comity.explore;

import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Mission;
import io.comity.mission.SignedGrant;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;

/**
 * A second machine that stands where the first one does, so that each can go its own way and what led there need not be done
 * again. Copies every object of ours field by field, and collections; shares what never changes. What it does not know it
 * refuses.
 */
final class Copy {
    private static final Set<Class<?>> VALUES = Set.of(
            Bytes.class, NodeId.class, Caveats.class, Chain.class, SignedGrant.class, Mission.class, Protocol.class);

    private final IdentityHashMap<Object, Object> copies = new IdentityHashMap<>();

    private Copy() {}

    static <T> T of(T machine) {
        @SuppressWarnings("unchecked") // a copy is of the class of what it is a copy of
        T copy = (T) new Copy().object(machine);
        return copy;
    }

    private Object object(Object original) {
        Object known = copies.get(original);
        if (known != null) {
            return known;
        }
        Object copy = isShared(original) ? original : fresh(original);
        copies.put(original, copy);
        return copy;
    }

    private static boolean isShared(Object original) {
        Class<?> type = original.getClass();
        String name = type.getName();
        return VALUES.contains(type)
                || original instanceof Enum
                || type.isHidden()
                || name.startsWith("java.lang.") && type != Object.class
                || name.startsWith("java.time.")
                || name.startsWith("javax.crypto.spec.")
                || name.startsWith("akka.");
    }

    private Object fresh(Object original) {
        if (original.getClass() == Object.class) {
            return new Object();
        }
        if (original instanceof AtomicBoolean flag) {
            return new AtomicBoolean(flag.get());
        }
        if (original instanceof Cipher cipher) {
            return another(cipher);
        }
        if (original instanceof Map<?, ?> map) {
            return map(map);
        }
        if (original instanceof Collection<?> collection) {
            return collection(collection);
        }
        try {
            return original.getClass().isArray() ? array(original) : ours(original);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("cannot copy " + original.getClass(), impossible);
        }
    }

    /** A cipher is told its key before each use, and refuses to be told the same nonce twice. */
    private static Cipher another(Cipher cipher) {
        try {
            return Cipher.getInstance(cipher.getAlgorithm(), cipher.getProvider());
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
    }

    private Object map(Map<?, ?> original) {
        Map<Object, Object> copied = new LinkedHashMap<>();
        original.forEach((key, value) -> copied.put(object(key), object(value)));
        return switch (original.getClass().getSimpleName()) {
            case "LinkedHashMap" -> copied;
            case "HashMap" -> new HashMap<>(copied);
            case "ConcurrentHashMap" -> new ConcurrentHashMap<>(copied);
            default -> Map.copyOf(copied);
        };
    }

    private Object collection(Collection<?> original) {
        List<Object> copied = new ArrayList<>();
        original.forEach(element -> copied.add(object(element)));
        return switch (original.getClass().getSimpleName()) {
            case "ArrayList" -> copied;
            case "ArrayDeque" -> new ArrayDeque<>(copied);
            case "HashSet" -> new HashSet<>(copied);
            case "LinkedHashSet" -> new LinkedHashSet<>(copied);
            case "SetFromMap" -> identitySet(copied);
            default -> original instanceof Set ? Set.copyOf(copied) : List.copyOf(copied);
        };
    }

    private static Set<Object> identitySet(List<Object> elements) {
        Set<Object> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(elements);
        return set;
    }

    private Object array(Object original) {
        int length = Array.getLength(original);
        Class<?> elements = original.getClass().getComponentType();
        Object copy = Array.newInstance(elements, length);
        if (elements.isPrimitive()) {
            System.arraycopy(original, 0, copy, 0, length);
            return copy;
        }
        for (int i = 0; i < length; i++) {
            Array.set(copy, i, optional(Array.get(original, i)));
        }
        return copy;
    }

    private Object ours(Object original) throws ReflectiveOperationException {
        Class<?> type = original.getClass();
        return type.isRecord() ? record(original, type) : fields(original, type);
    }

    /** Two records of the same parts are one. */
    private Object record(Object original, Class<?> type) throws ReflectiveOperationException {
        List<Field> fields = Fields.of(type);
        Object[] parts = new Object[fields.size()];
        boolean isSame = true;
        for (int i = 0; i < parts.length; i++) {
            Object part = fields.get(i).get(original);
            parts[i] = fields.get(i).getType().isPrimitive() ? part : optional(part);
            isSame &= fields.get(i).getType().isPrimitive() || part == parts[i];
        }
        return isSame ? original : Fields.canonical(type).newInstance(parts);
    }

    private Object fields(Object original, Class<?> type) throws ReflectiveOperationException {
        Object copy = Blank.of(type);
        copies.put(original, copy);
        for (Field field : Fields.of(type)) {
            Object value = field.get(original);
            field.set(copy, field.getType().isPrimitive() ? value : optional(value));
        }
        return copy;
    }

    private @Nullable Object optional(@Nullable Object original) {
        return original == null ? null : object(original);
    }
}
