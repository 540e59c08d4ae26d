// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Adds the fields of the application to a line of JSON, step 7 of a request. For one
 * thread at a time.
 * <p>
 * A name appears once in a line: a field that is named as one that is there already gets
 * a number, {@code level_2}. Fields beyond the bound are counted in the line.
 */
final class LogFields {

	/** Name of the member that counts what was left out. */
	static final String DROPPED = "dropped_fields";

	private static final int MAX_NAME_LENGTH = 256;

	private final JsonLine line;

	private final JsonValues values;

	private final Set<String> reserved;

	private final int maxFields;

	private @Nullable String[] names = new String[16];

	private int count;

	private int dropped;

	LogFields(JsonLine line, JsonValues values, Set<String> reserved, int maxFields) {
		this.line = line;
		this.values = values;
		this.reserved = reserved;
		this.maxFields = maxFields;
	}

	void start() {
		Arrays.fill(this.names, 0, this.count, null);
		this.count = 0;
		this.dropped = 0;
	}

	void add(@Nullable String name, @Nullable Object value) {
		if (this.count == this.maxFields || this.line.length() > this.values.maxBytes()) {
			this.dropped++;
			return;
		}
		String unique = unique(String.valueOf(name));
		if (this.count == this.names.length) {
			this.names = Arrays.copyOf(this.names, this.count * 2);
		}
		this.names[this.count++] = unique;
		this.line.raw(',');
		this.line.name(unique);
		this.values.write(this.line, value);
	}

	void addAll(Map<?, ?> fields) {
		for (Map.Entry<?, ?> field : fields.entrySet()) {
			add(String.valueOf(field.getKey()), field.getValue());
		}
	}

	void end() {
		if (this.dropped > 0) {
			this.line.raw(',');
			this.line.name(DROPPED);
			this.line.ascii(Integer.toString(this.dropped));
		}
	}

	private String unique(String name) {
		// Stores refuse a field without a name
		String cut = name.isEmpty() ? "_" : LogTexts.cut(name, MAX_NAME_LENGTH);
		String unique = cut;
		for (int i = 2; isTaken(unique); i++) {
			unique = cut + "_" + i;
		}
		return unique;
	}

	private boolean isTaken(String name) {
		for (int i = 0; i < this.count; i++) {
			if (name.equals(this.names[i])) {
				return true;
			}
		}
		return this.reserved.contains(name);
	}

}
