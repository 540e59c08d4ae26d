// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;

/**
 * Makes what trims the spans of each exit; they know the same names and keys. Start of
 * the application, main thread.
 */
final class SpanTrimFactory {

	private final ExportLimits limits;

	private final SpanCuts cuts;

	private final KnownNames names;

	private final KnownKeys keys;

	private final AtomicBoolean counted = new AtomicBoolean();

	/** Nobody cuts before there is a provider. */
	private volatile Supplier<SpanLimits> applied = SpanLimits::getDefault;

	SpanTrimFactory(ExportLimits limits, SpanCuts cuts) {
		this.limits = limits;
		this.cuts = cuts;
		this.names = new KnownNames(limits.spanNames());
		this.keys = new KnownKeys(limits.attributeKeys(), limits.nameLength());
	}

	/**
	 * Says which limits the SDK applies: a customizer may have replaced those of the
	 * bean.
	 * @param provider makes the spans
	 */
	void use(SdkTracerProvider provider) {
		this.applied = provider::getSpanLimits;
	}

	/**
	 * Makes one for an exporter. That of the first counts; through the others leave the
	 * same spans once more.
	 * @return a new one
	 */
	SpanTrim create() {
		return create(this.counted.compareAndSet(false, true));
	}

	/**
	 * Makes one for what is no exporter.
	 * @return a new one that does not count
	 */
	SpanTrim createSilent() {
		return create(false);
	}

	private SpanTrim create(boolean counts) {
		return new SpanTrim(() -> this.applied.get(), this.limits, this.names, this.keys, counts ? this.cuts : null);
	}

}
