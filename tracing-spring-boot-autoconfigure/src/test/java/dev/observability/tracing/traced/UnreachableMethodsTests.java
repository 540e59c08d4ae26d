// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class UnreachableMethodsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TracedAutoConfiguration.class, AopAutoConfiguration.class));

	@Test
	void namesThemInOneWarning(CapturedOutput output) {
		this.runner.withBean(OutOfReach.class).withBean(FinalClass.class, FinalClass::new).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(UnreachableMethods.class).find()).containsExactlyInAnyOrder(
					name(FinalClass.class, "work (of a final class)"), name(OutOfReach.class, "hidden (private)"),
					name(OutOfReach.class, "last (final)"), name(OutOfReach.class, "shared (static)"),
					name(OutOfReach.class, "step (called by its own class)"),
					name(OutOfReach.class, "referenced (called by its own class)"));
			assertThat(output).containsOnlyOnce("These calls of @Traced methods make no span");
		});
	}

	@Test
	void aClassThatCannotBeExtendedDoesNotStopTheStart() {
		this.runner.withBean(Sealed.class, Sealed::new).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(UnreachableMethods.class).find())
				.contains(name(Sealed.class, "work (of a class that cannot be extended)"));
		});
	}

	@Test
	void saysNothingWhereAllCanBeReached(CapturedOutput output) {
		this.runner.withBean(WithinReach.class).run((context) -> {
			assertThat(context.getBean(UnreachableMethods.class).find()).isEmpty();
			assertThat(output).doesNotContain("@Traced");
		});
	}

	private static String name(Class<?> type, String method) {
		return type.getName() + "." + method;
	}

	static class OutOfReach {

		@Traced
		private void hidden() {
		}

		@Traced
		final void last() {
		}

		@Traced
		static void shared() {
		}

		@Traced
		void step() {
		}

		@Traced
		void referenced() {
		}

		@Traced
		void reached() {
		}

		void run() {
			hidden();
			step();
			Runnable reference = this::referenced;
			reference.run();
		}

	}

	static sealed class Sealed permits Only {

		@Traced
		void work() {
		}

	}

	static final class Only extends Sealed {

	}

	static final class FinalClass {

		@Traced
		void work() {
		}

	}

	static class WithinReach {

		private final ObjectProvider<WithinReach> self;

		WithinReach(ObjectProvider<WithinReach> self) {
			this.self = self;
		}

		@Traced
		void step() {
		}

		void run() {
			this.self.getObject().step();
		}

	}

}
