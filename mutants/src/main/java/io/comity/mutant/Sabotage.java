package io.comity.mutant;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Puts a {@link Mutant} into the bytes of its class. */
final class Sabotage {
    private Sabotage() {}

    /** The class with the mutant in it; it is an error when there is no such place. */
    static byte[] of(Mutant mutant, byte[] original) {
        ClassReader reader = new ClassReader(original);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        AtomicInteger done = new AtomicInteger();
        reader.accept(new InClass(mutant, writer, done), 0);
        if (done.get() == 0) {
            throw new IllegalStateException("no place in the code for: " + mutant);
        }
        return writer.toByteArray();
    }

    private static boolean isMeant(String named, String name, String descriptor) {
        return named.equals(name) || named.contains("(") && (name + descriptor).startsWith(named);
    }

    private static final class InClass extends ClassVisitor {
        private final Mutant mutant;
        private final AtomicInteger done;

        private InClass(Mutant mutant, ClassVisitor out, AtomicInteger done) {
            super(Opcodes.ASM9, out);
            this.mutant = mutant;
            this.done = done;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            MethodVisitor out = super.visitMethod(access, name, descriptor, signature, exceptions);
            if (!isMeant(mutant.method(), name, descriptor) || (access & Opcodes.ACC_SYNTHETIC) != 0) {
                return out;
            }
            Type result = Type.getReturnType(descriptor);
            if (mutant.change() instanceof Change.Body body) {
                answer(out, result, () -> push(out, body.answer(), result));
            } else if (mutant.change() instanceof Change.BodyOf body) {
                answer(out, result, () -> callOfItself(out, body.other()));
            } else {
                return new InMethod(mutant.change(), out, done);
            }
            done.incrementAndGet();
            return null;
        }

        private static void answer(MethodVisitor out, Type result, Runnable push) {
            out.visitCode();
            push.run();
            out.visitInsn(result.getOpcode(Opcodes.IRETURN));
            out.visitMaxs(0, 0);
            out.visitEnd();
        }

        private void callOfItself(MethodVisitor out, String other) {
            out.visitVarInsn(Opcodes.ALOAD, 0);
            String owner = mutant.className().replace('.', '/');
            out.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, other, "()Ljava/util/List;", false);
        }
    }

    private static final class InMethod extends MethodVisitor {
        private final Change change;
        private final AtomicInteger done;
        private int met;

        private InMethod(Change change, MethodVisitor out, AtomicInteger done) {
            super(Opcodes.ASM9, out);
            this.change = change;
            this.done = done;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (change instanceof Change.OtherCall other && other.before().equals(name)) {
                done.incrementAndGet();
                super.visitMethodInsn(opcode, owner, other.after(), descriptor, isInterface);
            } else if (change instanceof Change.NoCall call
                    && isMeant(call.called(), name, descriptor)
                    && isDue(call.nth())) {
                skip(opcode, descriptor, call.answer());
            } else {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            }
        }

        private void skip(int opcode, String descriptor, Change.Answer answer) {
            Type[] arguments = Type.getArgumentTypes(descriptor);
            for (int i = arguments.length - 1; i >= 0; i--) {
                pop(arguments[i]);
            }
            boolean isItself = answer == Change.Answer.ITSELF;
            if (opcode != Opcodes.INVOKESTATIC && !isItself) {
                visitInsn(Opcodes.POP);
            }
            if (!isItself) {
                push(this, answer, Type.getReturnType(descriptor));
            }
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            if (opcode == Opcodes.GETFIELD
                    && change instanceof Change.NoRead read
                    && read.field().equals(name)) {
                done.incrementAndGet();
                visitInsn(Opcodes.POP);
                push(this, read.answer(), Type.getType(descriptor));
            } else if (opcode == Opcodes.PUTFIELD
                    && change instanceof Change.NoWrite write
                    && write.field().equals(name)) {
                done.incrementAndGet();
                pop(Type.getType(descriptor));
                visitInsn(Opcodes.POP);
            } else {
                super.visitFieldInsn(opcode, owner, name, descriptor);
            }
        }

        private boolean isDue(int nth) {
            met++;
            boolean isDue = nth == 0 || nth == met;
            if (isDue) {
                done.incrementAndGet();
            }
            return isDue;
        }

        private void pop(Type type) {
            visitInsn(type.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
        }
    }

    private static void push(MethodVisitor out, Change.Answer answer, Type type) {
        if (answer == Change.Answer.NONE) {
            out.visitMethodInsn(Opcodes.INVOKESTATIC, "java/util/List", "of", "()Ljava/util/List;", true);
            return;
        }
        if (answer == Change.Answer.DONE) {
            out.visitInsn(Opcodes.ACONST_NULL);
            out.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    "java/util/concurrent/CompletableFuture",
                    "completedStage",
                    "(Ljava/lang/Object;)Ljava/util/concurrent/CompletionStage;",
                    false);
            return;
        }
        boolean isOne = answer == Change.Answer.ONE;
        switch (type.getSort()) {
            case Type.VOID -> {}
            case Type.LONG -> out.visitInsn(isOne ? Opcodes.LCONST_1 : Opcodes.LCONST_0);
            case Type.OBJECT, Type.ARRAY -> out.visitInsn(Opcodes.ACONST_NULL);
            default -> out.visitInsn(isOne ? Opcodes.ICONST_1 : Opcodes.ICONST_0);
        }
    }
}
