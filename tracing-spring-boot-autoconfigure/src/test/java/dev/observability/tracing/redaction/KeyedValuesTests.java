// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeyedValues}: where a value begins and ends behind the key of a
 * secret.
 */
class KeyedValuesTests {

	private final RedactionRules rules = RedactionRules.standard();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "password={noop}hunter2|password=REDACTED",
					"password={bcrypt}$2a$10$N9qo8uLO, x|password=REDACTED, x",
					"userPassword={SSHA}W6ph5Mm5Pz8GgiULbPgz==|userPassword=REDACTED", "token=[abc]def|token=REDACTED",
					"password: {noop}a b|password: REDACTED b", "({password={noop}a})|({password=REDACTED})",
					"token={a}. Then|token={REDACTED}. Then", "token=[a, b], c|token=[REDACTED], c",
					"{\\\"token\\\":{\\\"a\\\":1}\\n}|{\\\"token\\\":{REDACTED}\\n}" })
	void bracketsAreThatOfAStructureOrBeginAWord(String text, String expected) {
		masks(text, expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "password    = hunter2|password    = REDACTED", "password\t\t= x y|password\t\t= REDACTED y",
					"token\\t\\t = a|token\\t\\t = REDACTED", "password => hunter2|password => REDACTED",
					"password == hunter2|password == REDACTED", "password === 'a b'|password === 'REDACTED'",
					"password := hunter2|password := REDACTED", "'password' => 'a b'|'password' => 'REDACTED'",
					"password=>a|password=>REDACTED", "userPassword:: e1NTSEF9|userPassword:: REDACTED",
					"password\\=hunter2|password\\=REDACTED", "secret:  a1|secret:  REDACTED",
					"secret: a1.secret|secret: REDACTED" })
	void signsMayHaveSeveralCharactersAndBlanksAround(String text, String expected) {
		masks(text, expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "password='it''s-secret', x|password='REDACTED', x",
					"password=\"a\"\"b\"\"c\" d|password=\"REDACTED\" d", "password='a''b…|password='REDACTED",
					"set 'password='abc'' now|set 'password='REDACTED'' now",
					"{'password':'','x':'y'}|{'password':'','x':'y'}" })
	void doubledQuoteIsPartOfTheValue(String text, String expected) {
		masks(text, expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"[Set-Cookie:\"a=1; Path=/\", \"remember-me=dG9; Path=/\"]|[Set-Cookie:\"REDACTED\"]",
			"[X-Api-Key:\"k1\", \"k2\", \"k3\", Host:\"x\", \"y\"]|[X-Api-Key:\"REDACTED\", Host:\"x\", \"y\"]",
			"{\"note\":\"[X-Api-Key:\\\"k1\\\", \\\"k2\\\", Host:\\\"x\\\"]\"}|{\"note\":\"[X-Api-Key:\\\"REDACTED\\\", Host:\\\"x\\\"]\"}",
			"[X-Api-Key:\"REDACTED\", \"k2\"]|[X-Api-Key:\"REDACTED\"]", "[X-Api-Key:\"\", \"k2…|[X-Api-Key:\"REDACTED",
			"{token: \"a\", \"b\" : 1}|{token: \"REDACTED\", \"b\" : 1}",
			"{\"token\":\"a\", \"b\"}|{\"token\":\"REDACTED\", \"b\"}", "token=\"a\", \"b\"|token=\"REDACTED\", \"b\"",
			"Cookie: cart={\"id\":1}; remember-me=abc|Cookie: REDACTED", "Cookie=[a]b; c=d e|Cookie=REDACTED",
			"{Cookie=a={[1]}; b=c, x=y} z|{Cookie=REDACTED} z", "[Cookie: a=b; c=d] e|[Cookie: REDACTED] e" })
	void everyValueOfAHeaderIsOne(String text, String expected) {
		masks(text, expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "\\nauthorization: ApiKey 8f3|\\nauthorization: REDACTED", "a\\r\\npwd=x|a\\r\\npwd=REDACTED",
					"\\tsession=a|\\tsession=REDACTED", "\\notp=1|\\notp=REDACTED",
					"a\\ncredentials=x|a\\ncredentials=REDACTED", "\\ntoken: expired|\\ntoken: expired",
					"C:\\token=a|C:\\token=REDACTED", "a\\u0026otp=1|a\\u0026otp=REDACTED",
					"a%26session=b|a%26session=REDACTED", "\\ntoken=null|\\ntoken=null" })
	void escapesBeforeAKeyAreNoPartOfIt(String text, String expected) {
		masks(text, expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "token=Bearer abc12, x|token=REDACTED, x", "token\\u003dBasic  eFlY now|token\\u003dREDACTED now",
					"token=bearer|token=REDACTED", "secret=basic \"x\"|secret=REDACTED \"x\"",
					"token=Bearer \"xHa0Dz37\" x|token=REDACTED\" x", "token: Bearer abc12|token: Bearer REDACTED" })
	void nameOfASchemeIsPartOfTheValue(String text, String expected) {
		masks(text, expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "token=4111 1111 1111 1111, x|token=REDACTED, x",
			"token=a1/b2/4111 1111 1111 1111 x|token=REDACTED x", "token=b1/4111 1111 1111 1111 x|token=REDACTED x",
			"token\\u003d5183 6425 0463 0234 DS|token\\u003dREDACTED DS",
			"secret: DE89 3704 0044 0532 0130 00 now|secret: REDACTED now",
			"token=4111 1111 1111 1111%203DS|token=REDACTED", "otp=482913 12 items|otp=REDACTED 12 items",
			"private_key=-----BEGIN RSA PRIVATE KEY-----MIIE x-----END RSA PRIVATE KEY----- now|private_key=REDACTED now",
			"secret=-----BEGIN x|secret=REDACTED x" })
	void formOfASecretMayGoOnBehindTheWord(String text, String expected) {
		masks(text, expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "access_token\\u003dabc def|access_token\\u003dREDACTED def", "a?token%3Dabc|a?token%3DREDACTED",
					"token%3aabc, x|token%3aREDACTED, x", "%7B%22token%22%3A%22a%22%7D b|%7B%22token%22%3AREDACTED b",
					"a\\\\u0026otp\\\\u003D12|a\\\\u0026otp\\\\u003DREDACTED", "token%3D|token%3D",
					"pwd=a {\\\"token\\\":\\\"b\\\"}|pwd=REDACTED {\\\"token\\\":\\\"REDACTED\\\"}",
					"pwd=a token%2Fb|pwd=REDACTED token%2Fb" })
	void signMayBeAnEscape(String text, String expected) {
		masks(text, expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "<password>a b</password> c|<password>REDACTED</password> c",
					"<u:userPassword>a</u:userPassword>|<u:userPassword>REDACTED</u:userPassword>",
					"<token><![CDATA[a<b]]></token>|<token><![CDATA[REDACTED]]></token>",
					"<token><![CDATA[a<b|<token><![CDATA[REDACTED", "<pwd>abc…|<pwd>REDACTED",
					"<pwd>abc<…|<pwd>REDACTED<…", "<secret></secret>|<secret></secret>",
					"<secret>${x}</secret>|<secret>REDACTED</secret>",
					"<credentials><user>x</user></credentials>|<credentials><user>x</user></credentials>" })
	void textOfAnElementIsAValue(String text, String expected) {
		masks(text, expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "pwd: swordfish|pwd: REDACTED", "passphrase: correct-horse|passphrase: REDACTED",
					"credentials: letmein|credentials: REDACTED", "X-Auth-Token: opensesame|X-Auth-Token: REDACTED",
					"user.token: opensesame|user.token: REDACTED", "session_id: abc|session_id: REDACTED",
					"refreshTokens: abc|refreshTokens: REDACTED", "otp: abc|otp: REDACTED" })
	void onlyFewWordsStandBeforeASentence(String text, String expected) {
		masks(text, expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{\"tokenValue\":\"a b\"}|{\"tokenValue\":\"REDACTED\"}",
					"passwordHash=$2a$10$x|passwordHash=REDACTED", "password2=a|password2=REDACTED",
					"password_confirmation=a|password_confirmation=REDACTED", "JSESSIONIDSSO=A1|JSESSIONIDSSO=REDACTED",
					"refreshTokens=[a, b]|refreshTokens=[REDACTED]", "tokens=a1|tokens=REDACTED",
					"Set-Cookie2: a=b; c=d|Set-Cookie2: REDACTED", "{\"otps\":[1]}|{\"otps\":[REDACTED]}" })
	void keysMayHaveANumberAnSOrSayThatTheyAreAValue(String text, String expected) {
		masks(text, expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "token={}/{}, x", "password={}", "token=[]", "token={REDACTED}.", "token == null",
			"tokens=12", "{\"total_tokens\": 4096, \"max_tokens\": null}", "tokens: [1, 2]", "tokens: 3/16",
			"tokens: unexpected", "sessions=0", "a.token == b.token", "token >= 5", "List<Token> of <b>",
			"java.util.List<a.Token>.size()", "usage: login <user> <password>", "token%3", "token%3x", "100%3D",
			"\\u003d", "token\\u003", "<init>(Token.java:3)", "a -> token -> b</x>", "</password>a</x>",
			"50% of tokens", "token != x", "bearer: missing", "Token: unexpected", "jwt: expired",
			"org.hibernate.Session: closed", "Token      : opened" })
	void whatIsNoSecretStays(String text) {
		assertThat(mask(text)).isSameAs(text);
	}

	private void masks(String text, String expected) {
		assertThat(mask(text)).isEqualTo(expected);
		assertThat(mask(expected)).as("masked twice").isSameAs(expected);
	}

	private String mask(String text) {
		return SecretText.mask(this.rules, "key", text);
	}

}
