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
 * Of what stands before the message, only the values of MDC and key-values are masked:
 * the time and the logger are left alone. So are the links to the trace page, whose names
 * were masked when it captured them: the id of the trace is in their query.
 */
final class MaskedEncoder extends EncoderBase<ILoggingEvent> {

	private static final String LINKS = "dev.observability.tracing.viewer.TraceLinks";

	private final LayoutWrappingEncoder<ILoggingEvent> delegate;

	private final Redactor redactor;

	private final MdcKeys keys;

	MaskedEncoder(LayoutWrappingEncoder<ILoggingEvent> delegate, Redactor redactor, MdcKeys keys) {
		this.delegate = delegate;
		this.redactor = redactor;
		this.keys = keys;
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
		ILoggingEvent masked = MaskedFieldsEvent.of(event, this.redactor, this.keys);
		String line = this.delegate.getLayout().doLayout(masked);
		String shown = LINKS.equals(event.getLoggerName()) ? line : mask(line, event);
		return shown.getBytes((charset != null) ? charset : StandardCharsets.UTF_8);
	}

	private String mask(String line, ILoggingEvent event) {
		String message = event.getFormattedMessage();
		int start = (message != null && !message.isEmpty()) ? line.indexOf(message) : 0;
		// Some patterns begin with the exception
		if (start <= 0 || (event.getThrowableProxy() != null && line.lastIndexOf('\n', start) >= 0)) {
			return this.redactor.name(line);
		}
		String text = line.substring(start);
		String shown = this.redactor.name(text);
		return text.equals(shown) ? line : line.substring(0, start) + shown;
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
