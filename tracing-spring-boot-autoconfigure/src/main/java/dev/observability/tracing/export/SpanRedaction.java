// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.observability.tracing.redaction.Redactor;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * Masks all of a span that may hold a secret: name, attributes, status, events, links.
 * Step 10 of a request, on the thread of an exporter or of a {@link SpanTap}; never on
 * that of the request. A span with nothing to mask passes as it is, and so does a batch
 * of such spans.
 */
final class SpanRedaction {

	private final Redactor redactor = Redactor.standard();

	Collection<SpanData> redact(Collection<SpanData> spans) {
		List<SpanData> copy = null;
		int index = 0;
		for (SpanData span : spans) {
			SpanData redacted = redact(span);
			if (copy == null && redacted != span) {
				copy = new ArrayList<>(spans.size());
				spans.stream().limit(index).forEach(copy::add);
			}
			if (copy != null) {
				copy.add(redacted);
			}
			index++;
		}
		return (copy != null) ? copy : spans;
	}

	SpanData redact(SpanData span) {
		boolean database = isDatabase(span);
		AttributeRedaction rules = database ? AttributeRedaction.SQL : AttributeRedaction.PLAIN;
		String name = this.redactor.urls(span.getName());
		Attributes attributes = rules.redact(span.getAttributes());
		StatusData status = status(span.getStatus(), database);
		List<EventData> events = redact(span.getEvents(), (event) -> event(event, rules));
		List<LinkData> links = redact(span.getLinks(), (link) -> link(link, rules));
		if (name.equals(span.getName()) && attributes == span.getAttributes() && status == span.getStatus()
				&& events == span.getEvents() && links == span.getLinks()) {
			return span;
		}
		return new RedactedSpanData(span, name, attributes, status, events, links);
	}

	private boolean isDatabase(SpanData span) {
		String description = span.getStatus().getDescription();
		if (description.isEmpty() && span.getEvents().isEmpty()) {
			return false;
		}
		if (isDatabase(span.getAttributes()) || this.redactor.isSql(description)) {
			return true;
		}
		for (EventData event : span.getEvents()) {
			if (isDatabase(event.getAttributes())) {
				return true;
			}
		}
		return false;
	}

	private boolean isDatabase(Attributes attributes) {
		return this.redactor.isDatabase((key) -> attributes.get(AttributeKey.stringKey(key)));
	}

	private StatusData status(StatusData status, boolean database) {
		if (status.getDescription().isEmpty()) {
			return status;
		}
		String description = this.redactor.message(status.getDescription(), database);
		return description.equals(status.getDescription()) ? status
				: StatusData.create(status.getStatusCode(), description);
	}

	private EventData event(EventData event, AttributeRedaction rules) {
		Attributes attributes = rules.redact(event.getAttributes());
		String name = this.redactor.urls(event.getName());
		return (attributes == event.getAttributes() && name.equals(event.getName())) ? event
				: EventData.create(event.getEpochNanos(), name, attributes, event.getTotalAttributeCount());
	}

	private static LinkData link(LinkData link, AttributeRedaction rules) {
		Attributes attributes = rules.redact(link.getAttributes());
		return (attributes == link.getAttributes()) ? link
				: LinkData.create(link.getSpanContext(), attributes, link.getTotalAttributeCount());
	}

	private static <T> List<T> redact(List<T> parts, UnaryOperator<T> rule) {
		List<T> copy = null;
		for (int i = 0; i < parts.size(); i++) {
			T part = parts.get(i);
			T redacted = rule.apply(part);
			if (copy == null && redacted != part) {
				copy = new ArrayList<>(parts);
			}
			if (copy != null) {
				copy.set(i, redacted);
			}
		}
		return (copy != null) ? copy : parts;
	}

	@Override
	public String toString() {
		return this.redactor.toString();
	}

}
