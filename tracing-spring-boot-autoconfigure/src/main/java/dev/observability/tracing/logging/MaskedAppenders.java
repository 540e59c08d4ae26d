// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Set;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.AppenderAttachable;
import dev.observability.tracing.redaction.Redactor;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

/**
 * Puts a {@link MaskedEncoder} into each appender that writes lines of text by a pattern,
 * while the application runs. Start and end of the application, main thread. Does nothing
 * where another binding of SLF4J is in charge.
 */
final class MaskedAppenders implements InitializingBean, DisposableBean {

	private final Redactor redactor;

	private final Set<Appender<?>> seen = Collections.newSetFromMap(new IdentityHashMap<>());

	MaskedAppenders(Redactor redactor) {
		this.redactor = redactor;
	}

	@Override
	public void afterPropertiesSet() {
		each(true);
	}

	@Override
	public void destroy() {
		each(false);
	}

	private void each(boolean masked) {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
			this.seen.clear();
			for (Logger logger : logback.getLoggerList()) {
				each(logger, masked);
			}
			this.seen.clear();
		}
	}

	private void each(AppenderAttachable<ILoggingEvent> holder, boolean masked) {
		for (Iterator<Appender<ILoggingEvent>> all = holder.iteratorForAppenders(); all.hasNext();) {
			Appender<ILoggingEvent> appender = all.next();
			if (this.seen.add(appender)) {
				look(appender, masked);
			}
		}
	}

	@SuppressWarnings("unchecked")
	private void look(Appender<ILoggingEvent> appender, boolean masked) {
		if (appender instanceof OutputStreamAppender<ILoggingEvent> stream) {
			Encoder<ILoggingEvent> encoder = plain(stream.getEncoder());
			if (encoder instanceof LayoutWrappingEncoder<ILoggingEvent> text
					&& text.getLayout() instanceof PatternLayout) {
				stream.setEncoder(masked ? new MaskedEncoder(text, this.redactor) : text);
			}
		}
		else if (appender instanceof AppenderAttachable<?> holder) {
			each((AppenderAttachable<ILoggingEvent>) holder, masked);
		}
	}

	// An application that started before in the same process may have had another
	private static Encoder<ILoggingEvent> plain(Encoder<ILoggingEvent> encoder) {
		return (encoder instanceof MaskedEncoder masked) ? masked.delegate() : encoder;
	}

}
