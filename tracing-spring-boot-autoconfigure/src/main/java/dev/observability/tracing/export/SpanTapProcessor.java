// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.List;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Hands spans to a {@link SpanTap}. Step 9 of a request, on the thread that ends the
 * span; never throws. A tap that fails is said to once.
 */
final class SpanTapProcessor implements SpanProcessor {

	private static final Log logger = LogFactory.getLog(SpanTapProcessor.class);

	private final SpanTap tap;

	private volatile boolean failed;

	private SpanTapProcessor(SpanTap tap) {
		this.tap = tap;
	}

	static List<SpanProcessor> of(List<SpanTap> taps) {
		return taps.stream().<SpanProcessor>map(SpanTapProcessor::new).toList();
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
	}

	@Override
	public boolean isStartRequired() {
		return false;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		try {
			this.tap.ended(span);
		}
		catch (RuntimeException | LinkageError ex) {
			if (!this.failed) {
				this.failed = true;
				logger.warn("A span is missing from " + this.tap.getClass().getName() + ". Not logged again", ex);
			}
		}
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	@Override
	public String toString() {
		return "tap " + this.tap;
	}

}
