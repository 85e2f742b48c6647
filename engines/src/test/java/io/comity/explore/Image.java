package io.comity.explore;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.limit.Bucket;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Gate;
import io.comity.mission.Mission;
import io.comity.mission.SignedGrant;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * All fields of a machine as one hash, so that two machines are in one state exactly when no field of one differs from the
 * other's. Gates and buckets, which are shared, have numbers: two that look alike are not one.
 */
final class Image {
    private final IdentityHashMap<Object, Integer> shared = new IdentityHashMap<>();
    private StringBuilder out = new StringBuilder();

    private Image() {}

    static Bytes of(Object machine) {
        Image image = new Image();
        image.draw(machine);
        return Bytes.of(Noise.sha256(image.out.toString().getBytes(UTF_8)));
    }

    private void draw(@Nullable Object object) {
        if (object == null) {
            out.append('-');
        } else if (!drawValue(object)) {
            drawParts(object);
        }
        out.append(' ');
    }

    private boolean drawValue(Object object) {
        Class<?> type = object.getClass();
        if (object instanceof Bytes bytes) {
            out.append(bytes.toHex());
        } else if (object instanceof NodeId node) {
            out.append(node.key().toHex());
        } else if (object instanceof SignedGrant grant) {
            out.append(grant.id().toHex());
        } else if (object instanceof Chain chain) {
            out.append(chain.id().toHex());
        } else if (object instanceof Mission mission) {
            out.append(mission.name());
        } else if (object instanceof AtomicBoolean flag) {
            out.append(flag.get());
        } else if (object instanceof Caveats
                || object instanceof Enum
                || type.getName().startsWith("java.lang.")) {
            out.append(type == Object.class ? "object" : object.toString());
        } else {
            return object instanceof Protocol
                    || type.isHidden()
                    || type.getName().startsWith("akka.");
        }
        return true;
    }

    private void drawParts(Object object) {
        boolean isShared = object instanceof Gate || object instanceof Bucket;
        Integer number = isShared ? shared.putIfAbsent(object, shared.size()) : null;
        out.append(isShared ? "#" : "").append(number == null ? "(" : number.toString());
        if (number != null) {
            return;
        }
        if (object instanceof Map<?, ?> map) {
            List<String> entries = new ArrayList<>();
            map.forEach((key, value) -> entries.add(drawn(key)));
            drawSorted(map, entries);
        } else if (object instanceof Collection<?> collection) {
            drawAll(collection);
        } else if (object.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(object); i++) {
                draw(Array.get(object, i));
            }
        } else {
            drawFields(object);
        }
        out.append(')');
    }

    /** In the order of the keys, so that what is shared is met in the same order each time. */
    private void drawSorted(Map<?, ?> map, List<String> keys) {
        Map<String, Object> sorted = new TreeMap<>();
        int at = 0;
        for (Object value : map.values()) {
            sorted.put(keys.get(at++), value);
        }
        sorted.forEach((key, value) -> {
            out.append(key).append('=');
            draw(value);
        });
    }

    private void drawAll(Collection<?> elements) {
        if (!(elements instanceof Set)) {
            elements.forEach(this::draw);
            return;
        }
        List<String> all = new ArrayList<>();
        elements.forEach(element -> all.add(drawn(element)));
        all.sort(String::compareTo);
        all.forEach(out::append);
    }

    private String drawn(@Nullable Object object) {
        StringBuilder before = out;
        out = new StringBuilder();
        draw(object);
        String drawn = out.toString();
        out = before;
        return drawn;
    }

    private void drawFields(Object object) {
        try {
            for (Field field : Fields.of(object.getClass())) {
                draw(field.get(object));
            }
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("cannot read " + object.getClass(), impossible);
        }
    }
}
