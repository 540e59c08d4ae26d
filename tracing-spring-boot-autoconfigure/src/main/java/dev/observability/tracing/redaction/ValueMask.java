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
			return (isDropped(key) || isDropped(key, text)) ? null : attribute(key, text, database);
		}
		KeyRule rule = rule(key);
		if (rule == KeyRule.UNLISTED) {
			this.rules.count(key, RedactionRule.ALLOW_LIST);
			return null;
		}
		return (value instanceof Number number) ? number(key, rule, number) : value;
	}

	private @Nullable Object number(String key, KeyRule rule, Number number) {
		if (rule == KeyRule.SECRET) {
			return isDropped(key) ? null : this.rules.hide(key, RedactionRule.KEY, number.toString());
		}
		long whole = CardValues.whole(number);
		return CardNumbers.is(whole) ? this.rules.hide(key, RedactionRule.CARD, Long.toString(whole)) : number;
	}

	String attribute(String key, String value, boolean database) {
		KeyRule rule = rule(key);
		return switch (rule) {
			case TOKENS -> isCount(value) ? value : hide(key, rule, value);
			case SECRET, TOKEN, UNLISTED -> hide(key, rule, value);
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
		String whole = sql ? SecretText.maskEarly(this.rules, key, text) : text;
		String masked = sql ? SqlMessageMask.mask(whole) : whole;
		masked = RejectedValues.mask(database ? masked : ResponseBodies.mask(masked));
		return name(key, counted(key, RedactionRule.MESSAGE, whole, masked));
	}

	String name(String key, String text) {
		return secrets(key, counted(key, RedactionRule.URL, text, TextUrls.mask(text)));
	}

	boolean isSecret(String key) {
		return isSecret(rule(key));
	}

	private static boolean isSecret(KeyRule rule) {
		return rule == KeyRule.SECRET || rule == KeyRule.TOKEN || rule == KeyRule.TOKENS;
	}

	boolean isHidden(String key) {
		KeyRule rule = rule(key);
		return isSecret(rule) || rule == KeyRule.UNLISTED;
	}

	boolean isDropped(String key) {
		// How many there are may be told
		boolean dropped = this.rules.mode() == RedactionMode.DROP && isHidden(key) && rule(key) != KeyRule.TOKENS;
		if (dropped) {
			this.rules.count(key, reason(rule(key)));
		}
		return dropped;
	}

	private boolean isDropped(String key, String value) {
		boolean dropped = this.rules.mode() == RedactionMode.DROP && rule(key) == KeyRule.TOKENS && !isCount(value);
		if (dropped) {
			this.rules.count(key, RedactionRule.KEY);
		}
		return dropped;
	}

	private static boolean isCount(String value) {
		return Placeholders.isCount(value, 0, value.length());
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
