// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.List;
import java.util.function.BiConsumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * What a span that waits is charged: about the bytes that it keeps from being collected.
 * Texts count one byte for each character, as the JDK stores those of Latin-1; keys count
 * nothing, because they are shared. What its exceptions keep is charged by
 * {@link WaitingExceptions}. Step 9 of a request, on the thread that ends the span.
 */
final class SpanCharge implements BiConsumer<AttributeKey<?>, Object> {

	/** A span of the SDK without attributes takes 255 bytes. */
	static final int PER_SPAN = 256;

	/** Entry, value object and the header of a text. */
	private static final int PER_ATTRIBUTE = 64;

	private static final int PER_EVENT = 128;

	private static final int PER_LINK = 128;

	private static final int PER_ELEMENT = 24;

	private long bytes = PER_SPAN;

	private SpanCharge() {
	}

	/**
	 * Charges a span.
	 * @param span that ended
	 * @return bytes, the same each time
	 */
	static long of(SpanData span) {
		SpanCharge charge = new SpanCharge();
		charge.bytes += span.getName().length() + span.getStatus().getDescription().length();
		span.getAttributes().forEach(charge);
		List<EventData> events = span.getEvents();
		for (int i = 0; i < events.size(); i++) {
			charge.bytes += PER_EVENT;
			events.get(i).getAttributes().forEach(charge);
		}
		List<LinkData> links = span.getLinks();
		for (int i = 0; i < links.size(); i++) {
			charge.bytes += PER_LINK;
			links.get(i).getAttributes().forEach(charge);
		}
		return charge.bytes;
	}

	@Override
	public void accept(AttributeKey<?> key, Object value) {
		this.bytes += PER_ATTRIBUTE + size(value);
	}

	private static long size(Object value) {
		if (value instanceof String text) {
			return text.length();
		}
		if (value instanceof List<?> list) {
			long size = 0;
			for (Object each : list) {
				size += PER_ELEMENT + size(each);
			}
			return size;
		}
		return (value instanceof Value<?> structure) ? structure.asString().length() : 0;
	}

}
