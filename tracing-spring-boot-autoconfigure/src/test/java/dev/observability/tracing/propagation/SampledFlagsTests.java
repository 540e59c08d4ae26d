// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class SampledFlagsTests {

	private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

	private final PropagationLosses losses = new PropagationLosses();

	private final SampledFlags flags = new SampledFlags(true, 1, () -> 0, this.losses);

	@Test
	void aFlagCountsWithinTheBudgetOnly() {
		assertThat(this.flags.isObeyed(undecided(TraceFlags.getSampled()))).isTrue();
		assertThat(this.flags.isObeyed(undecided(TraceFlags.getSampled()))).isFalse();
		assertThat(this.losses.count(PropagationLoss.SAMPLED_UNTRUSTED)).isEqualTo(1);
	}

	@Test
	void aFlagThatAsksForNothingNeverCountsAndCostsNothing() {
		assertThat(this.flags.isObeyed(undecided(TraceFlags.getDefault()))).isFalse();
		assertThat(this.losses.count(PropagationLoss.SAMPLED_UNTRUSTED)).isZero();
		assertThat(this.flags.isObeyed(undecided(TraceFlags.getSampled()))).isTrue();
	}

	@Test
	void whatIsBelowAndWhatElseArrivesIsObeyed() {
		Context undecided = undecided(TraceFlags.getDefault());
		SpanContext child = SpanContext.create(TRACE_ID, "b7ad6b7169203331", TraceFlags.getDefault(),
				TraceState.getDefault());
		assertThat(this.flags.isObeyed(undecided.with(Span.wrap(child)))).isTrue();
		// As a message that is received while a request is handled
		assertThat(this.flags.isObeyed(undecided.with(Span.wrap(caller(TraceFlags.getDefault()))))).isTrue();
		assertThat(this.flags.isObeyed(Context.root())).isTrue();
	}

	@Test
	void aFloodIsLoggedOnce(CapturedOutput output) {
		for (int i = 0; i < 1_000; i++) {
			this.flags.isObeyed(undecided(TraceFlags.getSampled()));
		}
		assertThat(output).containsOnlyOnce(PropagationProperties.SAMPLED_PER_SECOND).doesNotContain(TRACE_ID);
		assertThat(this.losses.count(PropagationLoss.SAMPLED_UNTRUSTED)).isEqualTo(999);
	}

	@Test
	void onlyANewTraceHasALink() {
		SpanContext caller = caller(TraceFlags.getSampled());
		Context restarted = UntrustedCaller.restart(Context.root(), caller);
		assertThat(UntrustedCaller.link(restarted)).isEqualTo(caller);
		assertThat(UntrustedCaller.link(restarted.with(Span.wrap(caller)))).isNull();
		assertThat(UntrustedCaller.link(undecided(TraceFlags.getSampled()))).isNull();
		assertThat(UntrustedCaller.link(Context.root())).isNull();
	}

	private static Context undecided(TraceFlags flags) {
		SpanContext caller = caller(flags);
		return UntrustedCaller.undecided(Context.root().with(Span.wrap(caller)), caller);
	}

	private static SpanContext caller(TraceFlags flags) {
		return SpanContext.createFromRemoteParent(TRACE_ID, "00f067aa0ba902b7", flags, TraceState.getDefault());
	}

}
