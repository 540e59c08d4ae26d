// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.scheduling.support.ScheduledMethodRunnable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationObservationContext;
import org.springframework.security.authentication.AuthenticationObservationConvention;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authorization.AuthorizationObservationContext;
import org.springframework.security.authorization.AuthorizationObservationConvention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TaskTableTests {

	private static final ObservedSpans SPANS = new ObservedSpans();

	@AfterAll
	static void close() {
		SPANS.close();
	}

	@Test
	void aScheduledMethodIsNamedAfterItself() throws NoSuchMethodException {
		scheduled("tidy").run();
		SpanData span = only();
		assertThat(span.getName()).isEqualTo("Cleaner.tidy");
		assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(ObservedSpans.attributes(span)).containsExactlyInAnyOrderEntriesOf(
				Map.of("code.function.name", TaskTableTests.class.getCanonicalName() + ".Cleaner.tidy"));
	}

	@Test
	void aScheduledMethodThatThrowsIsAnError() throws NoSuchMethodException {
		ScheduledMethodRunnable task = scheduled("fail");
		assertThatIllegalStateException().isThrownBy(task::run);
		SpanData span = only();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getStatus().getDescription()).isEqualTo("full");
		assertThat(ObservedSpans.attributes(span)).containsEntry("error.type", "java.lang.IllegalStateException")
			.doesNotContainKeys("outcome", "exception", "code.function", "code.namespace");
	}

	private static ScheduledMethodRunnable scheduled(String name) throws NoSuchMethodException {
		Method method = Cleaner.class.getMethod(name);
		return new ScheduledMethodRunnable(new Cleaner(), method, null, SPANS::registry);
	}

	@Test
	void aBatchJobIsASpanWithItsStepsBelow() throws Exception {
		run((contribution, chunk) -> RepeatStatus.FINISHED);
		List<SpanData> spans = SPANS.finished();
		SpanData step = find(spans, "step load");
		SpanData job = find(spans, "job import");
		assertThat(step.getParentSpanId()).isEqualTo(job.getSpanId());
		assertThat(job.getKind()).isEqualTo(SpanKind.INTERNAL);
		assertThat(job.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(ObservedSpans.attributes(job)).containsExactlyInAnyOrderEntriesOf(Map.of("job.name", "import",
				"job.id", "1", "job.result", "COMPLETED", "spring.batch.job.instanceId", "1"));
		assertThat(ObservedSpans.attributes(step)).containsEntry("job.name", "import")
			.containsEntry("job.step.name", "load")
			.containsEntry("job.step.result", "COMPLETED")
			.containsKeys("job.step.id", "spring.batch.step.type");
	}

	@Test
	void aBatchJobThatFailedIsAnErrorWithItsStep() throws Exception {
		run((contribution, chunk) -> {
			throw new IllegalStateException("full");
		});
		List<SpanData> spans = SPANS.finished();
		SpanData job = find(spans, "job import");
		assertThat(job.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(ObservedSpans.attributes(job)).containsEntry("job.result", "FAILED").containsKey("error.type");
		SpanData step = find(spans, "step load");
		assertThat(step.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(ObservedSpans.attributes(step)).containsEntry("job.step.result", "FAILED").containsKey("error.type");
	}

	@Test
	void aBatchJobThatOnlyCallsItselfFailedIsAnError() {
		SpanData job = SPANS.of(new io.micrometer.observation.Observation.Context(), "spring.batch.job", "job",
				"spring.batch.job.name", "import", "spring.batch.job.status", "FAILED");
		assertThat(job.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(ObservedSpans.attributes(job)).containsEntry("error.type", "FAILED");
	}

	private static void run(Tasklet tasklet) throws Exception {
		JobRepository repository = new ResourcelessJobRepository();
		Step step = new StepBuilder("load", repository).tasklet(tasklet).observationRegistry(SPANS.registry()).build();
		Job job = new JobBuilder("import", repository).start(step).observationRegistry(SPANS.registry()).build();
		JobParameters parameters = new JobParameters();
		JobExecution execution = repository.createJobExecution(repository.createJobInstance("import", parameters),
				parameters, new ExecutionContext());
		job.execute(execution);
	}

	@Test
	void aWrongPasswordIsNoErrorOfTheApplication() {
		SpanData span = authentication(new BadCredentialsException("Bad credentials"));
		assertThat(span.getName()).isEqualTo("authenticate usernamepassword");
		assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(ObservedSpans.attributes(span)).doesNotContainKey("error.type")
			.containsEntry("authentication.failure.type", "BadCredentialsException");
	}

	@Test
	void aBrokenUserDatabaseIsAnError() {
		SpanData span = authentication(new InternalAuthenticationServiceException("database down"));
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(ObservedSpans.attributes(span)).containsEntry("error.type",
				InternalAuthenticationServiceException.class.getName());
	}

	private static SpanData authentication(RuntimeException error) {
		AuthenticationObservationContext context = new AuthenticationObservationContext();
		context.setAuthenticationRequest(new UsernamePasswordAuthenticationToken("user", "password"));
		return SPANS.of(context, new AuthenticationObservationConvention(), error);
	}

	@Test
	void aDenialIsNoErrorOfTheApplication() {
		SpanData denied = SPANS.of(new AuthorizationObservationContext<>(new Object()),
				new AuthorizationObservationConvention(), new AccessDeniedException("no"));
		assertThat(denied.getName()).isEqualTo("authorize Object");
		assertThat(denied.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		SpanData broken = SPANS.of(new AuthorizationObservationContext<>(new Object()),
				new AuthorizationObservationConvention(), new IllegalStateException("broken"));
		assertThat(broken.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
	}

	@Test
	void aFilterChainThatDeniesIsNoError() {
		for (String name : List.of("spring.security.http.secured.requests", "spring.security.http.unsecured.requests",
				"spring.security.filterchains")) {
			io.micrometer.observation.Observation.Context context = new io.micrometer.observation.Observation.Context();
			context.setError(new AccessDeniedException("no"));
			SpanData span = SPANS.of(context, name, "secured request");
			assertThat(span.getName()).isEqualTo("secured request");
			assertThat(span.getStatus().getStatusCode()).as(name).isEqualTo(StatusCode.UNSET);
		}
	}

	private static SpanData only() {
		List<SpanData> spans = SPANS.finished();
		assertThat(spans).hasSize(1);
		return spans.get(0);
	}

	private static SpanData find(List<SpanData> spans, String name) {
		return spans.stream().filter((span) -> span.getName().equals(name)).findFirst().orElseThrow();
	}

	/** Has scheduled methods. */
	public static final class Cleaner {

		public void tidy() {
		}

		public void fail() {
			throw new IllegalStateException("full");
		}

	}

}
