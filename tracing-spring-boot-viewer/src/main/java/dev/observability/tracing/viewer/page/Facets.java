// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.Origin;
import dev.observability.tracing.viewer.trace.SpanRecord;
import org.jspecify.annotations.Nullable;

/**
 * Collects by what the spans that are kept can be found: names of services, of spans and
 * of attributes. For one request, under the lock of the ring.
 */
final class Facets implements Consumer<SpanRecord> {

	private final Words services = new Words();

	private final Words names = new Words();

	private final Words attributes = new Words();

	private @Nullable Origin last;

	@Override
	public void accept(SpanRecord span) {
		// Nearly always that of the span before
		if (span.origin() != this.last) {
			this.last = span.origin();
			this.services.add(span.origin().service());
		}
		this.names.add(span.name());
		Fields fields = span.fields();
		for (int i = 0; i < fields.size(); i++) {
			this.attributes.add(fields.key(i));
		}
	}

	PageResponse answer() {
		return PageResponse.json(PageResponse.OK, Json.object((json) -> {
			Json.texts(json, "services", this.services.sorted());
			Json.texts(json, "names", this.names.sorted());
			Json.texts(json, "attributes", this.attributes.sorted());
		}));
	}

	/**
	 * Different words out of millions, nearly all of which are the very same objects
	 * again, because the ring shares equal texts.
	 */
	private static final class Words {

		private static final int MAX = 500;

		/** A power of two. */
		private static final int PLACES = 256;

		private final Set<String> all = new HashSet<>();

		private final @Nullable String[] seen = new String[PLACES];

		void add(String word) {
			int hash = word.hashCode();
			int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
			if (this.seen[place] != word) {
				this.seen[place] = word;
				if (this.all.size() < MAX) {
					this.all.add(word);
				}
			}
		}

		Set<String> sorted() {
			return new TreeSet<>(this.all);
		}

	}

}
