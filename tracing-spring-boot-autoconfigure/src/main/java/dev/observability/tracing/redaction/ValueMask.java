// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import org.jspecify.annotations.Nullable;

/**
 * Masks values by what their keys say, and counts what it masks. Any thread.
 *
 * @param rules which
 */
record ValueMask(RedactionRules rules) {

	@Nullable Object value(String key, Object value, boolean database) {
		if (value instanceof String text) {
			return isDropped(key) ? null : attribute(key, text, database);
		}
		if (rule(key) == KeyRule.UNLISTED) {
			this.rules.count(key, RedactionRule.ALLOW_LIST);
			return null;
		}
		if (value instanceof Long number && CardNumbers.is(number)) {
			return this.rules.hide(key, RedactionRule.CARD, number.toString());
		}
		return value;
	}

	String attribute(String key, String value, boolean database) {
		KeyRule rule = rule(key);
		return switch (rule) {
			case SECRET, UNLISTED -> hide(key, rule, value);
			case URL -> secrets(key, counted(key, RedactionRule.URL, value, UrlMask.url(value)));
			case QUERY -> counted(key, RedactionRule.URL, value, UrlMask.query(value));
			case FRAGMENT ->
				value.equals(Redactor.MASK) ? value : counted(key, RedactionRule.URL, value, Redactor.MASK);
			case MESSAGE -> message(key, value, database);
			case TEXT -> name(key, value);
		};
	}

	String field(String key, String value) {
		return (rule(key) != KeyRule.TEXT) ? attribute(key, value, false) : message(key, value, false);
	}

	String message(String key, String text, boolean database) {
		boolean sql = database || SqlWords.in(text);
		String masked = sql ? SqlMessageMask.mask(text) : text;
		masked = RejectedValues.mask(database ? masked : ResponseBodies.mask(masked));
		return name(key, counted(key, RedactionRule.MESSAGE, text, masked));
	}

	String name(String key, String text) {
		return secrets(key, counted(key, RedactionRule.URL, text, TextUrls.mask(text)));
	}

	boolean isSecret(String key) {
		return rule(key) == KeyRule.SECRET;
	}

	boolean isHidden(String key) {
		KeyRule rule = rule(key);
		return rule == KeyRule.SECRET || rule == KeyRule.UNLISTED;
	}

	boolean isDropped(String key) {
		boolean dropped = this.rules.mode() == RedactionMode.DROP && isHidden(key);
		if (dropped) {
			this.rules.count(key, reason(rule(key)));
		}
		return dropped;
	}

	private KeyRule rule(String key) {
		return this.rules.keys().of(key);
	}

	private String hide(String key, KeyRule rule, String value) {
		return (value.isEmpty() || MaskedValues.is(value)) ? value : this.rules.hide(key, reason(rule), value);
	}

	private static RedactionRule reason(KeyRule rule) {
		return (rule == KeyRule.UNLISTED) ? RedactionRule.ALLOW_LIST : RedactionRule.KEY;
	}

	private String secrets(String key, String text) {
		return SecretText.mask(this.rules, key, text);
	}

	@SuppressWarnings("ReferenceEquality")
	private String counted(String key, RedactionRule rule, String value, String masked) {
		if (masked != value) {
			this.rules.count(key, rule);
		}
		return masked;
	}

}
