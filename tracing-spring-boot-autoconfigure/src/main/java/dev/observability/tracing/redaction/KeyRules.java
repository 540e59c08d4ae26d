// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Says what the key of an attribute or a field tells of its value, and remembers it. Any
 * thread, lock-free once a key is known.
 */
final class KeyRules {

	/** Keys of applications are fewer; those of more are looked at anew each time. */
	static final int MAX_REMEMBERED = 4096;

	/** Of words before a sign in a text, which may be anything. */
	private static final int MAX_REMEMBERED_WORDS = 512;

	private static final int MAX_REMEMBERED_LENGTH = 128;

	/** What this project and conventions write, which nobody should need to list. */
	private static final List<String> CONVENTIONS = List.of("http.*", "url.*", "server.*", "client.*", "network.*",
			"db.*", "rpc.*", "messaging.*", "code.*", "error.*", "exception.*", "otel.*", "thread.*", "service.*",
			"correlation.*", "sampling.*", "export.*", "job.*", "traced.*", "storage.*", "cache.*", "process.*",
			"user_agent.*", "graphql.*", "cassandra.*", "net.*", "exemplar", "user.hash");

	private final Map<String, KeyRule> attributes = new ConcurrentHashMap<>();

	private final Map<String, KeyRule> words = new ConcurrentHashMap<>();

	private final List<String> secretTexts;

	private final List<KeyPattern> secret;

	/** Empty for all. */
	private final List<KeyPattern> allowed;

	private final TextKeyFilter filter;

	KeyRules(List<String> secret, List<String> allowed) {
		this.secretTexts = secret;
		this.secret = patterns(secret.stream());
		this.allowed = allowed.isEmpty() ? List.of() : patterns(Stream.concat(CONVENTIONS.stream(), allowed.stream()));
		this.filter = new TextKeyFilter(this.secret);
	}

	private static List<KeyPattern> patterns(Stream<String> texts) {
		return texts.map(KeyPattern::new).toList();
	}

	KeyRules withoutAllowList() {
		return this.allowed.isEmpty() ? this : new KeyRules(this.secretTexts, List.of());
	}

	/**
	 * Says what a key tells.
	 * @param key of an attribute or a field
	 * @return the rule for its value
	 */
	KeyRule of(String key) {
		KeyRule known = this.attributes.get(key);
		if (known != null) {
			return known;
		}
		KeyRule rule = decide(key);
		if (key.length() <= MAX_REMEMBERED_LENGTH && this.attributes.size() < MAX_REMEMBERED) {
			this.attributes.put(key, rule);
		}
		return rule;
	}

	private KeyRule decide(String key) {
		KeyRule known = known(key);
		String words = KeyWords.of(key);
		KeyRule secret = isMore(words) ? KeyRule.SECRET : KeyWords.rule(words);
		if (secret == KeyRule.SECRET) {
			return secret;
		}
		if (!this.allowed.isEmpty() && this.allowed.stream().noneMatch((pattern) -> pattern.matches(words))) {
			return KeyRule.UNLISTED;
		}
		return (secret == KeyRule.TEXT) ? known : secret;
	}

	// Names of older conventions as well; "uri" is Micrometer's
	private static KeyRule known(String key) {
		return switch (key) {
			case "http.url", "url.full", "http.target", "uri", "url.template", "url.path", "url.original",
					"http.route" ->
				KeyRule.URL;
			case "exception.message", "exception.stacktrace", "error.message", "exception", "error" -> KeyRule.MESSAGE;
			case "url.query" -> KeyRule.QUERY;
			case "url.fragment" -> KeyRule.FRAGMENT;
			default -> KeyRule.TEXT;
		};
	}

	private boolean isMore(String words) {
		return this.secret.stream().anyMatch((pattern) -> pattern.matches(words));
	}

	/**
	 * Whether the key of a secret may end there.
	 * @param text any text
	 * @param start where it may begin
	 * @param end its end
	 * @return false for nearly every word
	 */
	boolean mayEnd(String text, int start, int end) {
		return this.filter.mayEnd(text, start, end);
	}

	/**
	 * Says what a word within a text tells of the value behind it.
	 * @param text any text
	 * @param start of the word
	 * @param end of the word, where the sign follows
	 * @return as of an attribute; {@link KeyRule#TEXT} where a value that follows is no
	 * secret
	 */
	KeyRule inText(String text, int start, int end) {
		if (!this.filter.mayEnd(text, start, end)) {
			return KeyRule.TEXT;
		}
		String word = text.substring(start, end);
		KeyRule known = this.words.get(word);
		if (known == null) {
			String words = KeyWords.of(word);
			known = isMore(words) ? KeyRule.SECRET : KeyWords.ruleInText(words);
			if (this.words.size() < MAX_REMEMBERED_WORDS) {
				this.words.put(word, known);
			}
		}
		return known;
	}

	@Override
	public String toString() {
		return this.secret.size() + " more secret keys, "
				+ (this.allowed.isEmpty() ? "all others" : this.allowed.size() + " patterns") + " allowed";
	}

}
