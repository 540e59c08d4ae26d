// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.observability.tracing.viewer.ring.Ring;
import dev.observability.tracing.viewer.ring.RingLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Intake}.
 */
class IntakeTests {

	private final Page page = new Page(
			new Ring(new RingLimits(8 << 20, 100, 10_000, 1000, TimeUnit.SECONDS.toNanos(1),
					TimeUnit.MINUTES.toNanos(30))),
			new Access(null, false, Set.of(), Networks.of(List.of())),
			new PageInfo("gateway", "0.1.0", (request) -> ""), List::of);

	private PageResponse whileAllPlacesAreTaken(TestRequest request) {
		AtomicReference<PageResponse> answer = new AtomicReference<>();
		whileReading(4, () -> answer.set(this.page.answer(request)));
		return Objects.requireNonNull(answer.get());
	}

	private void whileReading(int bodies, Runnable work) {
		if (bodies == 0) {
			work.run();
			return;
		}
		InputStream body = body("{}", () -> whileReading(bodies - 1, work));
		assertThat(this.page.answer(TestRequest.of("POST", "/v1/traces").body("application/json", body)).status())
			.isEqualTo(200);
	}

	// Something happens when its first byte is read
	private static InputStream body(String text, Runnable first) {
		return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {

			@Override
			public int read(byte[] target, int offset, int length) {
				if (this.pos == 0) {
					first.run();
				}
				return super.read(target, offset, length);
			}

		};
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/traces", "/v1/logs", "/v1/jobs" })
	void whoComesBeyondIsToComeAgain(String path) {
		PageResponse response = whileAllPlacesAreTaken(TestRequest.of("POST", path).json("{}"));
		assertThat(response.status()).isEqualTo(429);
		assertThat(response.headers()).containsEntry("Retry-After", "1")
			.containsEntry("Content-Type", "application/json")
			.containsKey("Content-Security-Policy");
		assertThat(new String(response.body(), StandardCharsets.UTF_8)).startsWith("{\"code\":8,\"message\":\"");
	}

	@Test
	void protobufIsAnsweredByProtobuf() throws InvalidProtocolBufferException {
		PageResponse response = whileAllPlacesAreTaken(
				TestRequest.of("POST", "/v1/traces").body("application/x-protobuf", new byte[0]));
		assertThat(response.status()).isEqualTo(429);
		assertThat(response.headers()).containsEntry("Retry-After", "1")
			.containsEntry("Content-Type", "application/x-protobuf");
		assertThat(UnknownFieldSet.parseFrom(response.body()).getField(1).getVarintList()).containsExactly(8L);
	}

	@Test
	void oneImportIsReadAtOnce() {
		AtomicReference<PageResponse> answer = new AtomicReference<>();
		InputStream body = body("{}",
				() -> answer.set(this.page.answer(TestRequest.of("POST", "/api/import").json("{}"))));
		this.page.answer(TestRequest.of("POST", "/api/import").body("application/json", body));
		PageResponse response = Objects.requireNonNull(answer.get());
		assertThat(response.status()).isEqualTo(429);
		assertThat(response.headers()).containsEntry("Retry-After", "1");
		assertThat(new String(response.body(), StandardCharsets.UTF_8)).startsWith("{\"error\":\"");
	}

	@Test
	void anImportWaitsForNoBatch() {
		assertThat(whileAllPlacesAreTaken(TestRequest.of("POST", "/api/import").json("{}")).status()).isNotEqualTo(429);
	}

	@Test
	void whatHasNoBodyIsAnsweredAllTheSame() {
		assertThat(whileAllPlacesAreTaken(TestRequest.get("/api/traces")).status()).isEqualTo(200);
		assertThat(whileAllPlacesAreTaken(TestRequest.get("/v1/traces")).status()).isEqualTo(405);
	}

	@Test
	void aPlaceIsFreeAgainWhateverCameOfTheBody() {
		assertThat(this.page.answer(TestRequest.of("POST", "/v1/traces").json("{")).status()).isEqualTo(400);
		InputStream broken = body("{}", () -> {
			throw new IllegalStateException("broken");
		});
		assertThat(this.page.answer(TestRequest.of("POST", "/v1/jobs").body("application/json", broken)).status())
			.isEqualTo(500);
		whileReading(4, () -> {
		});
	}

}
