// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Decides whether the sampled flag of a caller counts, and counts where it does not. Step
 * 3 of a request, on the request thread; does not block.
 *
 * @since 0.1.0
 */
public final class SampledFlags {

	private static final Log logger = LogFactory.getLog(SampledFlags.class);

	private final boolean needed;

	private final int perSecond;

	private final SecondBudget budget;

	private final PropagationLosses losses;

	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * Creates the decision.
	 * @param needed whether a policy asks for it at all
	 * @param perSecond how many flags are obeyed
	 * @param nanoTime a clock such as {@link System#nanoTime()}
	 * @param losses where refusals are counted
	 */
	SampledFlags(boolean needed, int perSecond, LongSupplier nanoTime, PropagationLosses losses) {
		this.needed = needed;
		this.perSecond = perSecond;
		this.budget = new SecondBudget(perSecond, nanoTime);
		this.losses = losses;
	}

	/**
	 * Whether there are callers whose flag may not count.
	 * @return whether a sampler has to ask
	 */
	public boolean isNeeded() {
		return this.needed;
	}

	/**
	 * Whether what the parent's flag says is to be done. Asked once for each first span.
	 * @param parentContext context with the parent of the span
	 * @return {@code false} where the parent is that of a caller who is not trusted and
	 * who does not ask to be recorded, or asks too often
	 */
	public boolean isObeyed(Context parentContext) {
		if (!UntrustedCaller.isParent(parentContext)) {
			return true;
		}
		if (!Span.fromContext(parentContext).getSpanContext().isSampled()) {
			return false;
		}
		return this.budget.take() || refuse();
	}

	private boolean refuse() {
		this.losses.add(PropagationLoss.SAMPLED_UNTRUSTED);
		if (this.warned.compareAndSet(false, true)) {
			logger.warn(("Callers that are not trusted ask for more than %d recorded requests per second, this "
					+ "application's own sampler decides about the others. Not logged again; '%s' is the number")
				.formatted(this.perSecond, PropagationProperties.SAMPLED_PER_SECOND));
		}
		return false;
	}

}
