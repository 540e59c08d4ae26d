// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import dev.observability.tracing.redaction.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * Writes the stack trace of an exception as {@link Throwable} prints it, in a bounded
 * number of characters: where it is longer, the begin of the outer exceptions and the
 * begin of the root cause stay, because the one tells what failed and the other why. Step
 * 10 of a request, exporter thread. For one exception.
 */
final class StackText {

	/** Stands as a line of its own where lines were cut. */
	static final String CUT = "\t... cut\n";

	/** More causes and suppressed exceptions than this are not looked at. */
	private static final int MAX_THROWABLES = 100;

	/** So many of them may be suppressed ones, or what these were caused by. */
	private static final int MAX_SUPPRESSED = 50;

	private static final int MAX_SUPPRESSED_DEPTH = 4;

	/** A message takes so much of the whole at most, to leave room for frames. */
	private static final int MESSAGE_SHARE = 4;

	private final int maxLength;

	private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

	private final StackSection outer;

	private StackSection last;

	private StackText(int maxLength) {
		this.maxLength = maxLength;
		this.outer = new StackSection(maxLength);
		this.last = new StackSection(maxLength);
	}

	/**
	 * Writes a stack trace.
	 * @param throwable the exception
	 * @param maxLength longest length, 256 or more
	 * @return the text, or {@code null} where the exception does not let itself be read
	 */
	static @Nullable String of(Throwable throwable, int maxLength) {
		try {
			return new StackText(maxLength).print(throwable);
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			return null;
		}
	}

	static boolean isCut(String text) {
		return text.contains(CUT) || text.contains(Redactor.CUT + "\n");
	}

	private String print(Throwable throwable) {
		StackTraceElement[] enclosing = {};
		String caption = "";
		for (Throwable next = throwable; next != null; next = next.getCause()) {
			String end = end(next, MAX_THROWABLES);
			if (end != null) {
				this.last.add(caption + end);
				break;
			}
			this.last.moveTo(this.outer);
			this.last = new StackSection(this.maxLength);
			enclosing = exception(this.last, next, enclosing, "", caption, 1);
			caption = "Caused by: ";
		}
		return join();
	}

	// What one of them leaves of its half is the other's
	private String join() {
		int half = this.maxLength / 2;
		int outer = Math.max(half, this.maxLength - this.last.length());
		int last = Math.max(half, this.maxLength - this.outer.length());
		return this.outer.text(outer) + this.last.text(last);
	}

	// What stands there instead of an exception that is not looked at
	private @Nullable String end(Throwable throwable, int most) {
		if (this.seen.size() >= most) {
			return "[MORE THAN " + most + " EXCEPTIONS]\n";
		}
		return this.seen.add(throwable) ? null : "[CIRCULAR REFERENCE: " + throwable.getClass().getName() + "]\n";
	}

	private StackTraceElement[] exception(StackSection section, Throwable throwable, StackTraceElement[] enclosing,
			String indent, String caption, int depth) {
		String header = Redactor.standard().cut(throwable.toString(), this.maxLength / MESSAGE_SHARE);
		section.add(indent + caption + header + "\n");
		StackTraceElement[] frames = throwable.getStackTrace();
		frames(section, frames, enclosing, indent);
		for (Throwable suppressed : throwable.getSuppressed()) {
			if (section.isFull() || depth > MAX_SUPPRESSED_DEPTH) {
				break;
			}
			suppressed(section, suppressed, frames, indent + "\t", depth);
		}
		return frames;
	}

	private static void frames(StackSection section, StackTraceElement[] frames, StackTraceElement[] enclosing,
			String indent) {
		int own = frames.length;
		int other = enclosing.length;
		while (own > 0 && other > 0 && frames[own - 1].equals(enclosing[other - 1])) {
			own--;
			other--;
		}
		for (int i = 0; i < own && !section.isFull(); i++) {
			section.add(indent + "\tat " + frames[i] + "\n");
		}
		if (own < frames.length) {
			section.add(indent + "\t... " + (frames.length - own) + " more\n");
		}
	}

	private void suppressed(StackSection section, Throwable first, StackTraceElement[] enclosing, String indent,
			int depth) {
		StackTraceElement[] around = enclosing;
		String caption = "Suppressed: ";
		for (Throwable next = first; next != null && !section.isFull(); next = next.getCause()) {
			String end = end(next, MAX_SUPPRESSED);
			if (end != null) {
				section.add(indent + caption + end);
				return;
			}
			around = exception(section, next, around, indent, caption, depth + 1);
			caption = "Caused by: ";
		}
	}

}
