// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.HashMap;
import java.util.Map;

import dev.observability.tracing.propagation.Schedule;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@link ObservedTable}: reads what an observation means from its name and key
 * values, so that the observed library need not be there. Steps 2, 4 and 6 of a request,
 * on the thread that observes.
 */
final class KeyValueConvention implements SpanConvention<Observation.Context> {

	private final String observationName;

	private final @Nullable String contextTypeName;

	private final @Nullable SpanKind kind;

	private final ObservedName name;

	private final Attributes constants;

	private final Map<String, KeyValueColumn> columns;

	private final ObservedDetail detail;

	private final @Nullable String destinationKey;

	private final boolean scheduled;

	private KeyValueConvention(Row row) {
		this.observationName = row.observationName;
		this.contextTypeName = row.contextTypeName;
		this.kind = row.kind;
		this.name = row.name;
		this.constants = row.constants.build();
		this.columns = Map.copyOf(row.columns);
		this.detail = row.detail;
		this.destinationKey = row.destinationKey;
		this.scheduled = row.scheduled;
	}

	private KeyValueConvention(KeyValueConvention row, ObservedDetail more) {
		this.observationName = row.observationName;
		this.contextTypeName = row.contextTypeName;
		this.kind = row.kind;
		this.name = row.name;
		this.constants = row.constants;
		this.columns = row.columns;
		this.detail = row.detail.and(more);
		this.destinationKey = row.destinationKey;
		this.scheduled = row.scheduled;
	}

	/**
	 * Returns the same row that says more in the end.
	 * @param more what to add when all else is set
	 * @return the row
	 */
	KeyValueConvention and(ObservedDetail more) {
		return new KeyValueConvention(this, more);
	}

	String observationName() {
		return this.observationName;
	}

	/**
	 * Returns the name of the type of context, for observations that the application
	 * renamed.
	 * @return the name of a class, or {@code null} where only the name tells
	 */
	@Nullable String contextTypeName() {
		return this.contextTypeName;
	}

	@Override
	public Class<Observation.Context> contextType() {
		return Observation.Context.class;
	}

	@Override
	public SpanKind kind(Observation.Context context, SpanKind suggested) {
		return (this.kind != null) ? this.kind : suggested;
	}

	@Override
	public String startName(Observation.Context context) {
		return this.name.of(context);
	}

	@Override
	public void start(Observation.Context context, SpanBuilder span) {
		span.setAllAttributes(this.constants);
	}

	@Override
	public Context parent(Context parent) {
		return this.scheduled ? Schedule.begins(parent) : parent;
	}

	/** The protocols of databases have no place for it. */
	@Override
	public boolean carriesContext() {
		return this.kind != SpanKind.CLIENT || this.destinationKey != null;
	}

	@Override
	public @Nullable String destination(Observation.Context context) {
		return (this.destinationKey != null) ? ObservedValues.find(context, this.destinationKey) : null;
	}

	@Override
	public void stop(Observation.Context context, Span span) {
		span.updateName(this.name.of(context));
		set(context.getLowCardinalityKeyValues(), span);
		set(context.getHighCardinalityKeyValues(), span);
		this.detail.set(context, span);
	}

	private void set(KeyValues keyValues, Span span) {
		for (KeyValue keyValue : keyValues) {
			KeyValueColumn column = this.columns.get(keyValue.getKey());
			if (column != null) {
				column.set(span, keyValue.getValue());
			}
			else if (!this.detail.replaces(keyValue.getKey())) {
				KeyValueAttributes.set(keyValue, span);
			}
		}
	}

	static Row row(String observationName, @Nullable String contextTypeName) {
		return new Row(observationName, contextTypeName);
	}

	/** A row while it is written. */
	static final class Row {

		private final String observationName;

		private final @Nullable String contextTypeName;

		private final AttributesBuilder constants = Attributes.builder();

		private final Map<String, KeyValueColumn> columns = new HashMap<>();

		private @Nullable SpanKind kind;

		private ObservedName name = PlainConvention::name;

		private ObservedDetail detail = ObservedOutcome.ERROR;

		private @Nullable String destinationKey;

		private boolean scheduled;

		Row(String observationName, @Nullable String contextTypeName) {
			this.observationName = observationName;
			this.contextTypeName = contextTypeName;
		}

		Row kind(SpanKind kind) {
			this.kind = kind;
			return this;
		}

		Row name(ObservedName name) {
			this.name = name;
			return this;
		}

		Row always(AttributeKey<String> key, String value) {
			this.constants.put(key, value);
			return this;
		}

		Row column(String keyValue, KeyValueColumn column) {
			this.columns.put(keyValue, column);
			return this;
		}

		Row without(String... keyValues) {
			for (String keyValue : keyValues) {
				this.columns.put(keyValue, KeyValueColumn.NONE);
			}
			return this;
		}

		Row detail(ObservedDetail detail) {
			this.detail = detail;
			return this;
		}

		/**
		 * Has what is sent go to a host.
		 * @param keyValue key whose value is the host
		 * @return this row
		 */
		Row to(String keyValue) {
			this.destinationKey = keyValue;
			return this;
		}

		// A schedule begins it, and nobody asked for it
		Row scheduled() {
			this.scheduled = true;
			return this;
		}

		KeyValueConvention build() {
			return new KeyValueConvention(this);
		}

	}

}
