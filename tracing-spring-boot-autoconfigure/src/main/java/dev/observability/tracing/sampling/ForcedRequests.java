// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

import dev.observability.tracing.propagation.SecondBudget;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Decides which requests are recorded because their header says so, and counts what
 * became of each header. Step 2 of a request, on the request thread; does not block.
 */
final class ForcedRequests {

	private static final Log logger = LogFactory.getLog(ForcedRequests.class);

	private static final ContextKey<Boolean> KEY = ContextKey.named("tracing-forced");

	private final String header;

	private final ForcedSignature signature;

	private final SecondBudget budget;

	private final AtomicLongArray counts = new AtomicLongArray(ForcedOutcome.values().length);

	ForcedRequests(ForcedProperties properties, InstantSource clock, LongSupplier nanoTime) {
		this.header = properties.header();
		this.signature = new ForcedSignature(properties, clock);
		this.budget = new SecondBudget(properties.perSecond(), nanoTime);
	}

	String header() {
		return this.header;
	}

	/**
	 * Decides about a request.
	 * @param context what is known of it
	 * @param value the header's value
	 * @param single whether it is the only one
	 * @param path path of the request
	 * @return a context that says that it is recorded, or the same one
	 */
	Context decide(Context context, String value, boolean single, String path) {
		ForcedOutcome outcome = single ? this.signature.check(value, path) : ForcedOutcome.MALFORMED;
		if (outcome == ForcedOutcome.ACCEPTED && !this.budget.take()) {
			outcome = ForcedOutcome.BUDGET;
		}
		add(outcome);
		return (outcome == ForcedOutcome.ACCEPTED) ? context.with(KEY, Boolean.TRUE) : context;
	}

	/** Notes a request whose header could not be read. */
	void failed() {
		add(ForcedOutcome.MALFORMED);
	}

	private void add(ForcedOutcome outcome) {
		if (this.counts.getAndIncrement(outcome.ordinal()) == 0 && outcome != ForcedOutcome.ACCEPTED) {
			log(outcome);
		}
	}

	// Never the value: it may be valid elsewhere
	private void log(ForcedOutcome outcome) {
		logger.warn(("A request asks to be recorded by its header '%s' and is treated like all others: %s. Not logged "
				+ "again; 'tracing.sampling.forced' counts them")
			.formatted(this.header, outcome.text()));
	}

	/**
	 * Whether what happens belongs to a request that is recorded because its header says
	 * so.
	 * @param context any context
	 * @return whether it does
	 */
	static boolean isForced(Context context) {
		return context.get(KEY) != null;
	}

	long count(ForcedOutcome outcome) {
		return this.counts.get(outcome.ordinal());
	}

}
