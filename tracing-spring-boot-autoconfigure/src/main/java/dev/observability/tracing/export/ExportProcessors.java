// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;

/**
 * The queues of an application: step 9 of a request. Start and end of the application,
 * main thread.
 */
final class ExportProcessors implements AutoCloseable {

	private final List<ExportQueue> queues;

	/**
	 * Creates the list.
	 * @param queues the queues, at least one
	 */
	ExportProcessors(List<ExportQueue> queues) {
		this.queues = List.copyOf(queues);
	}

	BatchSpanProcessor first() {
		return this.queues.get(0).processor();
	}

	List<ExportQueue> all() {
		return this.queues;
	}

	/**
	 * Returns a list with all of them in the place of the first.
	 * @param list processors of the application
	 * @param all what has them
	 * @return as it was where the first is not in it
	 */
	List<SpanProcessor> putInto(List<SpanProcessor> list, SpanProcessor all) {
		List<SpanProcessor> result = new ArrayList<>();
		for (SpanProcessor each : list) {
			result.add((each != first()) ? each : all);
		}
		return result;
	}

	/**
	 * Ends the threads of those that no tracer provider was given.
	 */
	@Override
	public void close() {
		this.queues.forEach(ExportQueue::shutdown);
	}

	@Override
	public String toString() {
		return this.queues.toString();
	}

}
