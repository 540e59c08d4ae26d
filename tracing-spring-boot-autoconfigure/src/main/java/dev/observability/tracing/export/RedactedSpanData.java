// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * A span with its secrets masked; the counts stay those of the original, so that what the
 * limits dropped is still told. Exporter thread.
 */
final class RedactedSpanData extends DelegatingSpanData {

	private final String name;

	private final Attributes attributes;

	private final StatusData status;

	private final List<EventData> events;

	private final List<LinkData> links;

	RedactedSpanData(SpanData original, String name, Attributes attributes, StatusData status, List<EventData> events,
			List<LinkData> links) {
		super(original);
		this.name = name;
		this.attributes = attributes;
		this.status = status;
		this.events = events;
		this.links = links;
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
	public StatusData getStatus() {
		return this.status;
	}

	@Override
	public List<EventData> getEvents() {
		return this.events;
	}

	@Override
	public List<LinkData> getLinks() {
		return this.links;
	}

}
