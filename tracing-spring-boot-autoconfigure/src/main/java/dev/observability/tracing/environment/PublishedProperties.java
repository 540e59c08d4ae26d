// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.origin.OriginTrackedValue;

/**
 * Collects what {@code observability.tracing.*} means in Boot's own keys, where the user
 * has not written those. Start of the application, main thread.
 * <p>
 * Where the user has, that value wins; when the two differ, one warning names both keys.
 */
final class PublishedProperties {

	private final PropertyLookup lookup;

	private final Log logger;

	private final Map<String, OriginTrackedValue> values = new LinkedHashMap<>();

	PublishedProperties(PropertyLookup lookup, Log logger) {
		this.lookup = lookup;
		this.logger = logger;
	}

	Map<String, OriginTrackedValue> values() {
		return this.values;
	}

	/**
	 * Maps a key of ours onto one of Boot's.
	 * @param key our key
	 * @param target Boot's key
	 * @param convert returns the value in Boot's terms, or {@code null} where it is
	 * invalid: the strict binding then stops the start and says why
	 */
	void map(String key, String target, Function<String, @Nullable String> convert) {
		String value = this.lookup.value(key);
		String converted = (value != null) ? convert.apply(value) : null;
		if (converted == null) {
			return;
		}
		String users = this.lookup.value(target);
		if (users == null) {
			publish(target, converted, key);
		}
		else if (!isSame(converted, users)) {
			warn(key, this.lookup.writtenAs(target));
		}
	}

	/**
	 * Publishes a value that a key of ours gave.
	 * @param target Boot's key
	 * @param value the value
	 * @param key our key
	 */
	void publish(String target, String value, String key) {
		String name = this.lookup.writtenAs(key);
		MappedOrigin origin = (this.lookup.origin(key) instanceof MappedOrigin former) ? former
				: new MappedOrigin(name, this.lookup.origin(key));
		this.values.put(target, OriginTrackedValue.of(value, origin));
	}

	/**
	 * Publishes a value that no key gave, unless the user has set the target.
	 * @param target Boot's key
	 * @param value the value
	 * @param rule what gave it, such as {@code default}
	 */
	void publishDefault(String target, String value, String rule) {
		if (this.lookup.value(target) == null) {
			this.values.putIfAbsent(target, OriginTrackedValue.of(value, new MappedOrigin(rule, null)));
		}
	}

	/**
	 * Says that the user set two keys to different values.
	 * @param loser the key that has no effect
	 * @param winner the key that has
	 */
	void warn(String loser, String winner) {
		this.logger.warn("'%s' and '%s' are both set and differ: '%s' wins, remove one of the two".formatted(loser,
				winner, winner));
	}

	// Spellings that mean the same are no conflict
	private static boolean isSame(String first, String second) {
		Duration duration = duration(first);
		if (duration != null && duration.equals(duration(second))) {
			return true;
		}
		Double number = number(first);
		return (number != null && number.equals(number(second))) || canonical(first).equals(canonical(second));
	}

	private static @Nullable Double number(String value) {
		try {
			return Double.valueOf(value);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static String canonical(String value) {
		return value.toLowerCase(Locale.ROOT).replaceFirst("(/v1/traces)?/?$", "");
	}

	/**
	 * Reads a duration as Boot does; without a unit it is milliseconds.
	 * @param value any text
	 * @return the duration, or {@code null} where it is none
	 */
	static @Nullable Duration duration(String value) {
		try {
			return DurationStyle.detectAndParse(value);
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

}
