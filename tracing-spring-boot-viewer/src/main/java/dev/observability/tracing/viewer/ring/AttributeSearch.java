// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

import java.util.List;

import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.Origin;
import dev.observability.tracing.viewer.trace.SpanRecord;
import org.jspecify.annotations.Nullable;

/**
 * Finds the traces with some attributes, each of any span or of its resource. Knows how
 * far it has looked in each trace: the page asks the same again whenever something
 * changed, and of hundreds of thousands of spans only the new ones can change the answer.
 * Guarded by the lock of the ring.
 */
final class AttributeSearch {

	/** Finds every trace. */
	static final AttributeSearch NONE = new AttributeSearch(List.of());

	private final List<TraceQuery.Attribute> wanted;

	AttributeSearch(List<TraceQuery.Attribute> wanted) {
		this.wanted = wanted;
	}

	boolean isFor(List<TraceQuery.Attribute> attributes) {
		return this.wanted.equals(attributes);
	}

	boolean isIn(KeptTrace trace) {
		if (this.wanted.isEmpty()) {
			return true;
		}
		Progress progress = trace.progress();
		if (progress == null || progress.search != this) {
			progress = new Progress(this, new boolean[this.wanted.size()]);
			trace.progress(progress);
		}
		List<SpanRecord> spans = trace.spans();
		@Nullable Origin last = null;
		for (; progress.missing > 0 && progress.looked < spans.size(); progress.looked++) {
			SpanRecord span = spans.get(progress.looked);
			progress.look(span.fields());
			// Nearly always that of the span before
			if (span.origin() != last) {
				last = span.origin();
				progress.look(last.resource());
			}
		}
		return progress.missing == 0;
	}

	private static boolean isIn(Fields fields, TraceQuery.Attribute wanted) {
		Object found = fields.get(wanted.key());
		return found != null && (wanted.value() == null || TraceMatch.contains(found.toString(), wanted.value()));
	}

	/** How far a trace has been looked through, and what was found. */
	static final class Progress {

		private final AttributeSearch search;

		private final boolean[] found;

		private int missing;

		private int looked;

		private Progress(AttributeSearch search, boolean[] found) {
			this.search = search;
			this.found = found;
			this.missing = found.length;
		}

		private void look(Fields fields) {
			for (int i = 0; i < this.found.length; i++) {
				if (!this.found[i] && isIn(fields, this.search.wanted.get(i))) {
					found(i);
				}
			}
		}

		private void found(int index) {
			this.found[index] = true;
			this.missing--;
		}

	}

}
