// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * Splits a batch for an exporter that encodes itself, by what its spans will take at
 * most. Step 10 of a request, exporter thread.
 */
final class ExportParts {

	/** A character takes three bytes at most, so that 4 MiB are never reached. */
	static final long MAX_CHARACTERS = 1_300_000;

	/** Ids, times, kind, counts, and what stands before each of them. */
	private static final int PER_SPAN = 150;

	private static final int PER_ATTRIBUTE = 12;

	private static final int PER_NUMBER = 10;

	private ExportParts() {
	}

	/**
	 * Splits spans, in their order.
	 * @param spans any number
	 * @return parts with at least one span each; the same collection where it needs no
	 * split
	 */
	static List<Collection<SpanData>> of(Collection<SpanData> spans) {
		List<Collection<SpanData>> parts = new ArrayList<>();
		List<SpanData> all = List.copyOf(spans);
		int start = 0;
		long size = 0;
		@Nullable Resource resource = null;
		for (int i = 0; i < all.size(); i++) {
			SpanData span = all.get(i);
			long more = size(span);
			if (span.getResource() != resource) {
				resource = span.getResource();
				more += size(resource);
			}
			if (size + more > MAX_CHARACTERS && i > start) {
				parts.add(all.subList(start, i));
				start = i;
				size = 0;
			}
			size += more;
		}
		parts.add((start > 0) ? all.subList(start, all.size()) : spans);
		return parts;
	}

	private static long size(SpanData span) {
		Counter counter = new Counter();
		counter.size = PER_SPAN + span.getName().length() + span.getStatus().getDescription().length();
		span.getSpanContext().getTraceState().forEach(counter::add);
		span.getAttributes().forEach(counter);
		for (EventData event : span.getEvents()) {
			counter.size += PER_SPAN + event.getName().length();
			event.getAttributes().forEach(counter);
		}
		for (LinkData link : span.getLinks()) {
			counter.size += PER_SPAN;
			link.getSpanContext().getTraceState().forEach(counter::add);
			link.getAttributes().forEach(counter);
		}
		return counter.size;
	}

	private static long size(Resource resource) {
		Counter counter = new Counter();
		counter.size = PER_SPAN;
		resource.getAttributes().forEach(counter);
		return counter.size;
	}

	/** Counts the characters of attributes. */
	private static final class Counter implements BiConsumer<AttributeKey<?>, Object> {

		private long size;

		void add(String key, String value) {
			this.size += PER_ATTRIBUTE + key.length() + value.length();
		}

		@Override
		public void accept(AttributeKey<?> key, Object value) {
			this.size += PER_ATTRIBUTE + key.getKey().length() + size(value);
		}

		private static long size(Object value) {
			if (value instanceof String text) {
				return text.length();
			}
			if (value instanceof List<?> list) {
				long size = 0;
				for (Object each : list) {
					size += PER_NUMBER + size(each);
				}
				return size;
			}
			return (value instanceof Value<?> structure) ? structure.asString().length() : PER_NUMBER;
		}

	}

}
