// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * A span with the marks of what was cut. Step 10 of a request, exporter thread.
 */
final class TrimmedSpanData extends DelegatingSpanData {

	private final String name;

	private final Attributes attributes;

	private final int totalAttributes;

	TrimmedSpanData(SpanData span, String name, Attributes attributes) {
		super(span);
		this.name = name;
		this.attributes = attributes;
		// So that what was dropped is still told
		this.totalAttributes = span.getTotalAttributeCount() + attributes.size() - span.getAttributes().size();
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Attributes getAttributes() {
		return this.attributes;
	}

	@Override
	public int getTotalAttributeCount() {
		return this.totalAttributes;
	}

}
