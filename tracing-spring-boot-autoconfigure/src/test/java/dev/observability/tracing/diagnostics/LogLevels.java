// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Levels of loggers belong to the JVM, not to an application: a test that sets some has
 * to forget them.
 */
final class LogLevels {

	private LogLevels() {
	}

	static void forget() {
		LoggingSystem logging = LoggingSystem.get(LogLevels.class.getClassLoader());
		for (LoggerConfiguration logger : logging.getLoggerConfigurations()) {
			if (logger.getName().startsWith("dev.observability.tracing") || logger.getName().startsWith("io.")) {
				logging.setLogLevel(logger.getName(), null);
			}
		}
	}

}
