// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ForcedRequestsTests {

	/** Signed by {@code openssl dgst}: see the page. */
	private static final String HEADER = "1800000000.13045945fea74cd7455db5d4217c98ed7b5506df7d25413dbf6a348d1f609006";

	private final ForcedRequests requests = new ForcedRequests(
			new ForcedProperties("0123456789abcdef", "X-Trace-Force", Duration.ofHours(1), 2),
			() -> Instant.ofEpochSecond(1_799_999_940), () -> 0);

	private final ForcedPropagator propagator = new ForcedPropagator(this.requests);

	@Test
	void forcesSoManyInASecondAndCountsTheRest() {
		assertThat(isForced("/orders", HEADER)).isTrue();
		assertThat(isForced("/orders", HEADER)).isTrue();
		assertThat(isForced("/orders", HEADER)).isFalse();
		assertThat(this.requests.count(ForcedOutcome.ACCEPTED)).isEqualTo(2);
		assertThat(this.requests.count(ForcedOutcome.BUDGET)).isEqualTo(1);
	}

	@Test
	void whoIsRefusedTakesNothingFromTheBudget() {
		for (int i = 0; i < 10; i++) {
			assertThat(isForced("/other", HEADER)).isFalse();
		}
		assertThat(this.requests.count(ForcedOutcome.SIGNATURE)).isEqualTo(10);
		assertThat(isForced("/orders", HEADER)).isTrue();
	}

	@Test
	void severalHeadersForceNothing() {
		assertThat(isForced("/orders", HEADER, HEADER)).isFalse();
		assertThat(this.requests.count(ForcedOutcome.MALFORMED)).isEqualTo(1);
	}

	@Test
	void aRequestWithoutTheHeaderIsNotCounted() {
		assertThat(isForced("/orders")).isFalse();
		for (ForcedOutcome outcome : ForcedOutcome.values()) {
			assertThat(this.requests.count(outcome)).isZero();
		}
	}

	@Test
	void aMessageIsNotForced() {
		Context context = this.propagator.extract(Context.root(), HEADER, new TextMapGetter<String>() {

			@Override
			public Iterable<String> keys(String carrier) {
				return List.of();
			}

			@Override
			public @Nullable String get(@Nullable String carrier, String key) {
				return carrier;
			}

		});
		assertThat(ForcedRequests.isForced(context)).isFalse();
	}

	@Test
	void aRequestThatCannotBeReadIsCountedAndGoesOn() {
		MockHttpServletRequest request = new MockHttpServletRequest() {

			@Override
			public String getRequestURI() {
				throw new IllegalStateException("recycled");
			}

		};
		request.addHeader("X-Trace-Force", HEADER);
		Context context = this.propagator.extract(Context.root(), request, new ServletGetter());
		assertThat(ForcedRequests.isForced(context)).isFalse();
		assertThat(this.requests.count(ForcedOutcome.MALFORMED)).isEqualTo(1);
	}

	@Test
	void eachRefusalIsLoggedOnceWithoutItsValue(CapturedOutput output) {
		for (int i = 0; i < 100; i++) {
			isForced("/other", HEADER);
			isForced("/orders", "hostile\r\nvalue");
		}
		assertThat(output).containsOnlyOnce(ForcedOutcome.SIGNATURE.text())
			.containsOnlyOnce(ForcedOutcome.MALFORMED.text())
			.doesNotContain("1800000000")
			.doesNotContain("hostile");
	}

	private boolean isForced(String path, String... values) {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
		for (String value : values) {
			request.addHeader("X-Trace-Force", value);
		}
		return ForcedRequests.isForced(this.propagator.extract(Context.root(), request, new ServletGetter()));
	}

}
