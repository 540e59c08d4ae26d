// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import io.opentelemetry.sdk.common.internal.ExceptionAttributeResolver;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanLimitsBuilder;
import io.opentelemetry.sdk.trace.internal.SdkTracerProviderUtil;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Limits of spans that keep some of the events, 16 of 128, for exceptions: progress, say,
 * cannot crowd out the failure that comes last. Step 6 of a request, on the thread that
 * adds the event.
 * <p>
 * The SDK asks for the number of events each time it adds one, without saying which. But
 * it asks for the attributes of an exception just before, on the same thread, so what
 * answers that is what remembers. Where it cannot be put there the limits are as they
 * were.
 */
final class ErrorSlots extends SpanLimits implements ExceptionAttributeResolver {

	private static final Log logger = LogFactory.getLog(ErrorSlots.class);

	private final SpanLimits limits;

	private final int most;

	private final ExceptionAttributeResolver resolver = ExceptionAttributeResolver.getDefault();

	private final ThreadLocal<Boolean> exception = new ThreadLocal<>();

	@SuppressWarnings("deprecation") // The SDK means to close what this needs in 2.0
	private ErrorSlots(SpanLimits limits, int most) {
		this.limits = limits;
		this.most = most;
	}

	/**
	 * Sets limits with such places.
	 * @param builder makes the tracer provider
	 * @param limits those of Boot or of the application
	 * @param most how many places there are, but half of the events at most
	 */
	static void add(SdkTracerProviderBuilder builder, SpanLimits limits, int most) {
		try {
			ErrorSlots slots = new ErrorSlots(limits, most);
			SdkTracerProviderUtil.setExceptionAttributeResolver(builder, slots);
			builder.setSpanLimits(slots);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("No events of a span are kept for exceptions: " + ex);
		}
	}

	@Override
	public void setExceptionAttributes(AttributeSetter setter, Throwable throwable, int maxAttributeLength) {
		this.resolver.setExceptionAttributes(setter, throwable, maxAttributeLength);
		this.exception.set(Boolean.TRUE);
	}

	@Override
	public int getMaxNumberOfEvents() {
		int all = this.limits.getMaxNumberOfEvents();
		if (this.exception.get() != null) {
			this.exception.remove();
			return all;
		}
		return all - kept(all);
	}

	private int kept(int all) {
		return Math.min(this.most, all / 2);
	}

	@Override
	public int getMaxNumberOfAttributes() {
		return this.limits.getMaxNumberOfAttributes();
	}

	@Override
	public int getMaxNumberOfLinks() {
		return this.limits.getMaxNumberOfLinks();
	}

	@Override
	public int getMaxNumberOfAttributesPerEvent() {
		return this.limits.getMaxNumberOfAttributesPerEvent();
	}

	@Override
	public int getMaxNumberOfAttributesPerLink() {
		return this.limits.getMaxNumberOfAttributesPerLink();
	}

	@Override
	public int getMaxAttributeValueLength() {
		return this.limits.getMaxAttributeValueLength();
	}

	@Override
	public SpanLimitsBuilder toBuilder() {
		return this.limits.toBuilder();
	}

	@Override
	public String toString() {
		return this.limits + " with " + kept(this.limits.getMaxNumberOfEvents()) + " events for exceptions";
	}

}
