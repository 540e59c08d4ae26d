// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

/**
 * Puts a {@link MaskedEncoder} into each appender that writes lines of text by a pattern,
 * while the application runs; where several run in one process, by the rules of the one
 * that started last, and until the last of them ends. Start and end of the application,
 * main thread. Does nothing where another binding of SLF4J is in charge.
 */
final class MaskedAppenders implements InitializingBean, DisposableBean {

	private static final String RUNNING = MaskedAppenders.class.getName();

	private final Masks masks;

	private final Set<Appender<?>> seen = Collections.newSetFromMap(new IdentityHashMap<>());

	MaskedAppenders(Redactor redactor, MdcKeys keys) {
		this.masks = new Masks(redactor, keys);
	}

	@Override
	public void afterPropertiesSet() {
		change(true);
	}

	@Override
	public void destroy() {
		change(false);
	}

	private void change(boolean starts) {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
			synchronized (MaskedAppenders.class) {
				List<Masks> running = running(logback);
				if (starts) {
					running.add(this.masks);
				}
				else {
					running.remove(this.masks);
				}
				logback.putObject(RUNNING, running);
				each(logback, running.isEmpty() ? null : running.get(running.size() - 1));
			}
		}
	}

	// The appenders belong to the process, and to all applications in it
	private static List<Masks> running(LoggerContext logback) {
		List<Masks> running = new ArrayList<>();
		if (logback.getObject(RUNNING) instanceof List<?> all) {
			all.stream().filter(Masks.class::isInstance).map(Masks.class::cast).forEach(running::add);
		}
		return running;
	}

	private void each(LoggerContext logback, @Nullable Masks masks) {
		this.seen.clear();
		for (Logger logger : logback.getLoggerList()) {
			each(logger, masks);
		}
		this.seen.clear();
	}

	private void each(AppenderAttachable<ILoggingEvent> holder, @Nullable Masks masks) {
		for (Iterator<Appender<ILoggingEvent>> all = holder.iteratorForAppenders(); all.hasNext();) {
			Appender<ILoggingEvent> appender = all.next();
			if (this.seen.add(appender)) {
				look(appender, masks);
			}
		}
	}

	@SuppressWarnings("unchecked")
	private void look(Appender<ILoggingEvent> appender, @Nullable Masks masks) {
		if (appender instanceof OutputStreamAppender<ILoggingEvent> stream) {
			Encoder<ILoggingEvent> encoder = plain(stream.getEncoder());
			if (encoder instanceof LayoutWrappingEncoder<ILoggingEvent> text
					&& text.getLayout() instanceof PatternLayout) {
				stream.setEncoder((masks != null) ? new MaskedEncoder(text, masks.redactor(), masks.keys()) : text);
			}
		}
		else if (appender instanceof AppenderAttachable<?> holder) {
			each((AppenderAttachable<ILoggingEvent>) holder, masks);
		}
	}

	// An application that started before in the same process may have had another
	private static Encoder<ILoggingEvent> plain(Encoder<ILoggingEvent> encoder) {
		return (encoder instanceof MaskedEncoder masked) ? masked.delegate() : encoder;
	}

	/**
	 * By what an application masks.
	 *
	 * @param redactor the engine
	 * @param keys names of the ids, which are not masked
	 */
	private record Masks(Redactor redactor, MdcKeys keys) {

	}

}
