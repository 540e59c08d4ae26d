// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import dev.observability.tracing.InvalidTracingPropertyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedactionAutoConfiguration} and {@link KeyedHash}.
 */
class RedactionAutoConfigurationTests {

	private static final String KEY = "observability.tracing.redaction.hash-key";

	private static final String MAIL = "jane@example.com";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RedactionAutoConfiguration.class));

	@ParameterizedTest
	@ValueSource(strings = { "", KEY + "=", KEY + "=   " })
	void masksWithoutAKey(String property) {
		this.runner.withPropertyValues(property.isEmpty() ? new String[0] : new String[] { property })
			.run((context) -> assertThat(context.getBean(KeyedHash.class).of(MAIL)).isEqualTo("REDACTED"));
	}

	@Test
	void hashesByTheKey() {
		this.runner.withPropertyValues(KEY + "=Jefe, what do ya want").run((context) -> {
			KeyedHash hash = context.getBean(KeyedHash.class);
			assertThat(hash.of(MAIL)).matches("[0-9a-f]{16}").isEqualTo(hash.of(MAIL)).isNotEqualTo(hash.of("joe"));
			assertThat(hash.of(MAIL)).isNotEqualTo(new KeyedHash("another key, as long").of(MAIL));
			assertThat(hash).asString().doesNotContain("Jefe");
			assertThat(context.getBean(RedactionProperties.class)).asString().doesNotContain("Jefe");
		});
	}

	@Test
	void isHmacSha256() {
		// RFC 4231, test case 2
		assertThat(new KeyedHash("Jefe").of("what do ya want for nothing?")).isEqualTo("5bdcc146bf60754e");
	}

	@Test
	void aKeyThatIsShortStopsTheStartAndIsNotTold() {
		this.runner.withPropertyValues(KEY + "=tooshort").run((context) -> {
			assertThat(context).hasFailed();
			Throwable last = null;
			StringBuilder all = new StringBuilder();
			for (Throwable each = context.getStartupFailure(); each != null; each = each.getCause()) {
				all.append(each.getMessage());
				last = each;
			}
			assertThat(last).isInstanceOf(InvalidTracingPropertyException.class)
				.hasMessageContaining(KEY)
				.hasMessageContaining("16");
			assertThat(all).doesNotContain("tooshort");
		});
	}

	@Test
	void isAwayWhereTracingIsOff() {
		this.runner.withPropertyValues("observability.tracing.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(KeyedHash.class));
	}

	@Test
	void thatOfTheApplicationWins() {
		KeyedHash own = new KeyedHash("own");
		this.runner.withBean("own", KeyedHash.class, () -> own)
			.run((context) -> assertThat(context.getBean(KeyedHash.class)).isSameAs(own));
	}

}
