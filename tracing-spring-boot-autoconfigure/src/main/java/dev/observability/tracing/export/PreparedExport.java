// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import dev.observability.tracing.prepared.PreparedAttributes;
import dev.observability.tracing.redaction.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * Prepared attributes as they leave: looked at for secrets and encoded once for all spans
 * that begin with them. Step 10 of a request, exporter thread; kept with the attributes,
 * and unchanged once made.
 *
 * @param redactor the engine that looked
 * @param clean whether nothing had to be masked; otherwise each span is masked itself
 * @param encoded the fields {@code attributes} of a {@code Span} of OTLP, or {@code null}
 * where they are not clean or too much to keep
 */
record PreparedExport(Redactor redactor, boolean clean, byte @Nullable [] encoded) {

	/** Number of the field {@code attributes} of a span. */
	static final int FIELD = 9;

	/** A thousand texts are kept of a database. */
	private static final int MAX_KEPT_BYTES = 4096;

	static PreparedExport of(PreparedAttributes attributes, Redactor redactor) {
		PreparedExport known = attributes.form(PreparedExport.class, (all) -> make(all, redactor));
		// Two applications in one process may share a method, but not what they hide
		return (known.redactor == redactor) ? known : make(attributes, redactor);
	}

	private static PreparedExport make(PreparedAttributes attributes, Redactor redactor) {
		boolean clean = new AttributeRedaction(redactor, false).redact(attributes) == attributes
				&& new AttributeRedaction(redactor, true).redact(attributes) == attributes;
		ProtobufWriter out = new ProtobufWriter();
		new AttributeEncoder(out).encode(FIELD, attributes);
		boolean kept = clean && out.size() <= MAX_KEPT_BYTES;
		return new PreparedExport(redactor, clean, kept ? out.toByteArray() : null);
	}

}
