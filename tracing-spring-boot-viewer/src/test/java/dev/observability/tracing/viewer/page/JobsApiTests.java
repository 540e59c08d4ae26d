// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import dev.observability.tracing.redaction.Redactor;
import dev.observability.tracing.viewer.ring.Ring;
import dev.observability.tracing.viewer.ring.RingLimits;
import dev.observability.tracing.viewer.ring.Spans;
import dev.observability.tracing.viewer.trace.RecordMask;
import dev.observability.tracing.viewer.trace.RunningJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JobsApi} and {@link JobsDocument}.
 */
class JobsApiTests {

	private final List<RunningJob> own = new ArrayList<>();

	private final AtomicInteger changes = new AtomicInteger();

	private final AtomicLong time = new AtomicLong();

	private final JobsApi api = new JobsApi(() -> this.own, this.changes::incrementAndGet, this.time::get,
			new RecordMask(Redactor.standard()));

	private static RunningJob job(String name, long startNanos) {
		return new RunningJob(Spans.of(startNanos).trace(), 7, "payments", name, "42", startNanos * 1000, 25.5,
				"Email queued", 2L, null);
	}

	private int tell(RunningJob... jobs) throws IOException {
		return tell("pod-1", jobs);
	}

	private int tell(String instance, RunningJob... jobs) throws IOException {
		return this.api
			.told(TestRequest.of("POST", "/v1/jobs")
				.body("application/json", new JobsDocument("payments", instance, List.of(jobs)).write()))
			.status();
	}

	@Test
	void jobsOfOtherServicesStandBesideOurs() throws IOException {
		this.own.add(job("ours", 2));
		assertThat(tell(job("theirs", 1))).isEqualTo(204);
		assertThat(this.api.running()).containsExactly(job("theirs", 1), job("ours", 2));
		assertThat(this.changes).hasValue(1);
	}

	@Test
	void secretsOfJobsAreMasked() throws IOException {
		RunningJob job = new RunningJob(Spans.of(1).trace(), 7, "http://u:secret@h", "GET /x?t=secret",
				"jdbc:h2:mem:x;PASSWORD=secret", 1000, null,
				"Key (email)=(secret) exists, " + "x".repeat(240) + "http://user:secret@host", null, "/w?t=secret");
		tell(job);
		assertThat(this.api.running()).singleElement().satisfies((kept) -> {
			assertThat(kept.toString()).doesNotContain("secret").doesNotContain("user:");
			assertThat(kept.name()).isEqualTo("GET /x?t=REDACTED");
			assertThat(kept.message()).startsWith("Key (email)=(?) exists, xxx").hasSize(255);
		});
	}

	@Test
	void whatIsToldLastCounts() throws IOException {
		tell(job("first", 1), job("second", 2));
		tell(job("second", 2));
		assertThat(this.api.running()).containsExactly(job("second", 2));
		tell();
		assertThat(this.api.running()).isEmpty();
	}

	@Test
	void whoIsSilentIsForgotten() throws IOException {
		tell(job("first", 1));
		this.time.set(TimeUnit.SECONDS.toNanos(3));
		assertThat(this.api.running()).hasSize(1);
		this.time.set(TimeUnit.SECONDS.toNanos(5));
		assertThat(this.api.running()).isEmpty();
	}

	@Test
	void toBeForgottenIsAChange() throws IOException {
		tell(job("first", 1));
		this.time.set(TimeUnit.SECONDS.toNanos(3));
		this.api.forgetOld();
		assertThat(this.changes).hasValue(1);
		this.time.set(TimeUnit.SECONDS.toNanos(5));
		this.api.forgetOld();
		assertThat(this.changes).hasValue(2);
		this.api.forgetOld();
		assertThat(this.changes).hasValue(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/changes", "/api/traces" })
	void whoAsksForChangesHearsOfIt(String path) throws Exception {
		Ring ring = new Ring(new RingLimits(1 << 20, 10, 100, 10, 1, Long.MAX_VALUE));
		JobsApi jobs = new JobsApi(List::of, ring::changed, this.time::get, ring.mask());
		TraceApi traces = new TraceApi(ring, jobs);
		jobs.told(TestRequest.of("POST", "/v1/jobs")
			.body("application/json", new JobsDocument("payments", "pod-1", List.of(job("first", 1))).write()));
		TestRequest request = TestRequest.get(path + "?since=" + ring.sequence());
		assertThat(traces.answer(request)).extracting(PageResponse::status).isEqualTo(204);
		this.time.set(TimeUnit.SECONDS.toNanos(5));
		assertThat(traces.answer(request)).extracting(PageResponse::status).isEqualTo(200);
	}

	@Test
	void instancesOfAServiceStandBesideEachOther() throws IOException {
		tell("pod-1", job("one", 1));
		tell("pod-2", job("two", 2));
		assertThat(this.api.running()).containsExactly(job("one", 1), job("two", 2));
		tell("pod-1");
		assertThat(this.api.running()).containsExactly(job("two", 2));
	}

	@Test
	void whoSaysNoInstanceIsOne() throws IOException {
		for (String name : List.of("first", "second")) {
			this.api.told(TestRequest.of("POST", "/v1/jobs")
				.json("{\"service\":\"python\",\"jobs\":[{\"traceId\":\"" + Spans.of(1).trace() + "\",\"name\":\""
						+ name + "\"}]}"));
		}
		assertThat(this.api.running()).extracting(RunningJob::name).containsExactly("second");
	}

	@Test
	void allJobsHaveABoundTogether() throws IOException {
		for (int instance = 0; instance < 4; instance++) {
			tell("pod-" + instance, manyJobs(instance, 300));
		}
		assertThat(this.api.running()).hasSize(1000);
		tell("pod-0");
		tell("pod-3", manyJobs(3, 300));
		assertThat(this.api.running()).hasSize(900);
	}

	private static RunningJob[] manyJobs(int instance, int count) {
		return IntStream.range(0, count)
			.mapToObj((number) -> job("job", 1 + instance * 1000 + number))
			.toArray(RunningJob[]::new);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{", "7", "{\"jobs\":[1]}", "{\"jobs\":[{]}" })
	void whatIsNoDocumentIsRefused(String body) throws IOException {
		assertThat(this.api.told(TestRequest.of("POST", "/v1/jobs").json(body)).status()).isEqualTo(400);
		assertThat(this.api.running()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"jobs\":{}}", "{\"jobs\":[{}]}", "{\"jobs\":[{\"traceId\":\"x\"}]}",
			"{\"jobs\":[{\"traceId\":7,\"name\":[1,2]}],\"more\":[{}]}" })
	void whatIsNoJobIsLeftOut(String body) throws IOException {
		assertThat(this.api.told(TestRequest.of("POST", "/v1/jobs").json(body)).status()).isEqualTo(204);
		assertThat(this.api.running()).isEmpty();
	}

	@Test
	void thereIsABoundOfServicesAndOfTexts() throws IOException {
		for (int i = 0; i < 200; i++) {
			String document = "{\"service\":\"s" + i + "\",\"jobs\":[{\"traceId\":\"" + Spans.of(1 + i).trace()
					+ "\",\"name\":\"" + "x".repeat(1000) + "\"}]}";
			this.api.told(TestRequest.of("POST", "/v1/jobs").json(document));
		}
		assertThat(this.api.running()).hasSize(100).allMatch((job) -> job.name().length() == 255);
	}

	@Test
	void jobsAreToldByPost() throws IOException {
		assertThat(this.api.told(TestRequest.get("/v1/jobs")).status()).isEqualTo(405);
	}

	@Test
	void twoProcessesOnAMachineAreTwoInstances() {
		assertThat(JobsDocument.ofThisProcess("orders", "laptop", List.of()).instance())
			.isEqualTo("laptop@" + ProcessHandle.current().pid());
	}

}
