// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

/**
 * Publishes a larger queue and larger batches before the exporters than Boot's, unless
 * the user said anything about either, a shorter delay, and a longest value of an
 * attribute, where Boot has none. Start of the application, main thread. Never throws.
 */
final class ExportDefaults {

	static final String QUEUE_SIZE = "management.opentelemetry.tracing.export.max-queue-size";

	static final String BATCH_SIZE = "management.opentelemetry.tracing.export.max-batch-size";

	static final String DELAY = "management.opentelemetry.tracing.export.schedule-delay";

	static final String VALUE_LENGTH = "management.opentelemetry.tracing.limits.max-attribute-value-length";

	private final PropertyLookup lookup;

	private final PublishedProperties published;

	ExportDefaults(PropertyLookup lookup, PublishedProperties published) {
		this.lookup = lookup;
		this.published = published;
	}

	void apply() {
		// One value of a megabyte would cost the Collector's refusal of all it travels
		// with
		this.published.publishDefault(VALUE_LENGTH, "4096", "default");
		// A batch larger than a queue that the user chose would be no better than Boot's
		if (this.lookup.value(QUEUE_SIZE) == null && this.lookup.value(BATCH_SIZE) == null) {
			this.published.publishDefault(QUEUE_SIZE, "8192", "default");
			this.published.publishDefault(BATCH_SIZE, "2048", "default");
		}
		// At a load that matters a batch is full before
		if (this.lookup.value(DELAY) == null) {
			this.published.publishDefault(DELAY, "200ms", "default");
		}
	}

}
