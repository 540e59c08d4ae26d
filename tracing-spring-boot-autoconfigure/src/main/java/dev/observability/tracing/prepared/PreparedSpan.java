// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.prepared;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.internal.AttributesMap;
import io.opentelemetry.sdk.common.internal.InstrumentationScopeUtil;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.internal.ExtendedSpanProcessor;
import org.jspecify.annotations.Nullable;

/**
 * A recorded span that begins with prepared attributes. Steps 6 and 9 of a request; any
 * thread, under the lock of the span.
 * <p>
 * Behaves as the SDK's span does, limits included, and keeps attributes as the SDK does
 * as soon as one is set that does not fit behind the prepared ones. Its time is the
 * provider's clock.
 */
final class PreparedSpan implements ReadWriteSpan {

	private enum Phase {

		RECORDING, ENDING, ENDED

	}

	private final SpanOrigin origin;

	private final SpanContext context;

	private final SpanContext parent;

	private final SpanKind kind;

	private final long startEpochNanos;

	private final Runnable ended;

	private String name;

	private Attributes attributes;

	/** Before attributes were kept as the SDK does. */
	private int replaced;

	private StatusData status = StatusData.unset();

	private @Nullable EventsAndLinks eventsAndLinks;

	private long endEpochNanos;

	private Phase phase = Phase.RECORDING;

	private @Nullable Thread endingThread;

	PreparedSpan(SpanOrigin origin, SpanContext context, SpanContext parent, String name, SpanKind kind,
			PreparedAttributes attributes, long startEpochNanos, Runnable ended) {
		this.origin = origin;
		this.context = context;
		this.parent = parent;
		this.name = name;
		this.kind = kind;
		this.attributes = new SpanAttributes(attributes);
		this.startEpochNanos = startEpochNanos;
		this.ended = ended;
	}

	@Override
	public <T> ReadWriteSpan setAttribute(AttributeKey<T> key, @Nullable T value) {
		if (key != null && !key.getKey().isEmpty() && value != null) {
			synchronized (this) {
				if (isModifiable()) {
					put(key, value);
				}
			}
		}
		return this;
	}

	private void put(AttributeKey<?> key, Object value) {
		SpanLimits limits = this.origin.limits();
		if (this.attributes instanceof SpanAttributes lean) {
			boolean fits = lean.size() < limits.getMaxNumberOfAttributes()
					&& !(value instanceof String text && text.length() > limits.getMaxAttributeValueLength());
			if (fits && lean.put(key, value)) {
				return;
			}
			this.replaced = lean.replaced();
			this.attributes = AttributesMap.create(limits.getMaxNumberOfAttributes(),
					limits.getMaxAttributeValueLength());
			lean.forEach(((AttributesMap) this.attributes)::put);
		}
		((AttributesMap) this.attributes).put(key, value);
	}

	@Override
	public ReadWriteSpan addEvent(String name, Attributes attributes) {
		return addEvent(name, attributes, this.origin.state().clock().now(), TimeUnit.NANOSECONDS);
	}

	@Override
	public ReadWriteSpan addEvent(String name, Attributes attributes, long timestamp, TimeUnit unit) {
		if (name != null && unit != null) {
			add(EventsAndLinks.event(name, attributes, unit.toNanos(timestamp), this.origin.limits()));
		}
		return this;
	}

	@Override
	public ReadWriteSpan recordException(Throwable exception, Attributes attributes) {
		if (exception != null) {
			add(EventsAndLinks.event(exception, attributes, this.origin.state(), this.origin.limits()));
		}
		return this;
	}

	private synchronized void add(EventData event) {
		if (isModifiable()) {
			eventsAndLinks().add(event, this.origin.limits());
		}
	}

	@Override
	public ReadWriteSpan addLink(SpanContext linked, Attributes attributes) {
		if (linked != null && linked.isValid()) {
			add(EventsAndLinks.link(linked, attributes, this.origin.limits()));
		}
		return this;
	}

	private synchronized void add(LinkData link) {
		if (isModifiable()) {
			eventsAndLinks().add(link, this.origin.limits());
		}
	}

	private EventsAndLinks eventsAndLinks() {
		EventsAndLinks result = this.eventsAndLinks;
		if (result == null) {
			result = new EventsAndLinks();
			this.eventsAndLinks = result;
		}
		return result;
	}

	@Override
	public synchronized ReadWriteSpan setStatus(StatusCode code, @Nullable String description) {
		// OK is final, and nobody unsets what was set
		if (code != null && code != StatusCode.UNSET && isModifiable()
				&& this.status.getStatusCode() != StatusCode.OK) {
			this.status = StatusData.create(code, (code == StatusCode.ERROR) ? description : null);
		}
		return this;
	}

	@Override
	public synchronized ReadWriteSpan updateName(String name) {
		if (name != null && isModifiable()) {
			this.name = name;
		}
		return this;
	}

	// While it ends, only the processors may change it
	private boolean isModifiable() {
		return this.phase == Phase.RECORDING
				|| this.phase == Phase.ENDING && Thread.currentThread() == this.endingThread;
	}

	void start(Context parent, Attributes sampled) {
		if (!sampled.isEmpty()) {
			sampled.forEach(this::put);
		}
		SpanProcessor processor = this.origin.state().processor();
		if (processor.isStartRequired()) {
			processor.onStart(parent, this);
		}
	}

	@Override
	public void end() {
		end(0, TimeUnit.NANOSECONDS);
	}

	@Override
	public void end(long timestamp, @Nullable TimeUnit unit) {
		synchronized (this) {
			if (this.phase != Phase.RECORDING) {
				return;
			}
			long end = (unit != null) ? unit.toNanos(timestamp) : timestamp;
			this.endEpochNanos = (timestamp != 0) ? end : this.origin.state().clock().now();
			this.phase = Phase.ENDING;
			this.endingThread = Thread.currentThread();
		}
		this.ended.run();
		SpanProcessor processor = this.origin.state().processor();
		if (processor instanceof ExtendedSpanProcessor extended && extended.isOnEndingRequired()) {
			extended.onEnding(this);
		}
		synchronized (this) {
			this.phase = Phase.ENDED;
			this.endingThread = null;
		}
		if (processor.isEndRequired()) {
			processor.onEnd(this);
		}
	}

	@Override
	public synchronized SpanData toSpanData() {
		int total = (this.attributes instanceof SpanAttributes lean) ? lean.size() + lean.replaced()
				: ((AttributesMap) this.attributes).getTotalAddedValues() + this.replaced;
		boolean ended = this.phase == Phase.ENDED;
		// Nobody changes them once the span has ended
		Attributes attributes = ended ? this.attributes : getAttributes();
		return new PreparedSpanData(this, this.origin, this.startEpochNanos, this.name, attributes, total, this.status,
				this.eventsAndLinks, this.endEpochNanos, ended);
	}

	@Override
	public synchronized Attributes getAttributes() {
		return this.attributes.toBuilder().build();
	}

	@Override
	public synchronized <T> @Nullable T getAttribute(AttributeKey<T> key) {
		return this.attributes.get(key);
	}

	@Override
	public synchronized String getName() {
		return this.name;
	}

	@Override
	public synchronized boolean hasEnded() {
		return this.phase == Phase.ENDED;
	}

	@Override
	public synchronized boolean isRecording() {
		return this.phase != Phase.ENDED;
	}

	@Override
	public synchronized long getLatencyNanos() {
		long end = (this.phase == Phase.RECORDING) ? this.origin.state().clock().now() : this.endEpochNanos;
		return end - this.startEpochNanos;
	}

	@Override
	public SpanContext getSpanContext() {
		return this.context;
	}

	@Override
	public SpanContext getParentSpanContext() {
		return this.parent;
	}

	@Override
	public SpanKind getKind() {
		return this.kind;
	}

	@Override
	public InstrumentationScopeInfo getInstrumentationScopeInfo() {
		return this.origin.scope();
	}

	@Override
	@Deprecated
	@SuppressWarnings("deprecation")
	public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
		return InstrumentationScopeUtil.toInstrumentationLibraryInfo(this.origin.scope());
	}

	@Override
	public String toString() {
		return toSpanData().toString();
	}

}
