package io.comity.explore;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of our classes, looked up once. What a class of others holds is not known, so it is refused. */
final class Fields {
    private static final Map<Class<?>, List<Field>> FIELDS = new HashMap<>();
    private static final Map<Class<?>, Constructor<?>> CANONICAL = new HashMap<>();

    private Fields() {}

    /** All fields of its objects, those of its superclasses too. */
    static List<Field> of(Class<?> type) {
        List<Field> known = FIELDS.get(type);
        return known == null ? lookUp(type) : known;
    }

    private static List<Field> lookUp(Class<?> type) {
        if (!type.getName().startsWith("io.comity.")) {
            throw new IllegalStateException("what a " + type + " holds is not known");
        }
        List<Field> fields = new ArrayList<>();
        for (Class<?> each = type; each != Object.class; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    fields.add(field);
                }
            }
        }
        FIELDS.put(type, fields);
        return fields;
    }

    /** The constructor of a record that takes all its fields, in their order. */
    static Constructor<?> canonical(Class<?> record) throws ReflectiveOperationException {
        Constructor<?> known = CANONICAL.get(record);
        if (known == null) {
            RecordComponent[] components = record.getRecordComponents();
            Class<?>[] types = new Class<?>[components.length];
            for (int i = 0; i < types.length; i++) {
                types[i] = components[i].getType();
            }
            known = record.getDeclaredConstructor(types);
            known.setAccessible(true);
            CANONICAL.put(record, known);
        }
        return known;
    }
}
