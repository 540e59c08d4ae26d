// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what was hidden: by rule, and by the key that the value had; never a value. Any
 * thread. A span that leaves by two exporters counts twice.
 * <p>
 * Shape: at most 256 keys of at most 64 characters; what is more, longer or itself holds
 * a secret is counted as {@code other}.
 *
 * @since 0.1.0
 */
public final class RedactionLedger {

	/** Stands for all keys that are not told. */
	public static final String OTHER = "other";

	static final int MAX_KEYS = 256;

	static final int MAX_LENGTH = 64;

	private static final RedactionRule[] RULES = RedactionRule.values();

	private static final RedactionRules STANDARD = RedactionRules.standard();

	private final Map<String, AtomicLongArray> keys = new ConcurrentHashMap<>();

	private final AtomicLongArray others = new AtomicLongArray(RULES.length);

	private final LongAdder[] rules = new LongAdder[RULES.length];

	RedactionLedger() {
		for (int i = 0; i < this.rules.length; i++) {
			this.rules[i] = new LongAdder();
		}
	}

	void add(String key, RedactionRule rule) {
		this.rules[rule.ordinal()].increment();
		counts(key).incrementAndGet(rule.ordinal());
	}

	private AtomicLongArray counts(String key) {
		AtomicLongArray known = this.keys.get(key);
		if (known != null) {
			return known;
		}
		if (this.keys.size() >= MAX_KEYS || !isTold(key)) {
			return this.others;
		}
		return this.keys.computeIfAbsent(key, (added) -> new AtomicLongArray(RULES.length));
	}

	// Who makes a key out of a value must not have it shown
	@SuppressWarnings("ReferenceEquality")
	private static boolean isTold(String key) {
		if (key.isEmpty() || key.length() > MAX_LENGTH) {
			return false;
		}
		for (int i = 0; i < key.length(); i++) {
			char next = key.charAt(i);
			if (!TextSigns.isLetterOrDigit(next) && "._-/:@ ".indexOf(next) < 0) {
				return false;
			}
		}
		return TextUrls.mask(key) == key && SecretText.mask(STANDARD, key, key) == key && key.indexOf('@') < 0;
	}

	/**
	 * Returns how often a rule held.
	 * @param rule which
	 * @return values hidden since the start
	 */
	public long count(RedactionRule rule) {
		return this.rules[rule.ordinal()].sum();
	}

	/**
	 * Returns the counts of all keys, which are those of attributes and fields, and
	 * {@code message} and {@code name} for texts without one.
	 * @return by key in alphabetical order and by {@link RedactionRule#label() rule};
	 * only what was counted; a copy
	 */
	public Map<String, Map<String, Long>> counts() {
		Map<String, Map<String, Long>> counts = new TreeMap<>();
		this.keys.forEach((key, values) -> counts.put(key, labelled(values)));
		Map<String, Long> others = labelled(this.others);
		if (!others.isEmpty()) {
			counts.put(OTHER, others);
		}
		return counts;
	}

	private static Map<String, Long> labelled(AtomicLongArray values) {
		Map<String, Long> counts = new TreeMap<>();
		for (RedactionRule rule : RULES) {
			long count = values.get(rule.ordinal());
			if (count > 0) {
				counts.put(rule.label(), count);
			}
		}
		return counts;
	}

	@Override
	public String toString() {
		return counts().toString();
	}

}
