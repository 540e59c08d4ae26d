// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.observability.tracing.Tracing;
import dev.observability.tracing.job.JobProgress;
import dev.observability.tracing.job.TracedJob;
import io.micrometer.core.instrument.Tags;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Runs of annotated jobs.
 */
class TracedJobTests {

	private static final AttributeKey<String> RESULT = AttributeKey.stringKey("job.result");

	private static final AttributeKey<Double> PROGRESS = AttributeKey.doubleKey("job.progress");

	@SuppressWarnings("NullAway.Init")
	private static TracedApplication application;

	private final Jobs jobs = application.bean(Jobs.class);

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
	void aRunHasTheFactsOfItsAnnotation() {
		Instant due = Instant.now().minusSeconds(90);
		this.jobs.sendMail(new Mail("m-1", 5, due, 2, null));
		SpanData span = span();
		assertThat(span.getName()).isEqualTo("send-mail");
		assertThat(span.getParentSpanId()).isEqualTo(SpanId.getInvalid());
		assertThat(span.getAttributes().asMap()).containsEntry(AttributeKey.stringKey("job.name"), "send-mail")
			.containsEntry(AttributeKey.stringKey("job.namespace"), "notifications")
			.containsEntry(AttributeKey.stringKey("job.id"), "m-1")
			.containsEntry(AttributeKey.longKey("job.priority"), 5L)
			.containsEntry(AttributeKey.stringKey("job.scheduled_at"), due.toString())
			.containsEntry(AttributeKey.stringKey("job.worker.id"), "w-7")
			.containsEntry(AttributeKey.stringKey("job.worker.name"), "worker-7")
			.containsEntry(AttributeKey.longKey("job.attempt"), 2L)
			.containsEntry(AttributeKey.stringKey("user.hash"), "REDACTED")
			.containsEntry(RESULT, "completed")
			.containsEntry(AttributeKey.stringKey("code.function.name"), Jobs.class.getName() + ".sendMail")
			.doesNotContainKey(PROGRESS);
		assertThat(span.getAttributes().get(AttributeKey.doubleKey("job.schedule.delay"))).isBetween(90.0, 1_000.0);
	}

	@Test
	void aRunIsCountedAndTimed() {
		Tags tags = Tags.of("name", "send-mail", "namespace", "notifications");
		double runs = runs("send-mail", "completed");
		Instant before = Instant.now();
		this.jobs.sendMail(new Mail("m-2", 5, before, 1, null));
		assertThat(runs("send-mail", "completed")).isEqualTo(runs + 1);
		assertThat(application.meters().get("job.duration").tags(tags).timer().count()).isEqualTo((long) runs + 1);
		assertThat(application.meters().get("job.schedule.delay").tags(tags).timer().count()).isPositive();
		assertThat(application.meters().get("job.active").tags(tags).gauge().value()).isZero();
		assertThat(application.meters().get("job.last.success").tags(tags).timeGauge().value(TimeUnit.MILLISECONDS))
			.isGreaterThanOrEqualTo(before.toEpochMilli());
		assertThat(application.meters().find("traced.method").tag("name", "send-mail").timer()).isNull();
	}

	@Test
	void queuedInsideATraceTheRunIsAPartOfIt() throws Exception {
		CompletableFuture<String> done = this.tracing.call("request", () -> this.jobs.later("x"));
		assertThat(done.get(10, TimeUnit.SECONDS)).isEqualTo("x");
		application.spans(2);
		assertThat(span("Jobs.later").getParentSpanId()).isEqualTo(span("request").getSpanId());
		assertThat(span("Jobs.later").getAttributes().get(RESULT)).isEqualTo("completed");
	}

	@Test
	void aStoredTraceIsALinkAndNoParent() {
		String stored = this.tracing.call("queue", () -> String.valueOf(this.tracing.snapshot()));
		SpanData queued = span();
		application.reset();
		this.tracing.run("poll", () -> this.jobs.sendMail(new Mail("m-3", 1, null, 1, stored)));
		SpanData run = span("send-mail");
		assertThat(run.getParentSpanId()).isEqualTo(SpanId.getInvalid());
		assertThat(run.getTraceId()).isNotEqualTo(queued.getTraceId());
		assertThat(run.getLinks()).extracting(LinkData::getSpanContext)
			.singleElement()
			.satisfies((link) -> assertThat(link.getSpanId()).isEqualTo(queued.getSpanId()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba9", "\u0000", "a;b;c" })
	void aForgedTriggerIsATraceOfItsOwn(String trigger) {
		double before = malformed();
		this.tracing.run("poll", () -> this.jobs.sendMail(new Mail("m-4", 1, null, 1, trigger)));
		SpanData run = span("send-mail");
		assertThat(run.getParentSpanId()).isEqualTo(SpanId.getInvalid());
		assertThat(run.getLinks()).isEmpty();
		assertThat(malformed()).isEqualTo(before + (trigger.isEmpty() ? 0 : 1));
	}

	private static double malformed() {
		return application.meters()
			.get("tracing.propagation.dropped")
			.tag("reason", "text_malformed")
			.functionCounter()
			.count();
	}

	@Test
	void aJobThatFailsSaysSo() {
		assertThatIllegalStateException().isThrownBy(() -> this.jobs.report(0, true));
		assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span().getAttributes().get(RESULT)).isEqualTo("failed");
		assertThat(runs("Jobs.report", "failed")).isPositive();
	}

	@Test
	void anExpectedExceptionIsNoFailure() {
		assertThatThrownBy(() -> this.jobs.fail(new IllegalArgumentException("nothing to do")))
			.isInstanceOf(IllegalArgumentException.class);
		assertThat(span().getStatus().getStatusCode()).isNotEqualTo(StatusCode.ERROR);
		assertThat(span().getAttributes().get(RESULT)).isEqualTo("completed");
	}

	@Test
	void manyReportsLeaveRoomForTheError() {
		assertThatIllegalStateException().isThrownBy(() -> this.jobs.report(10_000, true));
		assertThat(span().getEvents()).hasSizeLessThanOrEqualTo(65)
			.extracting(EventData::getName)
			.contains("exception", "job.progress");
		assertThat(span().getAttributes().get(PROGRESS)).isEqualTo(100.0);
		assertThat(progress("Jobs.report")).isEqualTo(100.0);
	}

	@Test
	void reportsLeaveRoomForTheErrorWhereSpansHaveFewEvents() {
		try (TracedApplication few = TracedApplication.start(Beans.class,
				"management.opentelemetry.tracing.limits.max-events=1")) {
			assertThatIllegalStateException().isThrownBy(() -> few.bean(Jobs.class).report(10_000, true));
			assertThat(few.spans(1).get(0).getEvents()).extracting(EventData::getName).containsExactly("exception");
			assertThat(few.meters().get("job.progress").gauge().value()).isEqualTo(100.0);
		}
	}

	@Test
	void aReportIsAnEventWithItsMessage() {
		this.jobs.reportOnce(25, "Email queued");
		EventData event = span().getEvents().get(0);
		assertThat(event.getName()).isEqualTo("job.progress");
		assertThat(event.getAttributes())
			.isEqualTo(Attributes.of(PROGRESS, 25.0, AttributeKey.stringKey("job.progress.message"), "Email queued"));
	}

	@Test
	void theEndOfTheWorkIsAlwaysAnEvent() {
		this.jobs.report(3, false);
		assertThat(span().getEvents()).extracting((event) -> event.getAttributes().get(PROGRESS))
			.startsWith(100.0 / 3)
			.endsWith(100.0);
	}

	@Test
	void reportsFromOtherThreadsCount() {
		this.jobs.reportInParallel();
		assertThat(span().getAttributes().get(PROGRESS)).isEqualTo(50.0);
	}

	@ParameterizedTest
	@MethodSource("odd")
	void oddReportsHarmNothing(double percent, @Nullable Double expected) {
		this.jobs.reportOnce(percent, "x".repeat(10_000));
		assertThat(span().getAttributes().get(PROGRESS)).isEqualTo(expected);
	}

	static Stream<Object[]> odd() {
		return Stream.of(new Object[] { -5.0, 0.0 }, new Object[] { 1e9, 100.0 }, new Object[] { Double.NaN, null },
				new Object[] { Double.POSITIVE_INFINITY, 100.0 });
	}

	@Test
	void outsideOfAJobThereIsNothingToReportTo() {
		JobProgress.report(5, "nobody listens");
		JobProgress.result("unheard");
		assertThat(application.spans()).isEmpty();
	}

	@Test
	void aJobMayNameItsResult() {
		this.jobs.partial();
		assertThat(span().getAttributes().get(RESULT)).isEqualTo("partial");
		assertThat(runs("Jobs.partial", "completed")).isPositive();
	}

	@Test
	void factsOfTheWrongTypeAreLeftOutAndCounted() {
		TracedLosses losses = application.bean(TracedLosses.class);
		long before = losses.count(TracedLoss.ATTRIBUTE);
		this.jobs.odd("high", "tomorrow");
		assertThat(span().getAttributes().asMap()).doesNotContainKey(AttributeKey.longKey("job.priority"))
			.doesNotContainKey(AttributeKey.stringKey("job.scheduled_at"))
			.containsEntry(RESULT, "completed");
		assertThat(losses.count(TracedLoss.ATTRIBUTE)).isEqualTo(before + 2);
	}

	@ParameterizedTest
	@MethodSource("times")
	void aTimeMayHaveAnyUsualType(Object time) {
		this.jobs.odd("1", time);
		assertThat(span().getAttributes().get(AttributeKey.stringKey("job.scheduled_at")))
			.isEqualTo("2026-01-02T03:04:05Z");
	}

	static Stream<Object> times() {
		Instant time = Instant.parse("2026-01-02T03:04:05Z");
		return Stream.of(time, Date.from(time), time.toEpochMilli(), time.atOffset(ZoneOffset.ofHours(2)),
				time.atZone(ZoneOffset.ofHours(-3)), time.toString());
	}

	@Test
	void anEmptyOptionalIsNoFact() {
		this.jobs.optional(Optional.empty(), Optional.of(3));
		assertThat(span().getAttributes().asMap()).doesNotContainKey(AttributeKey.stringKey("job.id"))
			.containsEntry(AttributeKey.longKey("job.attempt"), 3L);
	}

	@Test
	void aTimeBeyondAllTimesHarmsNothing() {
		this.jobs.odd("1", Instant.MIN);
		this.jobs.odd("1", Instant.MAX);
		assertThat(application.spans(2)).extracting((span) -> span.getAttributes().get(RESULT))
			.containsOnly("completed");
		assertThat(application.meters().get("job.active").tag("name", "Jobs.odd").gauge().value()).isZero();
	}

	@Test
	void aRunThatIsDueLaterHasNoDelay() {
		this.jobs.odd("1", Instant.now().plusSeconds(600));
		assertThat(span().getAttributes().get(AttributeKey.doubleKey("job.schedule.delay"))).isZero();
	}

	@Test
	void aReactiveJobReportsAndIsCancelled() {
		CountDownLatch subscribed = new CountDownLatch(1);
		Disposable subscription = this.jobs.reactive().doOnSubscribe((any) -> subscribed.countDown()).subscribe();
		assertThat(subscribed.getCount()).isZero();
		subscription.dispose();
		assertThat(span().getAttributes().get(RESULT)).isEqualTo("cancelled");
		assertThat(span().getAttributes().get(PROGRESS)).isEqualTo(10.0);
		assertThat(application.meters().get("job.active").tag("name", "Jobs.reactive").gauge().value()).isZero();
	}

	@Test
	void aScheduledMethodHasOneSpan() throws Exception {
		try (TracedApplication scheduled = TracedApplication.start(ScheduledBeans.class)) {
			assertThat(scheduled.bean(Nightly.class).awaitRun()).isTrue();
			SpanData span = scheduled.spans(1).get(0);
			await().untilAsserted(
					() -> assertThat(scheduled.meters().get("tasks.scheduled.execution").timer().count()).isOne());
			assertThat(scheduled.spans()).hasSize(1);
			assertThat(span.getInstrumentationScopeInfo().getName()).endsWith(".observation");
			assertThat(span.getAttributes().asMap()).containsEntry(AttributeKey.stringKey("job.name"), "settlement")
				.containsEntry(PROGRESS, 40.0)
				.containsEntry(RESULT, "completed");
			scheduled.reset();
			scheduled.bean(Nightly.class).settle();
			assertThat(scheduled.spans(1).get(0).getInstrumentationScopeInfo().getName()).endsWith(".traced");
		}
	}

	@Test
	void anAsynchronousScheduledJobHasASpanOfItsOwn() {
		try (TracedApplication scheduled = TracedApplication.start(AsyncBeans.class)) {
			await()
				.untilAsserted(() -> assertThat(scheduled.spans()).filteredOn((span) -> span.getName().equals("later"))
					.singleElement()
					.satisfies((span) -> assertThat(span.getAttributes().get(RESULT)).isEqualTo("completed")));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aReactiveScheduledMethodHasOneSpan(boolean fails) {
		try (TracedApplication scheduled = TracedApplication.start(ReactiveBeans.class, "fails=" + fails)) {
			SpanData span = scheduled.spans(1).get(0);
			await().untilAsserted(
					() -> assertThat(scheduled.meters().get("tasks.scheduled.execution").timer().count()).isOne());
			assertThat(scheduled.spans()).hasSize(1);
			assertThat(span.getInstrumentationScopeInfo().getName()).endsWith(".observation");
			assertThat(span.getAttributes().asMap()).containsEntry(AttributeKey.stringKey("job.name"), "reactive")
				.containsEntry(PROGRESS, 40.0)
				.containsEntry(RESULT, fails ? "failed" : "completed");
			assertThat(span.getStatus().getStatusCode()).isEqualTo(fails ? StatusCode.ERROR : StatusCode.UNSET);
			assertThat(scheduled.meters().get("job.active").gauge().value()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "future", "object" })
	void aScheduledJobThatEndsLaterHasASpanOfItsOwn(String name) {
		try (TracedApplication scheduled = TracedApplication.start(LaterBeans.class)) {
			Later later = scheduled.bean(Later.class);
			await().untilAsserted(
					() -> assertThat(scheduled.meters().get("tasks.scheduled.execution").timers()).hasSize(2));
			later.fail(new IllegalStateException("too late"));
			await().untilAsserted(() -> assertThat(scheduled.spans()).filteredOn((span) -> span.getName().equals(name))
				.singleElement()
				.satisfies((span) -> {
					assertThat(span.getAttributes().get(RESULT)).isEqualTo("failed");
					assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
					assertThat(span.getStatus().getDescription()).isEqualTo("too late");
				}));
			assertThat(scheduled.meters().get("job.runs").tags("name", name, "result", "failed").counter().count())
				.isOne();
			assertThat(scheduled.meters().get("job.active").tag("name", name).gauge().value()).isZero();
		}
	}

	@Test
	void anExpressionThatCannotWorkStopsTheStart() {
		assertThatThrownBy(() -> TracedApplication.start(WrongBeans.class).close())
			.hasRootCauseInstanceOf(InvalidTracedMethodException.class)
			.rootCause()
			.hasMessageContaining("#nothing.id")
			.hasMessageContaining("Wrong.work");
	}

	private static SpanData span() {
		return application.spans(1).get(0);
	}

	private static SpanData span(String name) {
		return application.spans().stream().filter((span) -> span.getName().equals(name)).findFirst().orElseThrow();
	}

	private static double runs(String name, String result) {
		io.micrometer.core.instrument.Counter counter = application.meters()
			.find("job.runs")
			.tag("name", name)
			.tag("result", result)
			.counter();
		return (counter != null) ? counter.count() : 0;
	}

	private static double progress(String name) {
		return application.meters().get("job.progress").tag("name", name).gauge().value();
	}

	/**
	 * What is to be sent.
	 *
	 * @param id id
	 * @param priority priority
	 * @param due when
	 * @param attempt which attempt
	 * @param trace the trace that queued it
	 */
	record Mail(String id, int priority, @Nullable Instant due, int attempt, @Nullable String trace) {
	}

	public static class Jobs {

		private final String worker = "w-7";

		public String getWorker() {
			return this.worker;
		}

		@TracedJob(name = "send-mail", namespace = "notifications", id = "#mail.id", priority = "#mail.priority",
				scheduledAt = "#mail.due", workerId = "#bean.worker", workerName = "'worker-7'",
				attempt = "#mail.attempt", userId = "'jane@example.com'", trigger = "#mail.trace")
		void sendMail(Mail mail) {
		}

		@Async
		@TracedJob
		CompletableFuture<String> later(String result) {
			return CompletableFuture.completedFuture(result);
		}

		@TracedJob(expected = IllegalArgumentException.class)
		void fail(RuntimeException error) {
			throw error;
		}

		@TracedJob
		void report(int times, boolean fail) {
			IntStream.rangeClosed(1, times).forEach((done) -> JobProgress.report(100.0 * done / times));
			if (fail) {
				throw new IllegalStateException("at the end");
			}
		}

		@TracedJob
		void reportOnce(double percent, String message) {
			JobProgress.report(percent, message);
		}

		@TracedJob
		void reportInParallel() {
			io.opentelemetry.context.Context context = io.opentelemetry.context.Context.current();
			CompletableFuture.runAsync(context.wrap(() -> JobProgress.report(50))).join();
		}

		@TracedJob
		void partial() {
			JobProgress.result("partial");
		}

		@TracedJob(priority = "#priority", scheduledAt = "#time")
		void odd(String priority, Object time) {
		}

		@TracedJob(id = "#id", attempt = "#attempt")
		void optional(Optional<String> id, Optional<Integer> attempt) {
		}

		@TracedJob
		Mono<String> reactive() {
			return Mono.<String>never().doOnSubscribe((any) -> JobProgress.report(10));
		}

	}

	static class Nightly {

		private final CountDownLatch ran = new CountDownLatch(1);

		boolean awaitRun() throws InterruptedException {
			return this.ran.await(10, TimeUnit.SECONDS);
		}

		@Scheduled(initialDelay = 0, fixedDelay = 1, timeUnit = TimeUnit.DAYS)
		@TracedJob("settlement")
		void settle() {
			JobProgress.report(40);
			this.ran.countDown();
		}

	}

	static class ReactiveNightly {

		private final boolean fails;

		ReactiveNightly(boolean fails) {
			this.fails = fails;
		}

		@Scheduled(initialDelay = 0, fixedDelay = 1, timeUnit = TimeUnit.DAYS)
		@TracedJob("reactive")
		Mono<String> settle() {
			return Mono.delay(Duration.ofMillis(1)).map((tick) -> {
				JobProgress.report(40);
				if (this.fails) {
					throw new IllegalStateException("as asked for");
				}
				return "done";
			});
		}

	}

	static class AsyncNightly {

		@Async
		@Scheduled(initialDelay = 0, fixedDelay = 1, timeUnit = TimeUnit.DAYS)
		@TracedJob("later")
		void settle() {
		}

	}

	/** With Reactor there, Spring refuses what is declared to be a stage. */
	static class Later {

		private final CompletableFuture<String> stage = new CompletableFuture<>();

		void fail(Throwable error) {
			this.stage.completeExceptionally(error);
		}

		@Scheduled(initialDelay = 0, fixedDelay = 1, timeUnit = TimeUnit.DAYS)
		@TracedJob("future")
		Future<String> future() {
			return this.stage;
		}

		@Scheduled(initialDelay = 0, fixedDelay = 1, timeUnit = TimeUnit.DAYS)
		@TracedJob("object")
		Object object() {
			return this.stage;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class LaterBeans {

		@Bean
		Later later() {
			return new Later();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class ReactiveBeans {

		@Bean
		ReactiveNightly nightly(@Value("${fails}") boolean fails) {
			return new ReactiveNightly(fails);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	@EnableScheduling
	static class AsyncBeans {

		@Bean
		AsyncNightly nightly() {
			return new AsyncNightly();
		}

	}

	static class Wrong {

		@TracedJob(id = "#nothing.id")
		void work() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class Beans {

		@Bean
		Jobs jobs() {
			return new Jobs();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class ScheduledBeans {

		@Bean
		Nightly nightly() {
			return new Nightly();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WrongBeans {

		@Bean
		Wrong wrong() {
			return new Wrong();
		}

	}

}
