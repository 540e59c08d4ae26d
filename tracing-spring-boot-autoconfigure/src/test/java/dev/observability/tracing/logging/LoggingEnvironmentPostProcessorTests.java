// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoggingEnvironmentPostProcessor}.
 */
@ExtendWith(OutputCaptureExtension.class)
class LoggingEnvironmentPostProcessorTests {

	private static final String FORMAT = "observability.tracing.logging.format";

	private static final String CONSOLE = "logging.structured.format.console";

	private static final String BANNER = "spring.main.banner-mode";

	private static final String PATTERN = "logging.pattern.correlation";

	private static final LaunchFacts JAR = new LaunchFacts(Set.of(), false, false, false, true, false);

	private static final LaunchFacts IDE = new LaunchFacts(Set.of(), false, false, true, false, false);

	private static final LogbackFacts NO_FILE = new LogbackFacts(true, false, false);

	private static final LogbackFacts OWN_FILE = new LogbackFacts(true, true, false);

	private static final LogbackFacts NO_LOGBACK = new LogbackFacts(false, false, false);

	private final Map<String, Object> user = new LinkedHashMap<>();

	private final StandardEnvironment environment = new StandardEnvironment();

	@Test
	void jarWritesJsonWithoutBanner() {
		process(JAR);
		assertThat(value(CONSOLE)).isEqualTo(LogstashLogFormatter.class.getName());
		assertThat(value(BANNER)).isEqualTo("off");
	}

	@Test
	void developerReadsText() {
		process(IDE);
		assertThat(value(CONSOLE)).isNull();
		assertThat(value(BANNER)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "logstash, LogstashLogFormatter", "ECS, EcsLogFormatter", "otel, OtelLogFormatter" })
	void namedFormatHoldsEverywhere(String format, String formatter) {
		this.user.put(FORMAT, format);
		process(IDE);
		assertThat(value(CONSOLE)).isEqualTo("dev.observability.tracing.logging." + formatter);
		assertThat(value(BANNER)).isEqualTo("off");
	}

	@ParameterizedTest
	@CsvSource({ "none", "xml" })
	void noneAndWrongFormatsChangeNothing(String format) {
		this.user.put(FORMAT, format);
		process(JAR);
		assertThat(value(CONSOLE)).isNull();
		assertThat(value(BANNER)).isNull();
	}

	@Test
	void blankFormatIsTheDefault() {
		this.user.put(FORMAT, "");
		process(JAR);
		assertThat(value(CONSOLE)).isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "logging.structured.format.console, ecs", "logging.structured.format.file, ecs",
			"logging.pattern.console, %m%n", "logging.pattern.console, ${nowhere} %m%n" })
	void loggingOfTheUserWins(String key, String value) {
		this.user.put(key, value);
		process(JAR);
		assertThat(value(CONSOLE)).isEqualTo(key.equals(CONSOLE) ? value : null);
		assertThat(value(BANNER)).isNull();
	}

	@Test
	void namedFormatWinsOverThePatternOfTheUser(CapturedOutput output) {
		this.user.put("logging.pattern.console", "%m%n");
		this.user.put(FORMAT, "ecs");
		process(JAR);
		assertThat(value(CONSOLE)).isEqualTo(EcsLogFormatter.class.getName());
		assertThat(output.getOut()).isEmpty();
	}

	@Test
	void formatOfTheUserWinsWithOneWarning(CapturedOutput output) {
		this.user.put(CONSOLE, "gelf");
		this.user.put(FORMAT, "ecs");
		process(JAR);
		assertThat(value(CONSOLE)).isEqualTo("gelf");
		assertThat(output).contains("'logging.structured.format.console' wins");
	}

	@Test
	void bannerOfTheUserWins() {
		this.user.put(BANNER, "console");
		process(JAR);
		assertThat(value(BANNER)).isEqualTo("console");
	}

	@Test
	void ownFileOfLogbackKeepsItsTextAndItsBanner(CapturedOutput output) {
		process(JAR, false, OWN_FILE);
		assertThat(value(CONSOLE)).isNull();
		assertThat(value(BANNER)).isNull();
		assertThat(output.getOut()).isEmpty();
	}

	@Test
	void namedFormatIsThereForAnOwnFileToUse(CapturedOutput output) {
		this.user.put(FORMAT, "ecs");
		process(JAR, false, new LogbackFacts(true, true, true));
		assertThat(value(CONSOLE)).isEqualTo(EcsLogFormatter.class.getName());
		assertThat(value(BANNER)).isNull();
		assertThat(output.getOut()).isEmpty();
	}

	@Test
	void namedFormatThatAnOwnFileDoesNotUseIsOneWarning(CapturedOutput output) {
		this.user.put(FORMAT, "ecs");
		process(JAR, false, OWN_FILE);
		assertThat(output.getOut().lines()).singleElement()
			.asString()
			.contains("WARN", "'observability.tracing.logging.format=ecs' has no effect",
					"org/springframework/boot/logging/logback/structured-console-appender.xml");
	}

	@Test
	void nothingOfOursWithoutLogback(CapturedOutput output) {
		process(JAR, false, NO_LOGBACK);
		assertThat(value(CONSOLE)).isNull();
		assertThat(value(PATTERN)).isNotNull();
		assertThat(output.getOut()).isEmpty();
	}

	@Test
	void namedFormatWithoutLogbackIsOneWarning(CapturedOutput output) {
		this.user.put(FORMAT, "ecs");
		process(JAR, false, NO_LOGBACK);
		assertThat(value(CONSOLE)).isNull();
		assertThat(output.getOut().lines()).singleElement().asString().contains("WARN", "these formats need Logback");
	}

	@ParameterizedTest
	@ValueSource(strings = { FORMAT, CONSOLE, "observability.tracing.logging.enabled", "observability.tracing.enabled",
			"observability.tracing.logging.mdc.trace-id-key", "management.tracing.mdc.trace-id-key",
			"logging.expect-correlation-id", "management.tracing.export.enabled", "logging.structured.format.file" })
	void placeholdersThatNobodyResolvesAreLeftToTheStrictBinding(String key) {
		this.user.put(key, "${nowhere}");
		process(JAR);
		assertThat(value("spring.reactor.context-propagation")).isEqualTo("auto");
		assertThat(value(PATTERN)).isEqualTo("%correlationId{trace_id(32),span_id(16)}");
	}

	@Test
	void nothingBesideTheAgent() {
		process(JAR, true, NO_FILE);
		assertThat(this.environment.getPropertySources().contains(LoggingEnvironmentPostProcessor.SOURCE)).isFalse();
	}

	@Test
	void nothingWhereSwitchedOff() {
		this.user.put("observability.tracing.logging.enabled", "false");
		process(JAR);
		assertThat(this.environment.getPropertySources().contains(LoggingEnvironmentPostProcessor.SOURCE)).isFalse();
	}

	@Test
	void formatStaysWhereTracingIsOff() {
		this.user.put("observability.tracing.enabled", "false");
		process(JAR);
		assertThat(value(CONSOLE)).isNotNull();
		assertThat(value(PATTERN)).isNull();
		assertThat(value("spring.reactor.context-propagation")).isNull();
	}

	@Test
	void textShowsTheIdsByOurNames() {
		process(IDE);
		assertThat(value(PATTERN)).isEqualTo("%correlationId{trace_id(32),span_id(16)}");
	}

	@Test
	void textShowsTheIdsByTheNamesOfTheUser() {
		this.user.put("observability.tracing.logging.mdc.trace-id-key", "traceId");
		this.user.put("management.tracing.mdc.span-id-key", "spanId");
		process(IDE);
		assertThat(value(PATTERN)).isEqualTo("%correlationId{traceId(32),spanId(16)}");
	}

	@Test
	void textHasNoPlaceForIdsWhereBootHasNone() {
		this.user.put("logging.expect-correlation-id", "false");
		process(IDE);
		assertThat(value(PATTERN)).isNull();
	}

	@Test
	void secondRunReplacesTheFirst() {
		process(JAR);
		process(IDE);
		assertThat(value(CONSOLE)).isNull();
	}

	@Test
	void isFoundByBoot() {
		DeferredLogFactory logs = (destination) -> destination.get();
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
			.load(EnvironmentPostProcessor.class, ArgumentResolver.of(DeferredLogFactory.class, logs),
					(type, name, failure) -> {
					}))
			.anyMatch(LoggingEnvironmentPostProcessor.class::isInstance);
	}

	private @Nullable String value(String key) {
		return this.environment.getProperty(key);
	}

	private void process(LaunchFacts facts) {
		process(facts, false, NO_FILE);
	}

	private void process(LaunchFacts facts, boolean agent, LogbackFacts logback) {
		this.environment.getPropertySources().remove("user");
		this.environment.getPropertySources().addFirst(new MapPropertySource("user", this.user));
		new LoggingEnvironmentPostProcessor((destination) -> destination.get()).process(this.environment, facts, agent,
				logback);
	}

}
