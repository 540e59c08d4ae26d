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
import org.slf4j.LoggerFactory;

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
		PatternLayoutEncoder encoder = new PatternLayoutEncoder();
		encoder.setContext(this.logback);
		encoder.setPattern("[token=shown] %m%n");
		encoder.setCharset(StandardCharsets.UTF_8);
		encoder.start();
		this.appender.setContext(this.logback);
		this.appender.setEncoder(encoder);
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
	void formatOfBootIsLeftAlone() {
		this.runner.withPropertyValues("observability.tracing.logging.format=none")
			.run((context) -> assertThat(log("password=hunter2")).contains("password=hunter2"));
	}

}
