// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.observability.tracing.DiagnosticsSection;
import dev.observability.tracing.InvalidTracingPropertyException;
import dev.observability.tracing.diagnostics.DiagnosticsAutoConfiguration;
import dev.observability.tracing.diagnostics.TracingEndpoint;
import dev.observability.tracing.testing.PlantedSecrets;
import dev.observability.tracing.testing.PlantedSecrets.Planted;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedactionAutoConfiguration} and {@link KeyedHash}.
 */
class RedactionAutoConfigurationTests {

	private static final String PREFIX = "observability.tracing.redaction.";

	private static final String KEY = PREFIX + "hash-key";

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

	@Test
	void masksByDefaultAndNoPropertyTakesARuleAway() {
		this.runner.run((context) -> {
			Redactor redactor = context.getBean(Redactor.class);
			assertThat(redactor.attribute("password", "a", false)).isEqualTo("REDACTED");
			assertThat(redactor.attribute("note", MAIL, false)).isEqualTo(MAIL);
			assertThat(context.getBean(RedactionLedger.class).counts()).containsOnlyKeys("password");
		});
		this.runner.withPropertyValues(PREFIX + "allowed-keys=password,*").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(failure(context.getStartupFailure())).contains(PREFIX + "allowed-keys", "'*'", "letter");
		});
		this.runner.withPropertyValues(PREFIX + "allowed-keys=password,n*")
			.run((context) -> assertThat(context.getBean(Redactor.class).attribute("password", "a", false))
				.isEqualTo("REDACTED"));
	}

	@Test
	void hidesWhatTheApplicationAdds() {
		this.runner.withPropertyValues(PREFIX + "keys=tax-id,customer.*", PREFIX + "email=true").run((context) -> {
			Redactor redactor = context.getBean(Redactor.class);
			assertThat(redactor.attribute("taxId", "a", false)).isEqualTo("REDACTED");
			assertThat(redactor.attribute("customer.city", "a", false)).isEqualTo("REDACTED");
			assertThat(redactor.attribute("note", MAIL, false)).isEqualTo("REDACTED");
			assertThat(redactor.value("taxId", 12L, false)).as("a number").isEqualTo("REDACTED");
		});
	}

	@Test
	void hashesTheValuesOfKeysByTheKey() {
		this.runner.withPropertyValues(PREFIX + "mode=hash", KEY + "=a key of the tests").run((context) -> {
			Redactor redactor = context.getBean(Redactor.class);
			String hashed = redactor.attribute("password", "a", false);
			assertThat(hashed).isEqualTo("hash:" + new KeyedHash("a key of the tests").of("a"));
			assertThat(redactor.attribute("password", hashed, false)).as("twice").isEqualTo(hashed);
		});
		this.runner.withPropertyValues(PREFIX + "mode=hash")
			.run((context) -> assertThat(context.getBean(Redactor.class).attribute("password", "a", false))
				.isEqualTo("REDACTED"));
	}

	@Test
	void dropsKeysWithTheirValues() {
		this.runner.withPropertyValues(PREFIX + "mode=drop", PREFIX + "allowed-keys=listed").run((context) -> {
			Redactor redactor = context.getBean(Redactor.class);
			assertThat(redactor.value("password", "a", false)).isNull();
			assertThat(redactor.value("otp", 482_913, false)).isNull();
			assertThat(redactor.value("unlisted", "a", false)).isNull();
			assertThat(redactor.value("listed", "a", false)).isEqualTo("a");
			assertThat(redactor.value("http.request.method", "GET", false)).isEqualTo("GET");
			assertThat(redactor.withoutAllowList().value("unlisted", "a", false)).isEqualTo("a");
			assertThat(redactor.text("password=a")).isEqualTo("password=REDACTED");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "keys=..", "keys=a,*", "allowed-keys=-" })
	void aPatternThatIsNoneStopsTheStart(String property) {
		this.runner.withPropertyValues(PREFIX + property).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(failure(context.getStartupFailure()))
				.contains(PREFIX + property.substring(0, property.indexOf('=')), "256 characters or fewer");
		});
	}

	@Test
	void linesOfLogsAreMaskedByTheSameEngineAsSpans() {
		this.runner.withPropertyValues(PREFIX + "keys=tax-id").run((context) -> {
			Redactor early = ApplicationRedaction.early(context.getEnvironment());
			assertThat(early).isSameAs(context.getBean(Redactor.class));
			early.field("tax-id", "a");
			assertThat(context.getBean(RedactionLedger.class).counts()).containsOnlyKeys("tax-id");
		});
	}

	@Test
	void linesOfLogsFollowPropertiesThatComeLater() {
		this.runner.withInitializer((context) -> ApplicationRedaction.early(context.getEnvironment()).text("begun"))
			.withUserConfiguration(LateProperties.class)
			.run((context) -> {
				Redactor early = ApplicationRedaction.early(context.getEnvironment());
				assertThat(early).isSameAs(context.getBean(Redactor.class));
				assertThat(early.text("nickname=joe")).isEqualTo("nickname=REDACTED");
				assertThat(early.field("note", MAIL)).isEqualTo("REDACTED");
				assertThat(context.getBean(RedactionLedger.class).counts()).containsOnlyKeys("message", "note");
			});
	}

	@Test
	void linesOfLogsFollowWhatCouldNotBeReadEarly() {
		this.runner.withPropertyValues(PREFIX + "mode=${the.late.mode}").withInitializer((context) -> {
			Redactor early = ApplicationRedaction.early(context.getEnvironment());
			assertThat(early.text("password=a nickname=joe")).isEqualTo("password=REDACTED nickname=joe");
		}).withUserConfiguration(LateProperties.class).run((context) -> {
			assertThat(ApplicationRedaction.early(context.getEnvironment()).text("nickname=joe"))
				.isEqualTo("nickname=REDACTED");
			assertThat(context.getBean(RedactionLedger.class).counts()).containsOnlyKeys("message");
		});
	}

	@Test
	void endpointTellsWhatWasHiddenAndNoValue() {
		this.runner.withConfiguration(AutoConfigurations.of(DiagnosticsAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=tracing")
			.run((context) -> {
				Redactor redactor = context.getBean(Redactor.class);
				PlantedSecrets secrets = new PlantedSecrets(new Random(20_261_122L));
				List<Planted> planted = new ArrayList<>();
				for (int i = 0; i < 2000; i++) {
					Planted each = (i % 2 == 0) ? secrets.formed() : secrets.keyed();
					planted.add(each);
					redactor.attribute(each.key(), each.text(), false);
					// A secret where the name of an attribute belongs
					Planted key = secrets.formed();
					planted.add(key);
					redactor.attribute(key.text() + ".password", each.text(), false);
				}
				TracingEndpoint endpoint = context.getBean(TracingEndpoint.class);
				String all = endpoint.section("redactions") + " " + endpoint.tracing();
				assertThat(planted).noneMatch((each) -> each.isIn(all));
				assertThat(endpoint.section("redactions")).containsOnlyKeys("rules", "keys");
				assertThat(endpoint.section("redactions"))
					.extractingByKey("rules", InstanceOfAssertFactories.map(String.class, Object.class))
					.allSatisfy((rule, count) -> assertThat(count).as(rule).isInstanceOf(Long.class));
				assertThat(all).contains("password={key=", "note={bearer=", "other={", "redactions]");
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void endpointAnswersByTheRulesOfTheApplicationAlsoWhereTracingIsOff(boolean enabled) {
		this.runner.withConfiguration(AutoConfigurations.of(DiagnosticsAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=tracing", PREFIX + "keys=tax-id",
					"observability.tracing.enabled=" + enabled)
			.withBean("own", DiagnosticsSection.class, () -> new DiagnosticsSection() {

				@Override
				public String name() {
					return "own";
				}

				@Override
				public Map<String, ?> content() {
					return Map.of("taxId", "12 345", "said", "tax-id=12345");
				}

			})
			.run((context) -> assertThat(context.getBean(TracingEndpoint.class).section("own"))
				.containsEntry("taxId", "REDACTED")
				.containsEntry("said", "tax-id=REDACTED"));
	}

	@Test
	void isNoSectionWhereDiagnosticsAreOff() {
		this.runner.withPropertyValues("observability.tracing.diagnostics.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DiagnosticsSection.class));
	}

	private static String failure(@Nullable Throwable failure) {
		StringBuilder all = new StringBuilder();
		for (Throwable each = failure; each != null; each = each.getCause()) {
			all.append(each.getMessage()).append('\n');
		}
		return all.toString();
	}

	/** Comes when logging has begun. */
	@Configuration(proxyBeanMethods = false)
	@PropertySource("classpath:late-redaction.properties")
	static class LateProperties {

	}

}
