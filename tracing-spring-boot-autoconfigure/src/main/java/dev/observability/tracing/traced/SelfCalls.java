// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
 * Finds the methods of a bean that its own classes call, which no proxy sees. Start of
 * the application, main thread; never throws.
 * <p>
 * A class that can get hold of its own proxy, because its type is that of a field or a
 * parameter, or is asked for or cast to, is taken to know what it does. That it names
 * itself to a logger, or compares itself, is no such way.
 */
final class SelfCalls extends ClassVisitor {

	private static final Set<String> LOGGERS = Set.of("getLog", "getLogger");

	private final Map<String, String> classes = new HashMap<>();

	private final Set<String> called = new HashSet<>();

	/** What the compiler adds for generic types, and what it calls. */
	private final Map<String, String> bridges = new HashMap<>();

	private String current = "";

	private boolean knowsItself;

	private SelfCalls(List<Class<?>> classes) {
		super(SpringAsmInfo.ASM_VERSION);
		classes.forEach((type) -> this.classes.put(Type.getInternalName(type), Type.getDescriptor(type)));
	}

	/**
	 * Reads the classes of a bean.
	 * @param classes its class and the superclasses that are the application's own
	 * @return names with descriptors, as in {@code run()V}, of its methods that they call
	 */
	static Set<String> of(List<Class<?>> classes) {
		SelfCalls calls = new SelfCalls(classes);
		try {
			for (Class<?> type : classes) {
				calls.read(type);
			}
		}
		catch (IOException | RuntimeException ex) {
			// Generated, or newer than what can be read: then nothing is said about it
			return Set.of();
		}
		return calls.knowsItself ? Set.of() : calls.calledAtLast();
	}

	private void read(Class<?> type) throws IOException {
		this.current = Type.getInternalName(type);
		try (InputStream stream = type.getResourceAsStream(ClassUtils.getClassFileName(type))) {
			if (stream != null) {
				new ClassReader(stream).accept(this, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
			}
		}
	}

	private Set<String> calledAtLast() {
		this.bridges.forEach((bridge, target) -> {
			if (this.called.contains(bridge)) {
				this.called.add(target);
			}
		});
		return this.called;
	}

	@Override
	public @Nullable FieldVisitor visitField(int access, String name, String descriptor, @Nullable String signature,
			@Nullable Object value) {
		if ((access & Opcodes.ACC_SYNTHETIC) == 0) {
			mention(descriptor);
			mention(signature);
		}
		return null;
	}

	@Override
	public MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
			String @Nullable [] exceptions) {
		boolean synthetic = (access & Opcodes.ACC_SYNTHETIC) != 0;
		boolean compares = name.equals("equals") || name.equals("compareTo");
		if (!synthetic && !compares) {
			mention(descriptor.substring(0, descriptor.indexOf(')')));
			mention(signature);
		}
		return new Body(name, ((access & Opcodes.ACC_BRIDGE) != 0) ? name + descriptor : null);
	}

	private void mention(@Nullable String text) {
		this.knowsItself |= text != null && this.classes.values().stream().anyMatch(text::contains);
	}

	/** The code of a method. */
	private final class Body extends MethodVisitor {

		private final @Nullable String bridge;

		private final boolean casts;

		private final boolean literals;

		/** Whether what is called next gets the own class, or something of it. */
		private boolean literal;

		Body(String name, @Nullable String bridge) {
			super(SpringAsmInfo.ASM_VERSION);
			this.bridge = bridge;
			this.casts = bridge == null && !name.equals("equals");
			this.literals = !name.equals("<clinit>");
		}

		@Override
		public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
			if (this.literal) {
				this.literal = false;
				SelfCalls.this.knowsItself |= !owner.equals("java/lang/Class") && !LOGGERS.contains(name);
			}
			boolean ofSuper = opcode == Opcodes.INVOKESPECIAL && !owner.equals(SelfCalls.this.current);
			if (opcode != Opcodes.INVOKESTATIC && !ofSuper && !name.startsWith("<")) {
				call(owner, name + descriptor);
			}
		}

		private void call(String owner, String method) {
			if (!SelfCalls.this.classes.containsKey(owner)) {
				return;
			}
			if (this.bridge != null) {
				SelfCalls.this.bridges.put(this.bridge, method);
			}
			else {
				SelfCalls.this.called.add(method);
			}
		}

		@Override
		public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
			for (Object argument : arguments) {
				if (argument instanceof Handle handle) {
					call(handle.getOwner(), handle.getName() + handle.getDesc());
				}
			}
		}

		@Override
		public void visitLdcInsn(Object value) {
			this.literal |= this.literals && value instanceof Type type
					&& SelfCalls.this.classes.containsValue(type.getDescriptor());
		}

		@Override
		public void visitTypeInsn(int opcode, String type) {
			SelfCalls.this.knowsItself |= this.casts && opcode == Opcodes.CHECKCAST
					&& SelfCalls.this.classes.containsKey(type);
		}

		@Override
		public void visitEnd() {
			// Kept, or returned
			SelfCalls.this.knowsItself |= this.literal;
		}

	}

}
