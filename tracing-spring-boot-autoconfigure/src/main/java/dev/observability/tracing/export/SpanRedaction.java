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

	private static final AttributeKey<String> EXCEPTION_TYPE = AttributeKey.stringKey("exception.type");

	private static final AttributeKey<String> EXCEPTION_MESSAGE = AttributeKey.stringKey("exception.message");

	private static final AttributeKey<String> EXCEPTION_STACKTRACE = AttributeKey.stringKey("exception.stacktrace");

	private static final AttributeKey<String> DB_SYSTEM_NAME = AttributeKey.stringKey("db.system.name");

	private static final AttributeKey<String> DB_SYSTEM = AttributeKey.stringKey("db.system");

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
		StatusData status = status(span.getStatus(), rules.messages());
		List<EventData> events = redact(span.getEvents(), (event) -> event(event, rules));
		List<LinkData> links = redact(span.getLinks(), (link) -> link(link, rules));
		if (name.equals(span.getName()) && attributes == span.getAttributes() && status == span.getStatus()
				&& events == span.getEvents() && links == span.getLinks()) {
			return span;
		}
		return new RedactedSpanData(span, name, attributes, status, events, links);
	}

	// A message of a driver may lack every word that tells; its exception or its span do
	// not
	private boolean isDatabase(SpanData span) {
		if (span.getStatus().getDescription().isEmpty() && span.getEvents().isEmpty()) {
			return false;
		}
		if (span.getAttributes().get(DB_SYSTEM_NAME) != null || span.getAttributes().get(DB_SYSTEM) != null
				|| this.redactor.isSql(span.getStatus().getDescription())) {
			return true;
		}
		for (EventData event : span.getEvents()) {
			if (isSql(event, EXCEPTION_TYPE) || isSql(event, EXCEPTION_MESSAGE) || isSql(event, EXCEPTION_STACKTRACE)) {
				return true;
			}
		}
		return false;
	}

	private boolean isSql(EventData event, AttributeKey<String> key) {
		String value = event.getAttributes().get(key);
		return value != null && this.redactor.isSql(value);
	}

	private static StatusData status(StatusData status, UnaryOperator<String> messages) {
		if (status.getDescription().isEmpty()) {
			return status;
		}
		String description = messages.apply(status.getDescription());
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
