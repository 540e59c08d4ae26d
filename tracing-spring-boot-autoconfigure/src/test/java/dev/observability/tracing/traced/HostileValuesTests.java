// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.observability.tracing.Tracing;
import dev.observability.tracing.job.TracedJob;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values of the application that throw when they are looked at.
 */
class HostileValuesTests {

	@SuppressWarnings("NullAway.Init")
	private static TracedApplication application;

	private final Hostile bean = application.bean(Hostile.class);

	private final TracedLosses losses = application.bean(TracedLosses.class);

	private final Tracing tracing = application.bean(Tracing.class);

	@BeforeAll
	static void start() {
		application = TracedApplication.start(Beans.class);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
		assertThat(Context.current()).isSameAs(Context.root());
	}

	@ParameterizedTest
	@ValueSource(strings = { "argument", "result", "stage", "mono", "job" })
	void anErrorOfAnExpressionCostsItsAttribute(String way) {
		long before = this.losses.count(TracedLoss.ATTRIBUTE);
		Object value = new Throwing();
		Object returned = switch (way) {
			case "argument" -> this.bean.argument(value);
			case "result" -> this.bean.result(value);
			case "stage" -> this.bean.stage(value).join();
			case "mono" -> this.bean.mono(value).block();
			default -> this.bean.job(value);
		};
		assertThat(returned).isSameAs(value);
		assertThat(this.losses.count(TracedLoss.ATTRIBUTE)).isEqualTo(before + 1);
		assertThat(span().getName()).isEqualTo("Hostile." + way);
		assertThat(Context.current()).isSameAs(Context.root());
		assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
	}

	@Test
	void anErrorOfALinkCostsTheLink() {
		long before = this.losses.count(TracedLoss.LINK);
		assertThat(this.bean.link(new Throwing())).isEqualTo("done");
		assertThat(this.losses.count(TracedLoss.LINK)).isEqualTo(before + 1);
		assertThat(span().getLinks()).isEmpty();
	}

	@Test
	void anErrorOfATriggerIsATraceOfItsOwn() {
		assertThat(this.bean.triggered(new Throwing())).isEqualTo("done");
		assertThat(span().getLinks()).isEmpty();
	}

	@Test
	void anErrorOfAValueByHandCostsTheValue() {
		long before = this.losses.count(TracedLoss.ATTRIBUTE);
		this.tracing.span("work").attribute("a", new Throwing()).run(() -> {
			this.tracing.attribute("b", new Throwing());
			this.tracing.event("c", Map.of("d", new Throwing()));
		});
		assertThat(this.losses.count(TracedLoss.ATTRIBUTE)).isEqualTo(before + 3);
		assertThat(span().getName()).isEqualTo("work");
	}

	@Test
	void aStageThatCannotTellEndsWithTheCall() {
		assertThat(this.bean.mute()).isNotNull();
		assertThat(span().getName()).isEqualTo("Hostile.mute");
	}

	private static SpanData span() {
		return assertThat(application.spans()).singleElement().actual();
	}

	/** As a part that is not written yet does. */
	public static class Throwing {

		public String getText() {
			throw new AssertionError("not implemented");
		}

		@Override
		public String toString() {
			throw new AssertionError("not implemented");
		}

	}

	public static class Hostile {

		@Traced
		Object argument(@SpanAttribute("value") Object value) {
			return value;
		}

		@Traced(attributes = @SpanAttribute(name = "text", expression = "#result.text"))
		Object result(Object value) {
			return value;
		}

		@Traced(attributes = @SpanAttribute(name = "text", expression = "#result"))
		CompletableFuture<Object> stage(Object value) {
			return CompletableFuture.completedFuture(value);
		}

		@Traced(attributes = @SpanAttribute(name = "text", expression = "#result"))
		Mono<Object> mono(Object value) {
			return Mono.just(value);
		}

		@TracedJob(id = "#value")
		Object job(Object value) {
			return value;
		}

		@Traced(links = "#value.text")
		String link(Object value) {
			return "done";
		}

		@TracedJob(trigger = "#value.text")
		String triggered(Object value) {
			return "done";
		}

		@Traced
		@SuppressWarnings("unchecked")
		CompletionStage<String> mute() {
			return Mockito.mock(CompletionStage.class, (invocation) -> {
				if (invocation.getMethod().getName().equals("whenComplete")) {
					throw new AssertionError("not implemented");
				}
				return Mockito.RETURNS_DEFAULTS.answer(invocation);
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Hostile hostile() {
			return new Hostile();
		}

	}

}
