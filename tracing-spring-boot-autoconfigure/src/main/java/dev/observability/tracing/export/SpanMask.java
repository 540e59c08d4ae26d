// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.exporter.SpanFilter;
import io.micrometer.tracing.otel.bridge.CompositeSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SpanTap} may keep of a span: what an exporter would get. The filters and
 * predicates of the application come first, by Micrometer's own exporter, and then what
 * masks secrets. Step 10 of a request, on a thread of the tap, never on that of the
 * request.
 *
 * @since 0.1.0
 */
public final class SpanMask {

	private final SpanRedaction redaction;

	private final List<SpanExportingPredicate> predicates;

	private final List<SpanFilter> filters;

	/**
	 * Creates it.
	 * @param predicates which spans leave
	 * @param filters what to change of those
	 */
	public SpanMask(List<SpanExportingPredicate> predicates, List<SpanFilter> filters) {
		this(predicates, filters, new SpanRedaction());
	}

	SpanMask(List<SpanExportingPredicate> predicates, List<SpanFilter> filters, SpanRedaction redaction) {
		this.redaction = redaction;
		this.predicates = List.copyOf(predicates);
		this.filters = List.copyOf(filters);
	}

	/**
	 * Masks a span.
	 * @param span a span that has ended
	 * @return what may be kept, {@code null} where the application keeps the span back
	 * @throws RuntimeException whatever a filter of the application throws
	 */
	public @Nullable SpanData mask(ReadableSpan span) {
		SpanData data = span.toSpanData();
		if (this.predicates.isEmpty() && this.filters.isEmpty()) {
			return this.redaction.redactWithOrigin(data);
		}
		Kept kept = new Kept();
		new CompositeSpanExporter(List.of(kept), this.predicates, List.of(), this.filters).export(List.of(data));
		return kept.spans.isEmpty() ? null : this.redaction.redactWithOrigin(kept.spans.get(0));
	}

	@Override
	public String toString() {
		return this.redaction.toString();
	}

	/** Keeps what it is given. */
	private static final class Kept implements SpanExporter {

		private final List<SpanData> spans = new ArrayList<>(1);

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			this.spans.addAll(spans);
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
