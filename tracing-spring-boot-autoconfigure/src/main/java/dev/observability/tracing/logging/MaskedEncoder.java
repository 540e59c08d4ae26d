// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import dev.observability.tracing.redaction.Redactor;

/**
 * Writes lines of text as another encoder does, with what is a secret by its form or its
 * key masked, step 7 of a request. Any thread; never throws on its own account.
 * <p>
 * What stands before the message, such as the time and the logger, is left alone, and so
 * are the links to the trace page, whose names were masked when it captured them: the id
 * of the trace is in their query.
 */
final class MaskedEncoder extends EncoderBase<ILoggingEvent> {

	private static final String LINKS = "dev.observability.tracing.viewer.TraceLinks";

	private final LayoutWrappingEncoder<ILoggingEvent> delegate;

	private final Redactor redactor;

	MaskedEncoder(LayoutWrappingEncoder<ILoggingEvent> delegate, Redactor redactor) {
		this.delegate = delegate;
		this.redactor = redactor;
		setContext(delegate.getContext());
		this.started = true;
	}

	LayoutWrappingEncoder<ILoggingEvent> delegate() {
		return this.delegate;
	}

	@Override
	public byte[] headerBytes() {
		return this.delegate.headerBytes();
	}

	@Override
	public byte[] encode(ILoggingEvent event) {
		Charset charset = this.delegate.getCharset();
		String line = this.delegate.getLayout().doLayout(event);
		String masked = LINKS.equals(event.getLoggerName()) ? line : mask(line, event.getFormattedMessage());
		return masked.getBytes((charset != null) ? charset : StandardCharsets.UTF_8);
	}

	private String mask(String line, String message) {
		int start = (message != null && !message.isEmpty()) ? line.indexOf(message) : 0;
		if (start <= 0) {
			return this.redactor.name(line);
		}
		String text = line.substring(start);
		String masked = this.redactor.name(text);
		return text.equals(masked) ? line : line.substring(0, start) + masked;
	}

	@Override
	public byte[] footerBytes() {
		return this.delegate.footerBytes();
	}

	@Override
	public void stop() {
		super.stop();
		this.delegate.stop();
	}

}
