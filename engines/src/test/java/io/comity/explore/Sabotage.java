package io.comity.explore;

import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

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
            if (!name.equals(mutant.method())) {
                return out;
            }
            if (mutant.what() != Mutant.What.BODY) {
                return new InMethod(mutant, out, done);
            }
            done.incrementAndGet();
            Type result = Type.getReturnType(descriptor);
            out.visitCode();
            push(out, mutant.answer(), result);
            out.visitInsn(result.getOpcode(Opcodes.IRETURN));
            out.visitMaxs(0, 0);
            out.visitEnd();
            return null;
        }
    }

    private static final class InMethod extends MethodVisitor {
        private final Mutant mutant;
        private final AtomicInteger done;
        private int met;

        private InMethod(Mutant mutant, MethodVisitor out, AtomicInteger done) {
            super(Opcodes.ASM9, out);
            this.mutant = mutant;
            this.done = done;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            String written = name + descriptor;
            boolean isMeant = mutant.member().equals(name) || written.startsWith(mutant.member());
            if (mutant.what() != Mutant.What.CALL || !isMeant || !isDue()) {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                return;
            }
            Type[] arguments = Type.getArgumentTypes(descriptor);
            for (int i = arguments.length - 1; i >= 0; i--) {
                pop(arguments[i]);
            }
            boolean isItself = mutant.answer() == Mutant.Answer.ITSELF;
            if (opcode != Opcodes.INVOKESTATIC && !isItself) {
                visitInsn(Opcodes.POP);
            }
            if (!isItself) {
                push(this, mutant.answer(), Type.getReturnType(descriptor));
            }
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            boolean isRead = opcode == Opcodes.GETFIELD && mutant.what() == Mutant.What.READ;
            boolean isWritten = opcode == Opcodes.PUTFIELD && mutant.what() == Mutant.What.WRITE;
            if (!(isRead || isWritten) || !name.equals(mutant.member()) || !isDue()) {
                super.visitFieldInsn(opcode, owner, name, descriptor);
                return;
            }
            if (isWritten) {
                pop(Type.getType(descriptor));
            }
            visitInsn(Opcodes.POP);
            if (isRead) {
                push(this, mutant.answer(), Type.getType(descriptor));
            }
        }

        private boolean isDue() {
            met++;
            boolean isDue = mutant.nth() == 0 || mutant.nth() == met;
            if (isDue) {
                done.incrementAndGet();
            }
            return isDue;
        }

        private void pop(Type type) {
            visitInsn(type.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
        }
    }

    private static void push(MethodVisitor out, Mutant.Answer answer, Type type) {
        boolean isOne = answer == Mutant.Answer.ONE;
        switch (type.getSort()) {
            case Type.VOID -> {}
            case Type.LONG -> out.visitInsn(isOne ? Opcodes.LCONST_1 : Opcodes.LCONST_0);
            case Type.OBJECT, Type.ARRAY -> out.visitInsn(Opcodes.ACONST_NULL);
            default -> out.visitInsn(isOne ? Opcodes.ICONST_1 : Opcodes.ICONST_0);
        }
    }
}
