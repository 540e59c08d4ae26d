// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.List;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Names of what the export adds to spans, all ours. Step 10 of a request.
 */
enum ExportAttribute {

	/** Attributes of which a part was cut, by their keys. */
	CUT(AttributeKey.stringArrayKey("export.cut")),

	/** Name of the span, where there were too many distinct ones. */
	NAME(AttributeKey.stringKey("export.name")),

	/** Spans of the trace in this process that were too many, on the first of them. */
	CUT_SPANS(AttributeKey.longKey("export.cut_spans"));

	private final AttributeKey<?> key;

	ExportAttribute(AttributeKey<?> key) {
		this.key = key;
	}

	@SuppressWarnings("unchecked")
	AttributeKey<List<String>> texts() {
		return (AttributeKey<List<String>>) this.key;
	}

	@SuppressWarnings("unchecked")
	AttributeKey<String> text() {
		return (AttributeKey<String>) this.key;
	}

	@SuppressWarnings("unchecked")
	AttributeKey<Long> number() {
		return (AttributeKey<Long>) this.key;
	}

}
