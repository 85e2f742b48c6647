package io.comity.sim;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Comity with one change: loads its classes anew, all of them as they are but for one method. */
final class MutantLoader extends ClassLoader {
    private static final String OURS = "io.comity.";

    private final Mutant mutant;
    private int changes;

    MutantLoader(Mutant mutant) {
        super(MutantLoader.class.getClassLoader());
        this.mutant = mutant;
    }

    /** How many methods were changed; a mutant that finds none is none. */
    int changes() {
        return changes;
    }

    /** Tells the story of {@code seed} to it: the name of the invariant that it breaks, or an empty text. */
    String tell(long seed) {
        return call("tell", seed);
    }

    /** As {@link Told#shrunk}. */
    String shrunk(long seed) {
        return call("shrunk", seed);
    }

    private String call(String method, long seed) {
        try {
            return (String) loadClass(Told.class.getName())
                    .getDeclaredMethod(method, long.class)
                    .invoke(null, seed);
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException("the mutant does not even run: " + mutant.name(), broken);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            if (!name.startsWith(OURS)) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known == null ? define(name) : known;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = file.readAllBytes();
            byte[] made = name.replace('.', '/').equals(mutant.type()) ? changed(bytes) : bytes;
            return defineClass(name, made, 0, made.length);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private byte[] changed(byte[] original) {
        ClassReader reader = new ClassReader(original);
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access,
                            String name,
                            String descriptor,
                            @Nullable String signature,
                            String @Nullable [] exceptions) {
                        MethodVisitor plain = super.visitMethod(access, name, descriptor, signature, exceptions);
                        int arguments = Type.getArgumentTypes(descriptor).length;
                        boolean isMeant = name.equals(mutant.method())
                                && (access & Opcodes.ACC_SYNTHETIC) == 0
                                && (mutant.arguments() < 0 || mutant.arguments() == arguments);
                        if (!isMeant) {
                            return plain;
                        }
                        changes++;
                        return mutant.instead() instanceof Mutant.Call call
                                ? new OtherCall(plain, call)
                                : new OtherBody(plain, mutant, descriptor);
                    }
                },
                0);
        return writer.toByteArray();
    }

    private static final class OtherCall extends MethodVisitor {
        private final Mutant.Call call;

        private OtherCall(MethodVisitor plain, Mutant.Call call) {
            super(Opcodes.ASM9, plain);
            this.call = call;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            super.visitMethodInsn(
                    opcode, owner, name.equals(call.before()) ? call.after() : name, descriptor, isInterface);
        }
    }

    /** Throws the old body away, and writes another when the old one begins. */
    private static final class OtherBody extends MethodVisitor {
        private final MethodVisitor target;
        private final Mutant mutant;
        private final String descriptor;

        private OtherBody(MethodVisitor target, Mutant mutant, String descriptor) {
            super(Opcodes.ASM9);
            this.target = target;
            this.mutant = mutant;
            this.descriptor = descriptor;
        }

        @Override
        public void visitCode() {
            target.visitCode();
            Type result = Type.getReturnType(descriptor);
            push(result);
            target.visitInsn(result.getOpcode(Opcodes.IRETURN));
            target.visitMaxs(0, 0);
            target.visitEnd();
        }

        private void push(Type result) {
            Mutant.Instead instead = mutant.instead();
            if (instead instanceof Mutant.Yes) {
                target.visitInsn(Opcodes.ICONST_1);
            } else if (instead instanceof Mutant.No) {
                target.visitInsn(Opcodes.ICONST_0);
            } else if (instead instanceof Mutant.NoneOfThem) {
                target.visitMethodInsn(Opcodes.INVOKESTATIC, "java/util/List", "of", "()Ljava/util/List;", true);
            } else if (instead instanceof Mutant.Done) {
                target.visitInsn(Opcodes.ACONST_NULL);
                target.visitMethodInsn(
                        Opcodes.INVOKESTATIC,
                        "java/util/concurrent/CompletableFuture",
                        "completedStage",
                        "(Ljava/lang/Object;)Ljava/util/concurrent/CompletionStage;",
                        false);
            } else if (instead instanceof Mutant.Other other) {
                target.visitVarInsn(Opcodes.ALOAD, 0);
                target.visitMethodInsn(
                        Opcodes.INVOKEVIRTUAL, mutant.type(), other.method(), "()Ljava/util/List;", false);
            } else if (result.getSort() != Type.VOID) {
                target.visitInsn(Opcodes.ACONST_NULL);
            }
        }
    }
}
