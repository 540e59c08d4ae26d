// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.FieldVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;
import org.springframework.util.ClassUtils;

/**
 * Finds the methods of a class that the class itself calls, which no proxy sees. Start of
 * the application, main thread; never throws.
 * <p>
 * A class that can get hold of its own proxy, because its type is that of a field or a
 * parameter, or is asked for or cast to, is taken to know what it does.
 */
final class SelfCalls extends ClassVisitor {

	private final String owner;

	private final String descriptor;

	private final Set<String> called = new TreeSet<>();

	private boolean knowsItself;

	private SelfCalls(Class<?> type) {
		super(SpringAsmInfo.ASM_VERSION);
		this.owner = Type.getInternalName(type);
		this.descriptor = Type.getDescriptor(type);
	}

	/**
	 * Reads a class.
	 * @param type the class
	 * @return names with descriptors, as in {@code run()V}, of its methods that it calls
	 */
	static Set<String> of(Class<?> type) {
		SelfCalls calls = new SelfCalls(type);
		try (InputStream stream = type.getResourceAsStream(ClassUtils.getClassFileName(type))) {
			if (stream != null) {
				new ClassReader(stream).accept(calls, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
			}
		}
		catch (IOException | RuntimeException ex) {
			// Generated, or newer than what can be read: then nothing is said about it
			return Set.of();
		}
		return calls.knowsItself ? Set.of() : calls.called;
	}

	@Override
	public @Nullable FieldVisitor visitField(int access, String name, String descriptor, @Nullable String signature,
			@Nullable Object value) {
		mention(descriptor);
		mention(signature);
		return null;
	}

	@Override
	public MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
			String @Nullable [] exceptions) {
		mention(descriptor.substring(0, descriptor.indexOf(')')));
		mention(signature);
		return new Body();
	}

	private void mention(@Nullable String text) {
		this.knowsItself |= text != null && text.contains(this.descriptor);
	}

	/** The code of a method. */
	private final class Body extends MethodVisitor {

		Body() {
			super(SpringAsmInfo.ASM_VERSION);
		}

		@Override
		public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
			if (owner.equals(SelfCalls.this.owner) && opcode != Opcodes.INVOKESTATIC && !name.startsWith("<")) {
				SelfCalls.this.called.add(name + descriptor);
			}
		}

		@Override
		public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
			for (Object argument : arguments) {
				if (argument instanceof Handle handle && handle.getOwner().equals(SelfCalls.this.owner)) {
					SelfCalls.this.called.add(handle.getName() + handle.getDesc());
				}
			}
		}

		@Override
		public void visitLdcInsn(Object value) {
			if (value instanceof Type type) {
				mention(type.getDescriptor());
			}
		}

		@Override
		public void visitTypeInsn(int opcode, String type) {
			SelfCalls.this.knowsItself |= opcode == Opcodes.CHECKCAST && type.equals(SelfCalls.this.owner);
		}

	}

}
