// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.Objects;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactory;
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

	@ParameterizedTest
	@ValueSource(
			classes = { Mentioned.class, MentionedInConstructor.class, Sub.class, ByInterface.class, Overriding.class })
	void aMentionOfTheOwnClassIsNoWayToItsProxy(Class<?> type) {
		this.runner.withBean(type).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(UnreachableMethods.class).find())
				.containsExactly(name(type, "step (called by its own class)"));
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { WithinReach.class, ByContext.class, ByCast.class, OfSuper.class, Bridged.class,
			OnClass.Reached.class })
	void saysNothingWhereAllCanBeReached(Class<?> type) {
		this.runner.withBean(type).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(UnreachableMethods.class).find()).isEmpty();
		});
	}

	@Test
	void theAnnotationMayStandOnTheInterface() {
		this.runner.withBean(FinalStep.class)
			.run((context) -> assertThat(context.getBean(UnreachableMethods.class).find())
				.containsExactly(name(FinalStep.class, "step (final)")));
	}

	@Test
	void theAnnotationMayStandOnTheClass() {
		this.runner.withBean(OnClass.class)
			.run((context) -> assertThat(context.getBean(UnreachableMethods.class).find())
				.containsExactly(name(OnClass.class, "last (final)")));
	}

	@Test
	void anOverriddenMethodIsNamedWhereItIsCalled() {
		this.runner.withBean(FinalOverride.class)
			.run((context) -> assertThat(context.getBean(UnreachableMethods.class).find())
				.containsExactly(name(FinalOverride.class, "step (final)")));
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

	static class Mentioned implements Comparable<Mentioned> {

		private static final Log logger = LogFactory.getLog(Mentioned.class);

		@Traced
		void step() {
		}

		void run() {
			assert logger != null;
			step();
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Mentioned mentioned && mentioned.hashCode() == hashCode();
		}

		@Override
		public int hashCode() {
			return Objects.hash(1);
		}

		@Override
		public int compareTo(Mentioned other) {
			return 0;
		}

	}

	static class MentionedInConstructor {

		private final Logger logger = LoggerFactory.getLogger(MentionedInConstructor.class);

		private final Logger named = LoggerFactory.getLogger(MentionedInConstructor.class.getName());

		@Traced
		void step() {
		}

		void run() {
			Runnable run = () -> {
				this.logger.debug("{}", this.named);
				step();
			};
			run.run();
		}

	}

	abstract static class Template {

		abstract void step();

		void run() {
			step();
		}

	}

	static class Sub extends Template {

		@Override
		@Traced
		void step() {
		}

	}

	interface Step {

		@Traced
		void step();

	}

	static class ByInterface implements Step {

		@Override
		public void step() {
		}

		void run() {
			step();
		}

	}

	static class Overridden {

		@Traced
		void step() {
		}

		void run() {
			step();
		}

	}

	static class Overriding extends Overridden {

		@Override
		void step() {
		}

	}

	static class FinalStep implements Step {

		@Override
		public final void step() {
		}

	}

	static class FinalOverride extends Overridden {

		@Override
		void run() {
		}

		@Override
		final void step() {
		}

	}

	@Traced
	static class OnClass {

		void step() {
		}

		private void hidden() {
		}

		static void shared() {
		}

		final void last() {
		}

		void run() {
			hidden();
			step();
			shared();
		}

		@Traced
		static class Reached {

			void step() {
			}

			void run() {
				step();
			}

		}

	}

	static class ByContext {

		private final BeanFactory beans;

		ByContext(BeanFactory beans) {
			this.beans = beans;
		}

		@Traced
		void step() {
		}

		void run() {
			this.beans.getBean(ByContext.class).step();
		}

	}

	static class ByCast {

		private final BeanFactory beans;

		ByCast(BeanFactory beans) {
			this.beans = beans;
		}

		@Traced
		void step() {
		}

		void run() {
			((ByCast) this.beans.getBean("self")).step();
		}

	}

	static class Plain {

		@Traced
		void step() {
		}

	}

	static class OfSuper extends Plain {

		@Override
		void step() {
			super.step();
		}

	}

	interface Handler<T> {

		void handle(T value);

	}

	static class Bridged implements Handler<String> {

		@Override
		@Traced
		public void handle(String value) {
		}

	}

}
