// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.observability.tracing.job.TracedJob;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is looked at of a call whose span is not recorded: nothing but what decides where
 * it belongs, and what meters need.
 */
class UnsampledCallsTests {

	@Test
	void attributesAndLinksAreNotLookedAt() {
		try (TracedApplication application = TracedApplication.start(Dropping.class)) {
			Looked looked = new Looked();
			application.bean(Service.class).work(looked, looked);
			application.bean(Service.class).later(looked).join();
			assertThat(looked.at).isEmpty();
		}
	}

	@Test
	void ofAJobOnlyTheTriggerAndTheTimeAreLookedAt() {
		try (TracedApplication application = TracedApplication.start(Dropping.class)) {
			Looked looked = new Looked();
			application.bean(Service.class).job(looked);
			assertThat(looked.at).containsExactly("trigger", "due");
			assertThat(application.meters().get("job.schedule.delay").timer().count()).isOne();
			assertThat(application.meters().get("job.runs").counter().count()).isOne();
		}
	}

	@Test
	void aSpanThatIsRecordedHasAllOfIt() {
		try (TracedApplication application = TracedApplication.start(Recording.class)) {
			Looked looked = new Looked();
			application.bean(Service.class).work(looked, looked);
			assertThat(looked.at).containsExactlyInAnyOrder("text", "value", "value", "span");
			assertThat(application.spans().get(0).getLinks()).hasSize(1);
			application.bean(Service.class).job(looked);
			assertThat(application.spans().get(1).getAttributes().get(AttributeKey.stringKey("job.id")))
				.isEqualTo("value");
		}
	}

	/** Tells what was asked. */
	public static class Looked {

		private final List<String> at = new CopyOnWriteArrayList<>();

		public String getValue() {
			this.at.add("value");
			return "value";
		}

		public SpanContext getSpan() {
			this.at.add("span");
			return SpanContext.create("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", TraceFlags.getSampled(),
					TraceState.getDefault());
		}

		public Instant getDue() {
			this.at.add("due");
			return Instant.EPOCH;
		}

		public @Nullable String getTrigger() {
			this.at.add("trigger");
			return null;
		}

		public int getNumber() {
			this.at.add("number");
			return 7;
		}

		@Override
		public String toString() {
			this.at.add("text");
			return "text";
		}

	}

	public static class Service {

		@Traced(links = "#looked.span", attributes = { @SpanAttribute(name = "value", expression = "#looked.value"),
				@SpanAttribute(name = "result", expression = "#result.value") })
		Looked work(Looked looked, @SpanAttribute Looked other) {
			return looked;
		}

		@Traced(attributes = @SpanAttribute(name = "result", expression = "#result.value"))
		CompletableFuture<Looked> later(Looked looked) {
			return CompletableFuture.completedFuture(looked);
		}

		@TracedJob(id = "#looked.value", priority = "#looked.number", attempt = "#looked.number",
				workerId = "#looked.value", workerName = "#looked.value", userId = "#looked.value",
				scheduledAt = "#looked.due", trigger = "#looked.trigger")
		void job(Looked looked) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Recording {

		@Bean
		Service service() {
			return new Service();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Recording.class)
	static class Dropping {

		@Bean
		Sampler sampler() {
			return Sampler.alwaysOff();
		}

	}

}
