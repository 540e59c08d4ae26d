// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Adds the fields of the application to a line of JSON, step 7 of a request. For one
 * thread at a time.
 * <p>
 * A name appears once in a line: a field that is named as one that is there already gets
 * a number, {@code level_2}. A field below a text of the format loses its dots:
 * {@code message.id} becomes {@code message_id}. Fields beyond the bound are counted in
 * the line.
 */
final class LogFields {

	/** Name of the member that counts what was left out. */
	static final String DROPPED = "dropped_fields";

	/** Comparing that many names one by one is as quick as a set. */
	private static final int FEW = 16;

	private final JsonLine line;

	private final JsonValues values;

	private final ReservedNames reserved;

	private final int maxFields;

	private final @Nullable String[] names = new String[FEW];

	/** The names beyond the few. */
	private @Nullable Set<String> more;

	/** The next number of each name that was there already. */
	private @Nullable Map<String, Integer> numbers;

	private int count;

	private int dropped;

	LogFields(JsonLine line, JsonValues values, ReservedNames reserved, int maxFields) {
		this.line = line;
		this.values = values;
		this.reserved = reserved;
		this.maxFields = maxFields;
	}

	void start() {
		Arrays.fill(this.names, 0, Math.min(this.count, FEW), null);
		this.more = null;
		this.numbers = null;
		this.count = 0;
		this.dropped = 0;
	}

	void add(@Nullable String name, @Nullable Object value) {
		if (name != null && this.values.isDropped(name)) {
			return;
		}
		if (this.count == this.maxFields || this.line.length() > this.values.maxBytes()) {
			this.dropped++;
			return;
		}
		String unique = unique(this.values.name(String.valueOf(name)));
		remember(unique);
		this.line.raw(',');
		this.line.name(unique);
		this.values.write(this.line, String.valueOf(name), value);
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
		String wanted = name.isEmpty() ? "_" : this.reserved.outside(LogTexts.cut(name, JsonValues.MAX_NAME_LENGTH));
		return isTaken(wanted) ? numbered(wanted) : wanted;
	}

	// Goes on where it ended for the same name: a thousand equal names are a thousand
	// steps
	private String numbered(String wanted) {
		Map<String, Integer> numbers = this.numbers;
		if (numbers == null) {
			numbers = new HashMap<>();
			this.numbers = numbers;
		}
		int number = numbers.getOrDefault(wanted, 2);
		while (isTaken(wanted + "_" + number)) {
			number++;
		}
		numbers.put(wanted, number + 1);
		return wanted + "_" + number;
	}

	private boolean isTaken(String name) {
		for (int i = 0; i < Math.min(this.count, FEW); i++) {
			if (name.equals(this.names[i])) {
				return true;
			}
		}
		return (this.more != null && this.more.contains(name)) || this.reserved.contains(name);
	}

	private void remember(String name) {
		if (this.count < FEW) {
			this.names[this.count] = name;
		}
		else {
			Set<String> more = this.more;
			if (more == null) {
				more = new HashSet<>();
				this.more = more;
			}
			more.add(name);
		}
		this.count++;
	}

}
