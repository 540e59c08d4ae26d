// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.List;
import java.util.function.Supplier;

import dev.observability.tracing.propagation.LocalTraceState;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what the SDK's limits leave of a span, and marks and counts what they, too, have
 * cut: step 10 of a request, together with redaction, which must know what was cut. On
 * the thread of an exporter or of a {@link SpanTap}; any number of them.
 */
final class SpanTrim {

	private final Supplier<SpanLimits> limits;

	private final ExportLimits ours;

	private final KnownNames names;

	private final KnownKeys keys;

	private final @Nullable SpanCuts cuts;

	/**
	 * Creates it.
	 * @param limits those that the SDK applies
	 * @param ours what is cut beyond them
	 * @param names those of spans
	 * @param keys those of attributes
	 * @param cuts where to count, {@code null} where another one counts the same spans
	 */
	SpanTrim(Supplier<SpanLimits> limits, ExportLimits ours, KnownNames names, KnownKeys keys,
			@Nullable SpanCuts cuts) {
		this.limits = limits;
		this.ours = ours;
		this.names = names;
		this.keys = keys;
		this.cuts = cuts;
	}

	/**
	 * Begins with a span.
	 * @return what cuts the attributes of that one
	 */
	AttributeTrim begin() {
		return new AttributeTrim(this.keys, this.limits.get().getMaxAttributeValueLength(), this.ours);
	}

	/**
	 * Ends with a span: marks and counts what was cut.
	 * @param original as it ended
	 * @param span what is left of it, masked
	 * @param trim what cut its attributes
	 * @return the same span where there is nothing to mark
	 */
	SpanData end(SpanData original, SpanData span, AttributeTrim trim) {
		String name = span.getName();
		boolean known = this.names.admit(span.getInstrumentationScopeInfo(), span.getKind(), name);
		if (this.cuts != null) {
			count(this.cuts, original, known, trim);
		}
		List<String> cut = trim.told();
		long leftOut = leftOut(span);
		if (cut == null && known && leftOut == 0) {
			return span;
		}
		AttributesBuilder marked = span.getAttributes().toBuilder();
		if (cut != null) {
			marked.put(ExportAttribute.CUT.texts(), cut);
		}
		if (!known) {
			marked.put(ExportAttribute.NAME.text(), name);
		}
		if (leftOut > 0) {
			marked.put(ExportAttribute.CUT_SPANS.number(), leftOut);
		}
		return new TrimmedSpanData(span, known ? name : KnownNames.OTHER, marked.build());
	}

	// Told by the first span of the trace in this process
	private static long leftOut(SpanData span) {
		SpanContext parent = span.getParentSpanContext();
		return ((!parent.isValid() || parent.isRemote())
				&& span.getSpanContext().getTraceState() instanceof LocalTraceState local) ? local.leftOut() : 0;
	}

	private void count(SpanCuts cuts, SpanData span, boolean known, AttributeTrim trim) {
		SpanLimits limits = this.limits.get();
		List<EventData> events = span.getEvents();
		List<LinkData> links = span.getLinks();
		trim.countIn(cuts);
		cuts.add(CutKind.ATTRIBUTES,
				dropped(span.getTotalAttributeCount(), span.getAttributes().size(), limits.getMaxNumberOfAttributes()));
		for (int i = 0; i < events.size(); i++) {
			cuts.add(CutKind.ATTRIBUTES, dropped(events.get(i).getTotalAttributeCount(),
					events.get(i).getAttributes().size(), limits.getMaxNumberOfAttributesPerEvent()));
		}
		for (int i = 0; i < links.size(); i++) {
			cuts.add(CutKind.ATTRIBUTES, dropped(links.get(i).getTotalAttributeCount(),
					links.get(i).getAttributes().size(), limits.getMaxNumberOfAttributesPerLink()));
		}
		cuts.add(CutKind.EVENTS, span.getTotalRecordedEvents() - events.size());
		cuts.add(CutKind.LINKS, span.getTotalRecordedLinks() - links.size());
		cuts.add(CutKind.NAMES, known ? 0 : 1);
	}

	// The SDK counts an attribute that replaced another as one more
	private static int dropped(int total, int kept, int most) {
		return (kept >= most) ? total - kept : 0;
	}

	@Override
	public String toString() {
		return "trim";
	}

}
