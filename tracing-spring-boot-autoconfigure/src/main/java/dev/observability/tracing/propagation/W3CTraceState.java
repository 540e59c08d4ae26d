// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What came in as {@code tracestate}, in its order and with keys of level 2, from step 2
 * of a request to step 6. Any thread; immutable.
 * <p>
 * OpenTelemetry's own knows the older grammar of keys only. This one holds the text of
 * the header, which mostly goes out as it came in, and looks for a member when asked.
 */
final class W3CTraceState implements TraceState {

	private final String header;

	private final int size;

	private final int maxLength;

	private final PropagationLosses losses;

	/**
	 * Joins the members.
	 * @param members at least one
	 * @param maxLength characters that may go out, 512 to 8192
	 * @param losses where to count what a builder leaves out
	 */
	W3CTraceState(TraceStateMembers members, int maxLength, PropagationLosses losses) {
		this.header = members.join();
		this.size = members.size();
		this.maxLength = maxLength;
		this.losses = losses;
	}

	// The header's value, within all limits
	String header() {
		return this.header;
	}

	@Override
	public @Nullable String get(@Nullable String key) {
		if (key == null || key.isEmpty() || key.indexOf('=') >= 0) {
			return null;
		}
		int start = 0;
		while (start < this.header.length()) {
			int comma = HeaderText.find(this.header, ',', start, this.header.length());
			int equals = start + key.length();
			if (equals < comma && this.header.charAt(equals) == '=' && this.header.startsWith(key, start)) {
				return this.header.substring(equals + 1, comma);
			}
			start = comma + 1;
		}
		return null;
	}

	@Override
	public int size() {
		return this.size;
	}

	@Override
	public boolean isEmpty() {
		return this.size == 0;
	}

	@Override
	public void forEach(@Nullable BiConsumer<String, String> consumer) {
		if (consumer == null) {
			return;
		}
		int start = 0;
		while (start < this.header.length()) {
			int comma = HeaderText.find(this.header, ',', start, this.header.length());
			int equals = this.header.indexOf('=', start);
			consumer.accept(this.header.substring(start, equals), this.header.substring(equals + 1, comma));
			start = comma + 1;
		}
	}

	@Override
	public Map<String, String> asMap() {
		Map<String, String> members = new LinkedHashMap<>();
		forEach(members::put);
		return Collections.unmodifiableMap(members);
	}

	@Override
	public TraceStateBuilder toBuilder() {
		return new Builder(this.header, this.maxLength, this.losses);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof W3CTraceState that && this.header.equals(that.header);
	}

	@Override
	public int hashCode() {
		return this.header.hashCode();
	}

	@Override
	public String toString() {
		return "W3CTraceState[" + this.header + "]";
	}

	/**
	 * Changes a copy: what is put comes first, as the specification asks. One thread;
	 * what is outside the grammar is not taken.
	 */
	private static final class Builder implements TraceStateBuilder {

		private final Map<String, String> first = new LinkedHashMap<>();

		private final TraceStateMembers rest;

		private final int maxLength;

		private final PropagationLosses losses;

		Builder(String header, int maxLength, PropagationLosses losses) {
			this.rest = new TraceStateMembers(maxLength, losses);
			this.rest.addLine(header, header.length(), false);
			this.maxLength = maxLength;
			this.losses = losses;
		}

		@Override
		public TraceStateBuilder put(@Nullable String key, @Nullable String value) {
			if (key != null && value != null && TraceStateMembers.isKey(key, 0, key.length())
					&& TraceStateMembers.isValue(value, 0, value.length())) {
				remove(key);
				this.first.put(key, value);
			}
			return this;
		}

		@Override
		public TraceStateBuilder remove(@Nullable String key) {
			if (key != null) {
				this.first.remove(key);
				this.rest.remove(key);
			}
			return this;
		}

		@Override
		public TraceState build() {
			StringBuilder line = new StringBuilder();
			this.first.forEach((key, value) -> line.insert(0, key + "=" + value + ","));
			line.append(this.rest.join());
			TraceStateMembers members = new TraceStateMembers(this.maxLength, this.losses);
			members.addLine(line.toString(), line.length(), false);
			return (members.size() > 0) ? new W3CTraceState(members, this.maxLength, this.losses)
					: TraceState.getDefault();
		}

	}

}
