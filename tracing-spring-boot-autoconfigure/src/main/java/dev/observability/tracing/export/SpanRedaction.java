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
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;

/**
 * Masks all of a span that may hold a secret: name, attributes, status, events, links,
 * and trims it in the same look. Step 10 of a request, on the thread of an exporter or of
 * a {@link SpanTap}; never on that of the request. A span with nothing to mask passes as
 * it is, and so does a batch of such spans.
 */
final class SpanRedaction {

	private final Redactor redactor;

	private final AttributeRedaction plain;

	private final AttributeRedaction sql;

	private final OriginRedaction origins;

	private final @Nullable SpanTrim trim;

	/** Creates one that does not trim. */
	SpanRedaction() {
		this(null);
	}

	/**
	 * Creates one with the rules that always hold.
	 * @param trim what trims before, if anything
	 */
	SpanRedaction(@Nullable SpanTrim trim) {
		this(Redactor.standard(), trim);
	}

	/**
	 * Creates one.
	 * @param redactor the engine
	 * @param trim what trims before, if anything
	 */
	SpanRedaction(Redactor redactor, @Nullable SpanTrim trim) {
		this.redactor = redactor;
		this.plain = new AttributeRedaction(redactor, false);
		this.sql = new AttributeRedaction(redactor, true);
		this.origins = new OriginRedaction(redactor);
		this.trim = trim;
	}

	Redactor redactor() {
		return this.redactor;
	}

	Resource resource(Resource resource) {
		return this.origins.resource(resource);
	}

	InstrumentationScopeInfo scope(InstrumentationScopeInfo scope) {
		return this.origins.scope(scope);
	}

	Collection<SpanData> redact(Collection<SpanData> spans) {
		List<SpanData> copy = null;
		int index = 0;
		for (SpanData span : spans) {
			SpanData redacted = redactWithOrigin(span);
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

	/**
	 * Masks a span with its resource and its scope.
	 * @param span as it ended
	 * @return the same instance where there is nothing to mask
	 */
	SpanData redactWithOrigin(SpanData span) {
		return this.origins.redact(redact(span));
	}

	SpanData redact(SpanData span) {
		if (this.trim == null) {
			return redact(span, null);
		}
		AttributeTrim trim = this.trim.begin();
		return this.trim.end(span, redact(span, trim), trim);
	}

	private SpanData redact(SpanData span, @Nullable AttributeTrim trim) {
		boolean database = isDatabase(span);
		AttributeRedaction rules = database ? this.sql : this.plain;
		String name = name(span.getName(), trim);
		Attributes attributes = rules.redact(span.getAttributes(), trim);
		StatusData status = status(span.getStatus(), database, trim);
		List<EventData> events = redact(span.getEvents(), (event) -> event(event, rules, trim));
		List<LinkData> links = redact(span.getLinks(), (link) -> link(link, rules, trim));
		if (name.equals(span.getName()) && attributes == span.getAttributes() && status == span.getStatus()
				&& events == span.getEvents() && links == span.getLinks()) {
			return span;
		}
		return new RedactedSpanData(span, name, attributes, status, events, links);
	}

	private String name(String name, @Nullable AttributeTrim trim) {
		return this.redactor.name((trim != null) ? trim.name(name) : name);
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

	private StatusData status(StatusData status, boolean database, @Nullable AttributeTrim trim) {
		String description = status.getDescription();
		if (description.isEmpty()) {
			return status;
		}
		String redacted = this.redactor.message((trim != null) ? trim.description(description) : description, database);
		return redacted.equals(description) ? status : StatusData.create(status.getStatusCode(), redacted);
	}

	private EventData event(EventData event, AttributeRedaction rules, @Nullable AttributeTrim trim) {
		Attributes attributes = rules.redact(event.getAttributes(), (trim != null) ? trim.of(event) : null);
		String name = name(event.getName(), trim);
		return (attributes == event.getAttributes() && name.equals(event.getName())) ? event
				: EventData.create(event.getEpochNanos(), name, attributes, event.getTotalAttributeCount());
	}

	private static LinkData link(LinkData link, AttributeRedaction rules, @Nullable AttributeTrim trim) {
		Attributes attributes = rules.redact(link.getAttributes(), (trim != null) ? trim.of(null) : null);
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
		return (this.trim != null) ? ExportStage.TRIM.before(ExportStage.REDACT) : ExportStage.REDACT.toString();
	}

}
