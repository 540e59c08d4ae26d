// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.prepared;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.internal.AttributeUtil;
import io.opentelemetry.sdk.common.internal.AttributesMap;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.ExceptionEventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import org.jspecify.annotations.Nullable;

/**
 * The events and links of a span, within its limits. Only few spans with prepared
 * attributes have any. Step 6 of a request; guarded by the span.
 */
final class EventsAndLinks {

	private final List<EventData> events = new ArrayList<>();

	private final List<LinkData> links = new ArrayList<>();

	private int totalEvents;

	private int totalLinks;

	void add(EventData event, SpanLimits limits) {
		if (this.events.size() < limits.getMaxNumberOfEvents()) {
			this.events.add(event);
		}
		this.totalEvents++;
	}

	void add(LinkData link, SpanLimits limits) {
		if (this.links.size() < limits.getMaxNumberOfLinks()) {
			this.links.add(link);
		}
		this.totalLinks++;
	}

	List<EventData> events() {
		return List.copyOf(this.events);
	}

	List<LinkData> links() {
		return List.copyOf(this.links);
	}

	int totalEvents() {
		return this.totalEvents;
	}

	int totalLinks() {
		return this.totalLinks;
	}

	static EventData event(String name, @Nullable Attributes attributes, long epochNanos, SpanLimits limits) {
		Attributes given = (attributes != null) ? attributes : Attributes.empty();
		Attributes kept = AttributeUtil.applyAttributesLimit(given, limits.getMaxNumberOfAttributesPerEvent(),
				limits.getMaxAttributeValueLength());
		return EventData.create(epochNanos, name, kept, given.size());
	}

	static EventData event(Throwable exception, @Nullable Attributes attributes, TracerState state, SpanLimits limits) {
		int maxLength = limits.getMaxAttributeValueLength();
		AttributesMap all = AttributesMap.create(limits.getMaxNumberOfAttributes(), maxLength);
		state.exceptions().setExceptionAttributes(all::putIfCapacity, exception, maxLength);
		if (attributes != null) {
			attributes.forEach(all::put);
		}
		return ExceptionEventData.create(state.clock().now(), exception, all, all.getTotalAddedValues());
	}

	static LinkData link(SpanContext linked, @Nullable Attributes attributes, SpanLimits limits) {
		Attributes given = (attributes != null) ? attributes : Attributes.empty();
		Attributes kept = AttributeUtil.applyAttributesLimit(given, limits.getMaxNumberOfAttributesPerLink(),
				limits.getMaxAttributeValueLength());
		return LinkData.create(linked, kept, given.size());
	}

}
