// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SecretText}: secrets by their form and by the key before them.
 */
class SecretTextTests {

	private static final String JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";

	private final RedactionRules rules = RedactionRules.standard();

	private final RedactionRules mails = new RedactionRules(new KeyRules(List.of("tax-id", "x*"), List.of()),
			RedactionMode.MASK, true, new KeyedHash(null), null);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { JWT + "|REDACTED", "got " + JWT + " from a|got REDACTED from a",
					"id=" + JWT + ", x|id=REDACTED, x", "{\"id\":\"" + JWT + "\"}|{\"id\":\"REDACTED\"}",
					"a\\neyJhbGciOiJub25lIn0.e30.|a\\nREDACTED", "eyJhbGciO…|REDACTED…",
					"Bearer abc123|Bearer REDACTED", "bearer YWJj.x-y_z~+/=|bearer REDACTED",
					"used Basic dXNlcjpwYXNz for|used Basic REDACTED for", "Bearer abcde…|Bearer REDACTED…",
					"-----BEGIN RSA PRIVATE KEY-----\\nMIIE\\n-----END RSA PRIVATE KEY-----, ok|REDACTED, ok",
					"key: -----BEGIN PRIVATE KEY-----\\nMIIE|key: REDACTED", "card 4111111111111111.|card REDACTED.",
					"card 4111 1111 1111 1111 12/29|card REDACTED 12/29", "12 4111-1111-1111-1111|12 REDACTED",
					"378282246310005 and 5555555555554444|REDACTED and REDACTED", "6011 1111 1111 1117|REDACTED",
					"2223003122003222|REDACTED", "30569309025904|REDACTED", "4111 1111 …|REDACTED …",
					"to DE89370400440532013000|to REDACTED", "to DE89 3704 0044 0532 0130 00 today|to REDACTED today",
					"gb82west12345698765432|REDACTED", "NO93-8601-1117-947|REDACTED", "DE89 3704 0044 …|REDACTED …" })
	void formOfASecretTellsIt(String text, String expected) {
		String real = text.replace("\\n-", "\n-").replace("\\nMIIE", "\nMIIE");
		assertThat(mask(real)).isEqualTo(expected);
		assertThat(mask(expected)).as("masked twice").isSameAs(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "charged 12.50 4111 1111 1111 1111|charged 12.50 REDACTED",
					"4111111111111111 10.00 EUR|REDACTED 10.00 EUR", "4111111111111111 10.0.0.1|REDACTED 10.0.0.1",
					"customer c42 4111111111111111|customer c42 REDACTED", "4111 1111 1111 1111 3DS ok|REDACTED 3DS ok",
					"12:00:00.123 4111-1111-1111-1111 3|12:00:00.123 REDACTED 3",
					"e29b-41d4 4111111111111111 5-b|e29b-41d4 REDACTED 5-b",
					"0.5 378282246310005 5555555555554444 1.5|0.5 REDACTED REDACTED 1.5" })
	void numberOfACardIsFoundBesideOtherNumbers(String text, String expected) {
		assertThat(mask(text)).isEqualTo(expected);
		assertThat(mask(expected)).as("masked twice").isSameAs(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "id_token%3DeyJhbGciOiJub25lIn0.e30.a|id_token%3DREDACTED",
					"%253D" + JWT + "%26|%253DREDACTED%26", "Bearer%20" + JWT + "|Bearer%20REDACTED",
					"x\\u003d" + JWT + "\\u0026|x\\u003dREDACTED\\u0026", "x%20DE89370400440532013000|x%20REDACTED",
					"%3DDE89+3704%200044+0532+0130+00&a|%3DREDACTED&a", "DE89%203704%20…|REDACTED%20…",
					"card%3D4111111111111111|card%3DREDACTED", "card%204111111111111111%2C|card%20REDACTED%2C",
					"card\\u00204111111111111111|card\\u0020REDACTED",
					"card\\u003D4111 1111 1111 1111|card\\u003DREDACTED", "n=4111+1111+1111+1111&x=1|n=REDACTED&x=1",
					"12%204111%201111%201111%201111%203DS|12%20REDACTED%203DS",
					"%25204111%201111%20…|%2520REDACTED%20…", "4111+11…|REDACTED…", "4111%201111%2…|REDACTED%2…",
					"4111%201111%…|REDACTED%…", "4111%201111%201111%201111%205555555555554444|REDACTED%20REDACTED",
					"4111\u00a01111 1111-1111 1111|REDACTED 1111" })
	void formTellsASecretBehindAnEscapeAsWell(String text, String expected) {
		assertThat(mask(text)).isEqualTo(expected);
		assertThat(mask(expected)).as("masked twice").isSameAs(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '$', quoteCharacter = '`',
			value = { "used Basic dXNlcjpwYXNz.$used Basic REDACTED.", "Basic dXNlcjpwYXM= and$Basic REDACTED and",
					"Basic dXNlcjpwYXNz.x$Basic REDACTED.x", "Basic YWI6YzEyMw==.x$Basic REDACTED.x",
					"Basic YWJjOmMxMjM.x$Basic REDACTED.x", "Bearer  abc123$Bearer  REDACTED",
					"Bearer \"abc123\"$Bearer \"REDACTED\"", "Basic 'dXNlcjpwYXNz'$Basic 'REDACTED'",
					"{\"a\":\"Bearer abcdefghijklmnopqrstu=\"}$" + "{\"a\":\"Bearer REDACTED\"}",
					"Bearer \\\"abc123\\\"$Bearer \\\"REDACTED\\\"", "Bearer\tabc123$Bearer\tREDACTED",
					"Bearer%20abc123&a$Bearer%20REDACTED&a", "Bearer+%22abc123%22$Bearer+%22REDACTED%22",
					"Basic%20dXNl%2BcjpwYXM%3d%3D&a$Basic%20REDACTED&a", "Bearer abcdefghij$Bearer REDACTED",
					"bearer my-secret-key, x$bearer REDACTED, x", "Bearer 12|ab:cd|ef: no$Bearer REDACTED: no",
					"Bearer abc.…$Bearer REDACTED…",
					"(Bearer 550e8400-e29b-41d4-a716-446655440000)$(Bearer REDACTED)" })
	void nameOfASchemeTellsWhatFollows(String text, String expected) {
		assertThat(mask(text)).isEqualTo(expected);
		assertThat(mask(expected)).as("masked twice").isSameAs(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "password=hunter2|password=REDACTED",
			"access_token=Bearer abc123 x|access_token=REDACTED x", "token=basic abc, x|token=REDACTED, x",
			"token=Bearer|token=REDACTED", "token='Bearer a b' c d|token='REDACTED' c d",
			"login with password: letmein, please|login with password: REDACTED, please",
			"{\"password\":\"a\\\"b c\",\"x\":1}|{\"password\":\"REDACTED\",\"x\":1}",
			"{\\\"password\\\":\\\"a b\\\",\\\"x\\\":1}|{\\\"password\\\":\\\"REDACTED\\\",\\\"x\\\":1}",
			"{'apiKey': 'a b'}|{'apiKey': 'REDACTED'}", "{password=a, user=b}|{password=REDACTED, user=b}",
			"(secret=abc)|(secret=REDACTED)", "token: a1b2c3|token: REDACTED",
			"Authorization: Digest username=\"u\", response=abc|Authorization: REDACTED",
			"Authorization: abc def|Authorization: REDACTED",
			"[Authorization:\"Bearer abc\", Accept:\"*/*\"]|[Authorization:\"REDACTED\", Accept:\"*/*\"]",
			"Cookie: a=b; c=d|Cookie: REDACTED", "{Cookie=a=b; c=d, x=y}|{Cookie=REDACTED}",
			"X-Api-Key: abc|X-Api-Key: REDACTED", "jsessionid=ABC|jsessionid=REDACTED",
			"-Djavax.net.ssl.keyStorePassword=changeit -x|-Djavax.net.ssl.keyStorePassword=REDACTED -x",
			"\"secret\":{\"a\":\"b\"},1|\"secret\":{REDACTED},1", "tokens token=[a, b] c|tokens token=[REDACTED] c",
			"password=\"open and no end|password=\"REDACTED", "pwd = 'a'|pwd = 'REDACTED'" })
	void keyBeforeAValueTellsIt(String text, String expected) {
		assertThat(mask(text)).isEqualTo(expected);
		assertThat(mask(expected)).as("masked twice").isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "plain", "4111111111111112", "1234567890123456", "a4111111111111111b",
			"0.4111111111111111", "4111111111111111.5", "00000000-4111-1111-1111-111111111111", "100%a4111111111111111",
			"\\ux4111111111111111", "xu003d4111111111111111", "%3xDE89370400440532013000", "c42-4111-1111-1111-1111",
			"4111-1111-1111-1111-1a", "4111111111111111-1.5", "0.4111111111111111 0.25", "12 4111111111111111.5",
			"4111 1111 1111 1111.5", "550e8400-e29b-41d4-a716-446655440000 4111", "4bf92f3577b34da6a3ce929d0e0e4736",
			"2026-01-31T12:34:56.123456789Z", "2024-05-01 12:34:56", "+49 170 1234567", "4006381330060",
			"4901234560048", "5018374810007", "4722366482003", "DE89370400440532013001", "DE8937040044053201300",
			"ab12 cd34", "Bearer token", "Basic authentication", "bearer of news", "Bearer of bad news",
			"bearer token expired.", "Bearer authentication is required", "Bearer credentials.", "Bearer: ", "Bearer  ",
			"Bearer - abc123", "BasicAuth abc123", "Basic plans", "Basic HttpSecurity.class",
			"Basic Http2Settings.INITIAL", "basic  \"words\"",
			"WWW-Authenticate: Bearer realm=\"api\", error=\"invalid_token\"", "Basic realm=\"/a\"",
			"{\"a\":\"Bearer realm=\\\"api\\\"\"}", "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----",
			"xeyJhbGciOiJIUzI1NiJ9.e30.x", "eyJ", "jane@example.com", "password=", "password=?", "password = ?",
			"password=null", "token=true", "token = $1", "u.token = t.token", "where token = :token", "token: {}",
			"password=****", "password=REDACTED", "session: expired", "invalid token: expected ';'",
			"com.x.InvalidTokenException: JWT expired", "SessionFactory: opened", "author=jane",
			"gen_ai.usage.input_tokens=12", "token_type=Bearer", "a:b=c", "key=value", "order=4711",
			"org.springframework.security.web.csrf.CsrfFilter: x1", "https://host:8080/x", "…" })
	void whatIsNoSecretStays(String text) {
		assertThat(mask(text)).isSameAs(text);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "mail jane.doe+x@example.com now|mail REDACTED now",
			"<jane@example.co.uk>|<REDACTED>", "jane@exam…|REDACTED…", "Ask jane@example.com.|Ask REDACTED.",
			"jane@m\u00fcller.de\u2026|REDACTED\u2026", "to jane%40example.com%26|to REDACTED%26",
			"\u201cjane@mu\u0308ller.\u65e5\u672c\u201d|REDACTED\u201d", "to jane%40exa\u2026|to REDACTED\u2026",
			"100%40 of|100%40 of", "a%40b|a%40b", "100%41.com|100%41.com", "a@b|a@b", "@Override|@Override",
			"Foo@1b2c3d|Foo@1b2c3d", "taxId=12|taxId=REDACTED", "tax-id: 1|tax-id: REDACTED" })
	void whatTheApplicationAsksForIsMaskedAsWell(String text, String expected) {
		assertThat(SecretText.mask(this.mails, "key", text)).isEqualTo(expected);
	}

	private String mask(String text) {
		return SecretText.mask(this.rules, "key", text);
	}

}
