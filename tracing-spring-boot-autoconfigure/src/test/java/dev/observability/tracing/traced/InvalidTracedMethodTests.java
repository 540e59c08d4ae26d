// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Annotations that cannot work stop the start.
 */
class InvalidTracedMethodTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TracedAutoConfiguration.class, AopAutoConfiguration.class));

	@ParameterizedTest
	@ValueSource(classes = { Unparsable.class, Types.class, Constructors.class, OtherBeans.class, Assigning.class,
			Unknown.class, ResultOfFlux.class, ResultInLink.class, ResultInParameter.class, This.class,
			ChangingThis.class })
	void namesMethodExpressionPositionAndFix(Class<?> type) {
		Position expected = type.getAnnotation(Position.class);
		this.runner.withBean(type).run((context) -> {
			assertThat(context).hasFailed();
			Throwable failure = Objects.requireNonNull(context.getStartupFailure());
			FailureAnalysis analysis = Objects
				.requireNonNull(new InvalidTracedMethodFailureAnalyzer().analyze(failure));
			assertThat(analysis.getDescription()).contains(type.getName() + ".method",
					"'" + expected.expression() + "'", "at character " + expected.at(), expected.problem());
			assertThat(analysis.getAction()).contains("#result");
		});
	}

	@Test
	void anAttributeNeedsANameAndAnExpression() {
		this.runner.withBean(Nameless.class)
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("an attribute has no name"));
		this.runner.withBean(Empty.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("the attribute 'order.id' has no expression"));
	}

	@Test
	void anEndlessExpressionIsRefused() {
		this.runner.withBean(Endless.class)
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("more than 1000 characters"));
	}

	/** What is wrong. */
	@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
	@interface Position {

		String expression();

		int at();

		String problem();

	}

	@Position(expression = "#p0 + )", at = 4, problem = "Problem parsing right operand")
	static class Unparsable {

		@Traced(attributes = @SpanAttribute(name = "a", expression = "#p0 + )"))
		void method(String id) {
		}

	}

	@Position(expression = "T(java.lang.Runtime).getRuntime()", at = 0, problem = "types are not available")
	static class Types {

		@Traced(attributes = @SpanAttribute(name = "a", expression = "T(java.lang.Runtime).getRuntime()"))
		void method(String id) {
		}

	}

	@Position(expression = "new java.io.File('x')", at = 0, problem = "constructors are not available")
	static class Constructors {

		@Traced(attributes = @SpanAttribute(name = "a", expression = "new java.io.File('x')"))
		void method(String id) {
		}

	}

	@Position(expression = "@dataSource.password", at = 1, problem = "other beans are not available")
	static class OtherBeans {

		@Traced(attributes = @SpanAttribute(name = "a", expression = "@dataSource.password"))
		void method(String id) {
		}

	}

	@Position(expression = "#p0.id = 'x'", at = 7, problem = "it must not change anything")
	static class Assigning {

		@Traced(attributes = @SpanAttribute(name = "a", expression = "#p0.id = 'x'"))
		void method(String id) {
		}

	}

	@Position(expression = "#ordr.id", at = 0, problem = "#ordr is unknown here")
	static class Unknown {

		@Traced(attributes = @SpanAttribute(name = "a", expression = "#ordr.id"))
		void method(String order) {
		}

	}

	@Position(expression = "#result", at = 0, problem = "#result is unknown here")
	static class ResultOfFlux {

		@Traced(attributes = @SpanAttribute(name = "a", expression = "#result"))
		Flux<String> method(String order) {
			return Flux.empty();
		}

	}

	@Position(expression = "#result", at = 0, problem = "#result is unknown here")
	static class ResultInLink {

		@Traced(links = "#result")
		String method(String order) {
			return order;
		}

	}

	@Position(expression = "#result", at = 0, problem = "#result is unknown here")
	static class ResultInParameter {

		@Traced
		String method(@SpanAttribute(name = "a", expression = "#result") String order) {
			return order;
		}

	}

	@Position(expression = "#this", at = 0, problem = "#this is unknown here")
	static class This {

		@Traced(attributes = @SpanAttribute(name = "a", expression = "#this"))
		void method(String order) {
		}

	}

	@Position(expression = "#p0.![#this = 'x']", at = 12, problem = "it must not change anything")
	static class ChangingThis {

		@Traced(attributes = @SpanAttribute(name = "a", expression = "#p0.![#this = 'x']"))
		void method(List<String> orders) {
		}

	}

	static class Nameless {

		@Traced(attributes = @SpanAttribute(expression = "#p0"))
		void method(String id) {
		}

	}

	static class Empty {

		@Traced(attributes = @SpanAttribute("order.id"))
		void method(String id) {
		}

	}

	static class Endless {

		// 1 024 characters of "1+"
		private static final String TEN = "1+1+1+1+1+1+1+1+";

		private static final String HUNDRED = TEN + TEN + TEN + TEN + TEN + TEN + TEN + TEN;

		@Traced(attributes = @SpanAttribute(name = "a",
				expression = HUNDRED + HUNDRED + HUNDRED + HUNDRED + HUNDRED + HUNDRED + HUNDRED + HUNDRED + "1"))
		List<String> method() {
			return List.of();
		}

	}

}
