// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeyRules}, {@link KeyWords} and {@link KeyPattern}.
 */
class KeyRulesTests {

	private final KeyRules rules = new KeyRules(List.of(), List.of());

	@ParameterizedTest
	@ValueSource(strings = { "authorization", "Authorization", "http.request.header.authorization",
			"Proxy-Authorization", "cookie", "http.request.header.cookie", "http.response.header.set-cookie",
			"Set-Cookie", "password", "db.password", "userPassword", "USER_PASSWORD", "passwordHash", "old_password_2",
			"passwd", "secret", "client_secret", "clientSecret", "secret.key", "aws_secret_access_key", "token",
			"access_token", "accessToken", "accesstoken", "x-auth-token", "idToken", "csrfToken", "X-CSRF-Token",
			"api-key", "apiKey", "api_key", "APIKey", "x-api-key", "http.request.header.x-api-key", "session",
			"session.id", "sessionId", "JSESSIONID", "http.session", "session_id", "credential", "aws.credentials",
			"privateKey", "private_key", "jwt", "cvv", "card.cvc", "otp", "user.name", "user.full_name", "user.email",
			"enduser.id", "token1", "secret2", "session1", "dbpwd", "set-cookie2", "session.3", "cvv2", "JSESSIONIDSSO",
			"apiKeys", "token.value" })
	void keyOfASecretHidesItsValue(String key) {
		assertThat(this.rules.of(key)).isIn(KeyRule.SECRET, KeyRule.TOKEN);
		assertThat(this.rules.of(key)).as("remembered").isIn(KeyRule.SECRET, KeyRule.TOKEN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http.request.method", "http.response.status_code", "url.path", "http.route",
			"server.address", "db.query.text", "db.system.name", "db.collection.name", "messaging.destination.name",
			"gen_ai.token.type", "code.function.name", "exception.type", "error.type", "user.id", "user.hash",
			"user.roles", "service.name", "service.instance.id", "correlation.id", "feature_flag.key",
			"messaging.kafka.message.key", "aws.s3.key", "aws.secretsmanager.secret.arn", "k8s.secret.name",
			"session.timeout", "token.count", "token.counts", "jwt.issuer", "jwt.audience", "jwt.subject",
			"cookie.domain", "cookie.samesite", "cookie.same_site", "session.state", "token.method", "secret.source",
			"secret.backend", "session.timeout2", "access", "addresses", "key1", "value", "hash", "oauth2",
			"cookie.name", "password.length", "password.attempts", "otp.retries", "session.max", "secret.total",
			"authorization.decision", "spring.security.authorization.decision", "tokenizer", "monkey", "author",
			"process.command_line", "network.protocol.name", "thread.name", "oauth.token_endpoint", "otel.scope.name",
			"job.priority" })
	void keyOfConventionsAndOfWhatIsNoSecretDoesNot(String key) {
		assertThat(this.rules.of(key)).isNotIn(KeyRule.SECRET, KeyRule.TOKEN, KeyRule.UNLISTED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "tokens", "refreshTokens", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens",
			"http.sessions" })
	void severalAreASecretOrANumber(String key) {
		assertThat(this.rules.of(key)).isEqualTo(KeyRule.TOKENS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "tokenValue", "token_value", "accessTokenValue", "passwordHash", "password2",
			"password_confirmation", "passwordConfirm", "passwordHash2", "JSESSIONIDSSO", "token1", "secret_2", "dbpwd",
			"set-cookie2", "session-value", "cvv2", "PASSWORDHASH", "apiKeys", "api_key_1" })
	void wordOfATextIsAKeyWhateverSaysNothingAtItsEnd(String word) {
		assertThat(this.rules.inText(word, 0, word.length())).isIn(KeyRule.SECRET, KeyRule.TOKEN);
		String text = "a " + word;
		assertThat(this.rules.inText(text, 2, text.length())).isIn(KeyRule.SECRET, KeyRule.TOKEN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "value", "hash", "commitHash", "confirm", "confirmation", "key1", "1", "12", "s", "ss",
			"1s", "s1", "access", "options", "version2", "token_type", "token.types", "tokenTypeValue", "sessionState",
			"jwt.issuer", "x.value", "_value", "monkeys", "sha1", "e" })
	void otherWordOfATextIsNone(String word) {
		assertThat(this.rules.inText(word, 0, word.length())).isEqualTo(KeyRule.TEXT);
	}

	@Test
	void keysOfTheApplicationComeOnTop() {
		KeyRules more = new KeyRules(List.of("tax-id", "customer.*", "*.internal.*"), List.of());
		assertThat(List.of("tax-id", "tax_id", "taxId", "customer.taxId", "customer.city", "a.internal.b", "password"))
			.allSatisfy((key) -> assertThat(more.of(key)).isEqualTo(KeyRule.SECRET));
		assertThat(List.of("syntax-id", "tax-id.type", "customers.city", "customer", "internal.a"))
			.allSatisfy((key) -> assertThat(more.of(key)).isEqualTo(KeyRule.TEXT));
	}

	@Test
	void listOfAllowedKeysClosesAllOthersButThoseOfConventions() {
		KeyRules listed = new KeyRules(List.of(), List.of("order.id", "shop.*"));
		assertThat(List.of("order.id", "shop.region", "http.request.method", "db.query.text", "correlation.id"))
			.allSatisfy((key) -> assertThat(listed.of(key)).isNotEqualTo(KeyRule.UNLISTED));
		assertThat(List.of("order.total", "anything"))
			.allSatisfy((key) -> assertThat(listed.of(key)).isEqualTo(KeyRule.UNLISTED));
		assertThat(listed.of("shop.secret")).as("a list opens no secret").isEqualTo(KeyRule.SECRET);
		assertThat(listed.of("shop.token")).as("a list opens no secret").isEqualTo(KeyRule.TOKEN);
		assertThat(listed.of("token")).as("nor a number").isEqualTo(KeyRule.UNLISTED);
		assertThat(listed.withoutAllowList().of("anything")).isEqualTo(KeyRule.TEXT);
	}

	@Test
	void rememberedKeysAreBounded() {
		for (int i = 0; i < KeyRules.MAX_REMEMBERED + 100; i++) {
			assertThat(this.rules.of("key" + i)).isEqualTo(KeyRule.TEXT);
			assertThat(this.rules.of("key" + i + ".password")).isEqualTo(KeyRule.SECRET);
		}
		assertThat(this.rules.of("x".repeat(1_000_000) + ".password")).isEqualTo(KeyRule.SECRET);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "-", "é", "\ud800", "___", "A", "AB", "aB", "ABc" })
	void takesAnyKey(String key) {
		assertThat(this.rules.of(key)).isEqualTo(KeyRule.TEXT);
	}

}
