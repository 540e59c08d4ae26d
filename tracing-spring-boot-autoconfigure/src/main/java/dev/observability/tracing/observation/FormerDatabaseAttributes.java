// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.Map;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * The names that the attributes of {@link DatabaseTable} had before they became stable,
 * for {@code observability.tracing.semantic-conventions=both}. Source: semantic
 * conventions 1.24, database spans. Step 6 of a request, on the thread that observes,
 * after today's names have been set. Texts of queries do not leave under either name.
 */
enum FormerDatabaseAttributes {

	/** Product, some with another word than today. */
	SYSTEM("db.system"),

	/** Database. */
	NAME("db.name"),

	/** Operation, a batch not being one. */
	OPERATION("db.operation"),

	/** Collection of MongoDB. */
	COLLECTION("db.mongodb.collection");

	/** Adds them to a span that has today's. */
	static final ObservedDetail DETAIL = FormerDatabaseAttributes::add;

	private static final Map<String, String> FORMER_SYSTEMS = Map.of("h2database", "h2", "microsoft.sql_server",
			"mssql", "oracle.db", "oracle", "gcp.spanner", "spanner");

	private static final String BATCH = "BATCH ";

	private final AttributeKey<String> key;

	FormerDatabaseAttributes(String name) {
		this.key = AttributeKey.stringKey(name);
	}

	private static void add(Observation.Context context, Span span) {
		if (span instanceof ReadableSpan readable) {
			String system = readable.getAttribute(DatabaseAttributes.SYSTEM_NAME);
			SYSTEM.set(span, (system != null) ? FORMER_SYSTEMS.getOrDefault(system, system) : null);
			NAME.set(span, readable.getAttribute(DatabaseAttributes.NAMESPACE));
			String operation = readable.getAttribute(DatabaseAttributes.OPERATION_NAME);
			boolean batch = operation != null && operation.startsWith(BATCH);
			OPERATION.set(span, (operation != null && batch) ? operation.substring(BATCH.length()) : operation);
			COLLECTION.set(span, readable.getAttribute(DatabaseAttributes.COLLECTION_NAME));
		}
	}

	private void set(Span span, @Nullable String value) {
		if (value != null) {
			span.setAttribute(this.key, value);
		}
	}

}
