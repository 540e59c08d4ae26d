// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Redactor#cut(String, int)}: wherever a text is cut, nothing of a
 * secret stays that the mask would have found in the whole text.
 */
class TextCutTests {

	private static final String SECRET = "Zz0Zz1Zz2";

	private static final String WORDS = "Zz0 Zz1 Zz2";

	private final Redactor redactor = Redactor.standard();

	@ParameterizedTest
	@ValueSource(strings = { "I/O error on GET request for \"http://user:%s@host/x?token=%s\": refused",
			"call http://user:%s@host:80/x;jsessionid=%s/y failed",
			"Cannot open one of the ten connections of the pool to jdbc:oracle:thin:scott/%s@//host:1521/svc",
			"jdbc:postgresql://app:%s@db/orders?password=%s",
			"400 Bad Request: \"{\"password\":\"%s\",\"other\":\"%s\"}\"", "For input string: \"a\" %w\"%s\"",
			"Cannot deserialize value from String \"x\" %w\": not a \"%s\" date",
			"rejected value [%s]; codes [a]; rejected value [x]%s]; codes [b]", "Text 'x' %w' could not be parsed",
			"Unrecognized token 'x' %w': was expecting", "Invalid UUID string: x %s %s",
			"ERROR: duplicate key value violates unique constraint \"u\" Detail: Key (email)=(a) %w) exists (%s)",
			"could not execute statement [Data too long for 'x' %w'] [insert into t values ('a'%s', 'b')]",
			"SQLException: invalid input syntax for type integer: \"a\" %w\" in $x$b$%s$x$",
			"ERROR: syntax error at or near $x$ a $ %w $x$ and \"%s\"" })
	void leaveNothingOfASecret(String message) {
		String text = message.replace("%s", SECRET).replace("%w", WORDS);
		assertThat(this.redactor.text(text)).as("whole").doesNotContain("Zz");
		for (int length = 0; length <= text.length(); length++) {
			String cut = this.redactor.cut(text, length);
			assertThat(this.redactor.text(cut)).as("%d characters of %s", length, text).doesNotContain("Zz");
			assertThat(this.redactor.text(this.redactor.text(cut))).as("masked twice")
				.isEqualTo(this.redactor.text(cut));
		}
	}

	@Test
	void leavesNothingOfASecretInTheMiddleOfAStackTrace() {
		String frame = "\n\tat a.B.c(B.java:1)\n";
		String text = this.redactor.cut("For input string: \"a\" " + SECRET + "\"", 26) + frame
				+ "Caused by: java.lang.IllegalStateException: \"later\"";
		assertThat(this.redactor.text(text))
			.isEqualTo("For input string: \"?…" + frame + "Caused by: java.lang.IllegalStateException: \"later\"");
	}

	@Test
	void returnTheSameTextWhereItFits() {
		for (String text : List.of("", "a", "http://user:pw@host/")) {
			assertThat(this.redactor.cut(text, text.length())).isSameAs(text);
		}
	}

	@Test
	void saysThatItWasCutAndLeavesTheLastWordOut() {
		assertThat(this.redactor.cut("see here http://host", 14)).isEqualTo("see here …");
		assertThat(this.redactor.cut("abcdefghij", 4)).isEqualTo("abcd…");
		assertThat(this.redactor.cut("a\ud83d\ude00b", 2)).as("half a character").isEqualTo("a…");
		assertThat(this.redactor.cut("abc", 0)).isEqualTo("…");
	}

	@Test
	void takesATextOfManyCharacters() {
		String text = "x".repeat(5_000_000);
		assertThat(this.redactor.cut(text, 4096)).hasSize(4097).endsWith("x…");
		assertThat(this.redactor.cut("http://user:" + text + "@host/", 4096)).isEqualTo("http:…");
		assertThat(this.redactor.cut(" ".repeat(5_000_000), 4096)).hasSize(4097);
	}

}
