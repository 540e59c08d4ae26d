// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.prepared;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.internal.InstrumentationScopeUtil;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;

/**
 * A {@link PreparedSpan} as it was at one moment. Steps 9 and 10 of a request; any
 * thread.
 */
final class PreparedSpanData implements SpanData {

	/** For what never changes. */
	private final PreparedSpan span;

	private final SpanOrigin origin;

	private final long startEpochNanos;

	private final String name;

	private final Attributes attributes;

	private final int totalAttributes;

	private final StatusData status;

	private final List<EventData> events;

	private final int totalEvents;

	private final List<LinkData> links;

	private final int totalLinks;

	private final long endEpochNanos;

	private final boolean ended;

	PreparedSpanData(PreparedSpan span, SpanOrigin origin, long startEpochNanos, String name, Attributes attributes,
			int totalAttributes, StatusData status, @Nullable EventsAndLinks more, long endEpochNanos, boolean ended) {
		this.span = span;
		this.origin = origin;
		this.startEpochNanos = startEpochNanos;
		this.name = name;
		this.attributes = attributes;
		this.totalAttributes = totalAttributes;
		this.status = status;
		this.events = (more != null) ? more.events() : List.of();
		this.totalEvents = (more != null) ? more.totalEvents() : 0;
		this.links = (more != null) ? more.links() : List.of();
		this.totalLinks = (more != null) ? more.totalLinks() : 0;
		this.endEpochNanos = endEpochNanos;
		this.ended = ended;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public SpanKind getKind() {
		return this.span.getKind();
	}

	@Override
	public SpanContext getSpanContext() {
		return this.span.getSpanContext();
	}

	@Override
	public SpanContext getParentSpanContext() {
		return this.span.getParentSpanContext();
	}

	@Override
	public StatusData getStatus() {
		return this.status;
	}

	@Override
	public long getStartEpochNanos() {
		return this.startEpochNanos;
	}

	@Override
	public Attributes getAttributes() {
		return this.attributes;
	}

	@Override
	public List<EventData> getEvents() {
		return this.events;
	}

	@Override
	public List<LinkData> getLinks() {
		return this.links;
	}

	@Override
	public long getEndEpochNanos() {
		return this.endEpochNanos;
	}

	@Override
	public boolean hasEnded() {
		return this.ended;
	}

	@Override
	public int getTotalRecordedEvents() {
		return this.totalEvents;
	}

	@Override
	public int getTotalRecordedLinks() {
		return this.totalLinks;
	}

	@Override
	public int getTotalAttributeCount() {
		return this.totalAttributes;
	}

	@Override
	@Deprecated
	@SuppressWarnings("deprecation")
	public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
		return InstrumentationScopeUtil.toInstrumentationLibraryInfo(this.origin.scope());
	}

	@Override
	public InstrumentationScopeInfo getInstrumentationScopeInfo() {
		return this.origin.scope();
	}

	@Override
	public Resource getResource() {
		return this.origin.state().resource();
	}

	@Override
	public String toString() {
		return "PreparedSpanData{" + getSpanContext() + ", name=" + this.name + ", attributes=" + this.attributes
				+ ", status=" + this.status + ", ended=" + this.ended + '}';
	}

}
