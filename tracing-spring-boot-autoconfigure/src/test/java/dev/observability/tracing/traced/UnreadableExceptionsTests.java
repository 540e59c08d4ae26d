// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import dev.observability.tracing.Tracing;
import dev.observability.tracing.job.JobTracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Exceptions of the application that throw when they are asked for their message.
 */
class UnreadableExceptionsTests {

	@SuppressWarnings("NullAway.Init")
	private static TracedApplication application;

	private final Failing bean = application.bean(Failing.class);

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
	}

	@Test
	void anExceptionWithoutAMessageToReadIsAnErrorAllTheSame() {
		Mute error = new Mute();
		assertThat(catchThrowable(() -> this.bean.fail(error))).isSameAs(error);
		assertFailed("Failing.fail");
		assertThat(application.meters()
			.get(TracedTimer.NAME)
			.tags("name", "Failing.fail", "error", "Mute")
			.timer()
			.count()).isOne();
	}

	@Test
	void anExpectedExceptionWithoutAMessageToReadIsAnEvent() {
		Mute error = new Mute();
		assertThat(catchThrowable(() -> this.bean.expected(error))).isSameAs(error);
		assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span().getEvents()).singleElement()
			.satisfies((event) -> assertThat(event.getAttributes().asMap())
				.containsOnlyKeys(AttributeKey.stringKey("exception.type")));
	}

	@Test
	void workByHandThrowsItsOwnException() {
		Mute error = new Mute();
		assertThat(catchThrowable(() -> this.tracing.run("by hand", () -> {
			throw error;
		}))).isSameAs(error);
		assertFailed("by hand");
	}

	@Test
	void aJobByHandThrowsItsOwnException() {
		Mute error = new Mute();
		assertThat(catchThrowable(() -> application.bean(JobTracing.class).job("job by hand").run(() -> {
			throw error;
		}))).isSameAs(error);
		assertFailed("job by hand");
	}

	private static SpanData span() {
		return assertThat(application.spans()).singleElement().actual();
	}

	private static void assertFailed(String name) {
		assertThat(span().getName()).isEqualTo(name);
		assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span().getAttributes().get(AttributeKey.stringKey("error.type"))).isEqualTo(Mute.class.getName());
		assertThat(span().getEvents()).singleElement()
			.satisfies((event) -> assertThat(event.getName()).isEqualTo("exception"));
	}

	static class Mute extends RuntimeException {

		private static final long serialVersionUID = 1L;

		@Override
		public String getMessage() {
			throw new IllegalStateException("no message");
		}

	}

	static class Failing {

		@Traced
		void fail(RuntimeException error) {
			throw error;
		}

		@Traced(expected = Mute.class)
		void expected(RuntimeException error) {
			throw error;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Failing failing() {
			return new Failing();
		}

	}

}
