// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.Appender;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

/**
 * Keeps an appender at the root logger while the application runs, also after Logback was
 * reset, as a changed configuration file does. Start and end of the application, and the
 * thread that resets. Does nothing where another binding of SLF4J is in charge.
 *
 * @since 0.1.0
 */
public final class RootAppender implements InitializingBean, DisposableBean, LoggerContextListener {

	private final Appender<ILoggingEvent> appender;

	private @Nullable LoggerContext context;

	/**
	 * Creates it.
	 * @param appender sees every event that the root logger gets; started and stopped
	 * here
	 */
	public RootAppender(Appender<ILoggingEvent> appender) {
		this.appender = appender;
	}

	@Override
	public void afterPropertiesSet() {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
			this.context = logback;
			attach(logback);
			logback.addListener(this);
		}
	}

	private void attach(LoggerContext logback) {
		this.appender.setContext(logback);
		this.appender.setName(this.appender.getClass().getName() + "@" + System.identityHashCode(this));
		this.appender.start();
		logback.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(this.appender);
	}

	@Override
	public void destroy() {
		LoggerContext logback = this.context;
		if (logback != null) {
			logback.removeListener(this);
			logback.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(this.appender);
			this.appender.stop();
		}
	}

	@Override
	public boolean isResetResistant() {
		return true;
	}

	@Override
	public void onStart(LoggerContext logback) {
	}

	// The root logger has lost its appenders by now
	@Override
	public void onReset(LoggerContext logback) {
		attach(logback);
	}

	@Override
	public void onStop(LoggerContext logback) {
	}

	@Override
	public void onLevelChange(Logger logger, Level level) {
	}

}
