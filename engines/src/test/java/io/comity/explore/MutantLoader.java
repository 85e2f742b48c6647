package io.comity.explore;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Loads all of Comity once more, with one class of it sabotaged; nobody outside notices. */
final class MutantLoader extends ClassLoader {
    /** How the answer begins when the trial threw something. */
    static final String FAILED = "it fails: ";

    private static final String OURS = "io.comity.";

    private final Mutant mutant;

    private MutantLoader(Mutant mutant) {
        super(MutantLoader.class.getClassLoader());
        this.mutant = mutant;
    }

    /** What a static method of {@code trial} that gives a text or null says when it is run on the mutant. */
    static @Nullable String run(Mutant mutant, Class<?> trial, String method) throws ReflectiveOperationException {
        Class<?> loaded = new MutantLoader(mutant).loadClass(trial.getName());
        Method run = loaded.getDeclaredMethod(method);
        run.setAccessible(true);
        try {
            return (String) run.invoke(null);
        } catch (InvocationTargetException failed) {
            return FAILED + failed.getCause();
        }
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
            byte[] loaded = name.equals(mutant.className()) ? Sabotage.of(mutant, bytes) : bytes;
            return defineClass(name, loaded, 0, loaded.length);
        } catch (IOException unreadable) {
            throw new ClassNotFoundException(name, unreadable);
        }
    }
}
