package io.comity.mutant;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Loads all of Comity once more, with one class of it sabotaged, or none; nobody outside notices. */
public final class MutantLoader extends ClassLoader {
    private static final String OURS = "io.comity.";

    private final @Nullable Mutant mutant;

    private MutantLoader(@Nullable Mutant mutant) {
        super(MutantLoader.class.getClassLoader());
        this.mutant = mutant;
    }

    public static MutantLoader of(Mutant mutant) {
        return new MutantLoader(mutant);
    }

    /** The product as it is, and loaded as mutants are. */
    public static MutantLoader unchanged() {
        return new MutantLoader(null);
    }

    /**
     * What a static method of {@code watching} that gives a text says when it is run here.
     *
     * @throws IllegalStateException when it throws: that the product fails at once says nothing of its promises
     */
    public @Nullable String run(Class<?> watching, String method, Object... arguments) {
        try {
            return (String) find(loadClass(watching.getName()), method).invoke(null, arguments);
        } catch (InvocationTargetException failed) {
            throw new IllegalStateException("it does not even run: " + this, failed.getCause());
        } catch (ReflectiveOperationException none) {
            throw new IllegalArgumentException("no such method to run: " + watching + " " + method, none);
        }
    }

    private static Method find(Class<?> type, String name) throws NoSuchMethodException {
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals(name)) {
                method.setAccessible(true);
                return method;
            }
        }
        throw new NoSuchMethodException(name);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            byte[] loaded = mutant != null && name.equals(mutant.className()) ? Sabotage.of(mutant, bytes) : bytes;
            return defineClass(name, loaded, 0, loaded.length);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public String toString() {
        return mutant == null ? "the product" : mutant.name();
    }
}
