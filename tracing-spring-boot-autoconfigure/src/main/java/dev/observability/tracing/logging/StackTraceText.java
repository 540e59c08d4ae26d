// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import dev.observability.tracing.redaction.Redactor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.StackTracePrinter;

/**
 * Writes a stack trace as {@link Throwable} prints it, at most of a given length and with
 * its messages masked, step 7 of a request. Any thread.
 * <p>
 * Frames hold no values, so only messages are masked: all as those of a database where
 * one of them is, because the outer ones quote it.
 */
final class StackTraceText {

	/** More causes and suppressed exceptions than this are not looked at. */
	private static final int MAX_THROWABLES = 100;

	private final Redactor redactor;

	private final int maxLength;

	private final StringBuilder text = new StringBuilder(2048);

	private final Set<IThrowableProxy> seen = Collections.newSetFromMap(new IdentityHashMap<>());

	private final IThrowableProxy throwable;

	private final @Nullable StackTracePrinter printer;

	private final boolean sql;

	StackTraceText(Redactor redactor, IThrowableProxy throwable, int maxLength, @Nullable StackTracePrinter printer) {
		this.redactor = redactor;
		this.throwable = throwable;
		this.maxLength = maxLength;
		this.printer = printer;
		this.sql = isSql(throwable);
	}

	// The message alone, masked; null where there is none.
	@Nullable String message() {
		String message = this.throwable.getMessage();
		return (message != null) ? mask(cut(message)) : null;
	}

	String print() {
		if (this.printer != null && this.throwable instanceof ThrowableProxy proxy) {
			return mask(cut(this.printer.printStackTraceToString(proxy.getThrowable())));
		}
		print(this.throwable, "", "");
		return LogTexts.cut(this.text, this.maxLength);
	}

	private void print(IThrowableProxy throwable, String indent, String caption) {
		IThrowableProxy next = throwable;
		String nextCaption = caption;
		while (next != null && this.text.length() < this.maxLength) {
			this.text.append(indent).append(nextCaption);
			if (this.seen.size() >= MAX_THROWABLES) {
				this.text.append("[MORE THAN ").append(MAX_THROWABLES).append(" EXCEPTIONS]\n");
				return;
			}
			if (next.isCyclic() || !this.seen.add(next)) {
				this.text.append("[CIRCULAR REFERENCE: ").append(mask(header(next))).append("]\n");
				return;
			}
			this.text.append(mask(header(next))).append('\n');
			frames(next, indent);
			IThrowableProxy[] suppressed = next.getSuppressed();
			for (int i = 0; suppressed != null && i < suppressed.length && indent.length() < 8; i++) {
				print(suppressed[i], indent + "\t", "Suppressed: ");
			}
			next = next.getCause();
			nextCaption = "Caused by: ";
		}
	}

	private void frames(IThrowableProxy throwable, String indent) {
		StackTraceElementProxy[] frames = throwable.getStackTraceElementProxyArray();
		if (frames == null) {
			return;
		}
		int common = throwable.getCommonFrames();
		for (int i = 0; i < frames.length - common && this.text.length() < this.maxLength; i++) {
			this.text.append(indent).append('\t').append(frames[i].getSTEAsString()).append('\n');
		}
		if (common > 0) {
			this.text.append(indent).append("\t... ").append(common).append(" more\n");
		}
	}

	private boolean isSql(IThrowableProxy throwable) {
		Set<IThrowableProxy> known = Collections.newSetFromMap(new IdentityHashMap<>());
		List<IThrowableProxy> open = new ArrayList<>(List.of(throwable));
		while (!open.isEmpty() && known.size() < MAX_THROWABLES) {
			IThrowableProxy next = open.remove(open.size() - 1);
			if (known.add(next)) {
				if (this.redactor.isSql(header(next))) {
					return true;
				}
				if (next.getCause() != null) {
					open.add(next.getCause());
				}
				IThrowableProxy[] suppressed = next.getSuppressed();
				if (suppressed != null) {
					open.addAll(List.of(suppressed));
				}
			}
		}
		return false;
	}

	private String header(IThrowableProxy throwable) {
		String overriding = throwable.getOverridingMessage();
		if (overriding != null) {
			return cut(overriding);
		}
		String message = throwable.getMessage();
		return (message != null) ? throwable.getClassName() + ": " + cut(message) : throwable.getClassName();
	}

	private String mask(String text) {
		return this.sql ? this.redactor.sqlMessage(text) : this.redactor.text(text);
	}

	private String cut(String message) {
		return LogTexts.cutBeforeMask(message, this.maxLength);
	}

}
