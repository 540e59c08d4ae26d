// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import dev.observability.tracing.redaction.RedactionAutoConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MaskedAppenders} and {@link MaskedEncoder}.
 */
class MaskedAppendersTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RedactionAutoConfiguration.class, LoggingAutoConfiguration.class));

	private final LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();

	private final Logger logger = this.logback.getLogger(MaskedAppendersTests.class);

	private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

	private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();

	private final AsyncAppender holder = new AsyncAppender();

	@BeforeEach
	void attach() {
		this.appender.setContext(this.logback);
		pattern("[token=shown] %m%n");
		this.appender.setOutputStream(this.lines);
		this.appender.start();
		this.logger.setAdditive(false);
		this.logger.addAppender(this.appender);
	}

	@AfterEach
	void detach() {
		this.logger.detachAndStopAllAppenders();
		this.logger.setAdditive(true);
	}

	private void pattern(String pattern) {
		PatternLayoutEncoder encoder = new PatternLayoutEncoder();
		encoder.setContext(this.logback);
		encoder.setPattern(pattern);
		encoder.setCharset(StandardCharsets.UTF_8);
		encoder.start();
		this.appender.setEncoder(encoder);
	}

	private String log(String message) {
		this.lines.reset();
		this.logger.warn(message, new IllegalStateException("Bearer abc123"));
		return this.lines.toString(StandardCharsets.UTF_8);
	}

	@Test
	void lineOfTextIsMaskedFromItsMessageOnWhileTheApplicationRuns() {
		this.runner.withPropertyValues("observability.tracing.redaction.keys=tax-id").run((context) -> {
			assertThat(log("password=hunter2 taxId=12")).startsWith("[token=shown] password=REDACTED taxId=REDACTED")
				.contains("IllegalStateException: Bearer REDACTED")
				.contains("\tat " + MaskedAppendersTests.class.getName());
			assertThat(log("Grüße, order 12")).startsWith("[token=shown] Grüße, order 12");
		});
		assertThat(log("password=hunter2")).as("afterwards").startsWith("[token=shown] password=hunter2");
	}

	@Test
	void appenderBehindAnotherIsMasked() {
		this.logger.detachAppender(this.appender);
		this.holder.setContext(this.logback);
		this.holder.addAppender(this.appender);
		this.logger.addAppender(this.holder);
		this.runner.run((context) -> assertThat(this.appender.getEncoder()).isInstanceOf(MaskedEncoder.class));
		assertThat(this.appender.getEncoder()).isInstanceOf(PatternLayoutEncoder.class);
	}

	@Test
	void secondApplicationDoesNotMaskTwice() {
		this.runner.run((first) -> this.runner.run((second) -> {
			assertThat(log("password=hunter2")).startsWith("[token=shown] password=REDACTED");
			assertThat(this.appender.getEncoder()).isInstanceOfSatisfying(MaskedEncoder.class,
					(encoder) -> assertThat(encoder.delegate()).isInstanceOf(PatternLayoutEncoder.class));
		}));
	}

	@Test
	void endOfOneApplicationLeavesTheOtherItsMasks() {
		this.runner.run((first) -> {
			this.runner.withPropertyValues("observability.tracing.redaction.keys=tax-id")
				.run((second) -> assertThat(log("taxId=12")).contains("taxId=REDACTED"));
			assertThat(log("password=hunter2 taxId=12")).contains("password=REDACTED taxId=12");
			assertThat(this.appender.getEncoder()).isInstanceOfSatisfying(MaskedEncoder.class,
					(encoder) -> assertThat(encoder.delegate()).isInstanceOf(PatternLayoutEncoder.class));
		});
		assertThat(this.appender.getEncoder()).isInstanceOf(PatternLayoutEncoder.class);
	}

	@ParameterizedTest
	@CsvSource({ "[%X{sessionId}] %m, paid, [REDACTED] paid", "[%X{sessionId}] %m, 3, [REDACTED] 3",
			"12:31 [%X] %m, paid, '12:31 [trace_id=8f3a91c2, sessionId=REDACTED] paid'",
			"%-4.4X{sessionId} %m, 8f3a, CTED 8f3a", "%kvp %m, paid, 'otp=\"REDACTED\" tenant=\"acme\" paid'",
			"%X{trace_id} %m, paid, 8f3a91c2 paid" })
	void valuesOfMdcAndOfPairsAreMaskedByTheirKeys(String pattern, String message, String line) {
		pattern(pattern);
		this.runner.withPropertyValues("observability.tracing.redaction.allowed-keys=tenant").run((context) -> {
			MDC.put("sessionId", "8f3a91c2");
			MDC.put("trace_id", "8f3a91c2");
			try {
				this.logger.atInfo().addKeyValue("otp", "482913").addKeyValue("tenant", "acme").log(message);
				assertThat(this.lines.toString(StandardCharsets.UTF_8)).isEqualTo(line);
			}
			finally {
				MDC.clear();
			}
		});
	}

	@Test
	void exceptionBeforeTheMessageIsMasked() {
		pattern("%ex%m");
		this.runner.run((context) -> assertThat(log("paid")).contains("IllegalStateException: Bearer REDACTED")
			.endsWith("paid"));
	}

	@Test
	void fileBesideAConsoleOfJsonIsMasked() {
		this.runner.withPropertyValues("observability.tracing.logging.format=ecs")
			.run((context) -> assertThat(log("password=hunter2")).contains("password=REDACTED"));
	}

	@Test
	void formatOfBootIsLeftAlone() {
		this.runner.withPropertyValues("observability.tracing.logging.format=none")
			.run((context) -> assertThat(log("password=hunter2")).contains("password=hunter2"));
	}

}
