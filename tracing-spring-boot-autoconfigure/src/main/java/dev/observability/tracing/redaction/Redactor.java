// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of attributes, URLs, free text and database messages before they
 * leave, for every exit: spans and events on the exporter thread (step 10 of a request),
 * log lines on any thread. Always on.
 * <p>
 * Every method answers the same for the same input, takes time linear in the length of
 * its input, answers with at most four and a half times that length and 8 characters more
 * ({@code ?a&b&c} becomes {@code ?REDACTED&REDACTED&REDACTED}), or six times and 16 where
 * hashes stand for values, returns the very same instance when there is nothing to mask,
 * and never throws, whatever the input. Masking a masked text changes nothing, but for
 * texts that are made to look like several secrets within each other, of which more may
 * go.
 *
 * @since 0.1.0
 */
public final class Redactor {

	/** What stands in the place of a secret of a URL, as in OpenTelemetry's rules. */
	public static final String MASK = "REDACTED";

	/** What a text ends with that was cut. */
	public static final char CUT = '…';

	private static final Redactor STANDARD = new Redactor(RedactionRules.standard());

	/** What is counted for texts that belong to no key. */
	private static final String MESSAGE = "message";

	private static final String NAME = "name";

	/**
	 * Changes once at most, when log lines were masked before all properties were known.
	 */
	private volatile ValueMask values;

	Redactor(RedactionRules rules) {
		this.values = new ValueMask(rules);
	}

	/**
	 * Goes on with other rules.
	 * @param rules those of the application
	 */
	void follow(RedactionRules rules) {
		this.values = new ValueMask(rules);
	}

	/**
	 * The engine with the rules that always hold. What the application configured comes
	 * on top in the bean of this type.
	 * @return the one instance
	 */
	public static Redactor standard() {
		return STANDARD;
	}

	/**
	 * Returns one that does not ask for the keys that the application allows, as for
	 * attributes of resources, by which back ends know services.
	 * @return with all other rules
	 */
	public Redactor withoutAllowList() {
		return new Redactor(this.values.rules().withoutAllowList());
	}

	/**
	 * Masks a value by its key: all of it where that is the key of a secret, else what
	 * {@link #attribute} masks of a text, and a number that is that of a payment card.
	 * Numbers of tokens, sessions and cookies are counts and times, truth values are no
	 * secrets.
	 * @param key of an attribute or a field
	 * @param value a text, a number or a truth value
	 * @param database whether messages are those of a database
	 * @return the same instance where there is nothing to mask, {@code null} where
	 * nothing of it may leave, not even that it was there
	 */
	public @Nullable Object value(String key, Object value, boolean database) {
		return this.values.value(key, value, database);
	}

	/**
	 * Masks an attribute by what its key says that it holds: a secret, a URL, a message,
	 * or any text with URLs and secrets in it.
	 * @param key such as {@code url.full}; names of older conventions are known, too
	 * @param value its value, or an element of it where that is a list
	 * @param database whether messages are those of a database, as
	 * {@link #isDatabase(Attributes)} says of what the attribute belongs to
	 * @return the masked value
	 */
	public String attribute(String key, String value, boolean database) {
		return this.values.attribute(key, value, database);
	}

	/**
	 * Masks a field of a log line: like an attribute by its key where that tells, else
	 * like a message.
	 * @param key of the field
	 * @param value its value as text
	 * @return the masked value
	 */
	public String field(String key, String value) {
		return this.values.field(key, value);
	}

	/**
	 * Whether a key is that of a secret, so that its value is masked as a whole.
	 * @param key of an attribute, a field or a member of baggage
	 * @return whether it is
	 */
	public boolean isSecret(String key) {
		return this.values.isSecret(key);
	}

	/**
	 * Whether the value of a key is masked as a whole, whatever it is.
	 * @param key of an attribute or a field
	 * @return whether it is that of a secret, or not in the list of the application
	 */
	public boolean isHidden(String key) {
		return this.values.isHidden(key);
	}

	/**
	 * Whether a key with its value has to be left out, and counts that.
	 * @param key of an attribute or a field whose value is a text or a structure
	 * @return whether it may not be written
	 */
	public boolean isDropped(String key) {
		return this.values.isDropped(key);
	}

	/**
	 * Masks a short text that is no message, such as the name of a span: its URLs and
	 * what has the form of a secret.
	 * @param name any text
	 * @return the masked text
	 */
	public String name(String name) {
		return this.values.name(NAME, name);
	}

	/**
	 * Masks a message, a stack trace or a status description.
	 * @param text one line or many
	 * @param database whether it is known to be that of a database, whatever its words
	 * @return as of {@link #sqlMessage(String)}, else as of {@link #text(String)}
	 */
	public String message(String text, boolean database) {
		return this.values.message(MESSAGE, text, database);
	}

	/**
	 * Whether messages are those of a database, by the attributes beside them: a message
	 * of a driver may lack every word that tells, its exception and its span do not.
	 * @param attributes those of a span or of an event
	 * @return whether values in the messages are likely those of a database
	 */
	public boolean isDatabase(Attributes attributes) {
		return attributes.text("db.system.name") != null || attributes.text("db.system") != null
				|| isSql(attributes, "exception.type") || isSql(attributes, "exception.message")
				|| isSql(attributes, "exception.stacktrace");
	}

	private static boolean isSql(Attributes attributes, String key) {
		String text = attributes.text(key);
		return text != null && SqlWords.in(text);
	}

	/**
	 * Masks a text that is one URL, absolute or relative: user and password, the value of
	 * every query and path parameter; the names stay. A query parameter without a name is
	 * taken for a value. The fragment is dropped. Source: semantic conventions,
	 * {@code url.full}.
	 * @param url such as {@code http://user:pw@host/x?token=1}
	 * @return such as {@code http://REDACTED:REDACTED@host/x?token=REDACTED}
	 */
	public String url(String url) {
		return UrlMask.url(url);
	}

	/**
	 * Masks a text that is the query of a URL, without question mark.
	 * @param query such as {@code token=1&page=2}
	 * @return such as {@code token=REDACTED&page=REDACTED}
	 */
	public String query(String query) {
		return UrlMask.query(query);
	}

	/**
	 * Masks every URL within a text, absolute ones and paths with a query, and leaves the
	 * rest alone.
	 * @param text any text
	 * @return the text with its URLs masked
	 */
	public String urls(String text) {
		return TextUrls.mask(text);
	}

	/**
	 * Masks an exception message, a stack trace or a status description: its URLs, the
	 * bodies of answers that Spring's HTTP clients quote, the values that binding,
	 * parsing and validation refuse, what has the form or the key of a secret, and where
	 * it speaks of a database also what {@link #sqlMessage(String)} masks.
	 * @param text one line or many
	 * @return the masked text
	 */
	public String text(String text) {
		return this.values.message(MESSAGE, text, false);
	}

	/**
	 * Masks what a database says of a failed statement, such as the message of a
	 * {@code SQLException} or its stack trace: quoted values, values in brackets after
	 * columns ({@code Key (email)=(...)}, {@code VALUES (...)}) and numbers. Lines of a
	 * stack trace, quoted names of columns, tables and constraints, and error codes stay.
	 * Values are replaced by {@code ?}; where a value could hide the end of itself, more
	 * than the value goes.
	 * @param message one line or many
	 * @return the masked message, its URLs masked as well
	 */
	public String sqlMessage(String message) {
		return this.values.message(MESSAGE, message, true);
	}

	/**
	 * Tells where to cut a text that is too long and is masked after that: what tells
	 * that there is a secret may stand behind it, as the "@" behind a password.
	 * @param text any text
	 * @param maxLength characters at most
	 * @return how many characters to keep: all where these are not too many, else a whole
	 * number of words where that is possible
	 */
	public int cutAt(String text, int maxLength) {
		return TextCut.end(text, maxLength);
	}

	/**
	 * Cuts a text there that is masked afterwards. What is left ends with {@link #CUT},
	 * by which the mask knows that what ends a value may be gone.
	 * @param text any text
	 * @param maxLength characters at most, that sign not counted
	 * @return the text as it is where these are not too many
	 */
	public String cut(String text, int maxLength) {
		return TextCut.cut(text, maxLength);
	}

	/**
	 * Whether a text is a message or a stack trace of a database failure, by the words
	 * that JDBC, its drivers, Spring and Hibernate use; lines of a stack trace do not
	 * count.
	 * @param text one line or many
	 * @return whether the values in it are likely those of a database
	 */
	public boolean isSql(String text) {
		return SqlWords.in(text);
	}

	@Override
	public String toString() {
		return "redact";
	}

	/**
	 * Attributes, however they are kept.
	 *
	 * @since 0.1.0
	 */
	@FunctionalInterface
	public interface Attributes {

		/**
		 * Returns an attribute.
		 * @param key its key
		 * @return its value as text, {@code null} where there is none
		 */
		@Nullable String text(String key);

	}

}
