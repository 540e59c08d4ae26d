// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.stream.IntStream;

import dev.observability.tracing.redaction.Redactor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StackText}.
 */
class StackTextTests {

	private static final int LENGTH = 4096;

	@Test
	void isWhatTheJdkPrintsWhereItFits() {
		Exception cause = deep("cause", 3, null);
		cause.addSuppressed(deep("suppressed", 2, new IllegalStateException("of suppressed")));
		Exception error = deep("error", 5, cause);
		error.addSuppressed(new IllegalArgumentException());
		assertThat(StackText.of(error, 1_000_000)).isEqualTo(printed(error));
		assertThat(StackText.isCut(printed(error))).isFalse();
	}

	@Test
	void keepsTheBeginAndTheRootCauseOfALongOne() {
		Exception root = deep("root", 200, null);
		Exception error = deep("outermost", 200, deep("in between", 200, root));
		String text = String.valueOf(StackText.of(error, LENGTH));
		assertThat(text).hasSizeLessThanOrEqualTo(LENGTH)
			.hasSizeGreaterThan(LENGTH - 400)
			.startsWith("java.lang.Exception: outermost\n\tat a.b.Outermost.call(Outermost.java:1)\n")
			.contains(StackText.CUT + "Caused by: java.lang.Exception: root\n\tat a.b.Root.call(Root.java:1)\n")
			.endsWith(")\n" + StackText.CUT);
		assertThat(StackText.isCut(text)).isTrue();
	}

	@Test
	void givesTheRootCauseWhatTheOtherExceptionsDoNotNeed() {
		String text = String.valueOf(StackText.of(deep("outer", 1, deep("root", 200, null)), LENGTH));
		assertThat(text).hasSizeGreaterThan(LENGTH - 100).doesNotContain("1)\n" + StackText.CUT + "Caused by");
		assertThat(String.valueOf(StackText.of(deep("outer", 200, deep("root", 1, null)), LENGTH)))
			.hasSizeGreaterThan(LENGTH - 100)
			.contains(StackText.CUT + "Caused by: java.lang.Exception: root\n\tat a.b.Root.call(Root.java:1)\n")
			.endsWith("(Root.java:1)\n");
	}

	@ParameterizedTest
	@ValueSource(ints = { 256, 1024, 4096, 16_384 })
	void neverGetsLongerWhateverTheException(int length) {
		Exception suppressing = deep("m".repeat(100_000), 500, null);
		IntStream.range(0, 1000).forEach((i) -> suppressing.addSuppressed(deep("s" + i, 50, suppressing)));
		Exception chain = suppressing;
		for (int i = 0; i < 20_000; i++) {
			chain = new Exception("cause " + i, chain);
		}
		assertThat(StackText.of(suppressing, length)).hasSizeLessThanOrEqualTo(length).contains("…\n");
		assertThat(StackText.of(chain, length)).hasSizeLessThanOrEqualTo(length);
		assertThat(StackText.of(new Exception("m".repeat(1_000_000), new Exception("c".repeat(1_000_000))), length))
			.hasSizeLessThanOrEqualTo(length)
			.contains("mmm…\n", "Caused by: ", "ccc…\n");
	}

	@Test
	void endsWhereExceptionsCauseEachOther() {
		Exception one = new Exception("one");
		Exception other = new Exception("other", one);
		one.initCause(other);
		one.setStackTrace(new StackTraceElement[0]);
		other.setStackTrace(new StackTraceElement[0]);
		assertThat(StackText.of(one, LENGTH)).isEqualTo("java.lang.Exception: one\n"
				+ "Caused by: java.lang.Exception: other\nCaused by: [CIRCULAR REFERENCE: java.lang.Exception]\n");
	}

	@Test
	void findsTheRootCauseBehindAThousandSuppressedExceptions() {
		Exception error = deep("error", 1, deep("root", 1, null));
		IntStream.range(0, 1000).forEach((i) -> error.addSuppressed(deep("s", 1, null)));
		assertThat(StackText.of(error, 100_000)).contains("[MORE THAN 50 EXCEPTIONS]\n")
			.endsWith("Caused by: java.lang.Exception: root\n\tat a.b.Root.call(Root.java:1)\n");
	}

	@Test
	void isNothingOfAnExceptionThatCannotBeRead() {
		Exception unreadable = new Exception() {
			@Override
			public String toString() {
				throw new IllegalStateException("never");
			}
		};
		assertThat(StackText.of(unreadable, LENGTH)).isNull();
	}

	@Test
	void nothingOfAValueStaysWhereItsMessageIsCut() {
		String message = "For input string: \"x\" " + "Zz1 ".repeat(1000) + "\"";
		String text = String.valueOf(StackText.of(deep(message, 100, deep("root", 100, null)), LENGTH));
		assertThat(text).contains("Zz1");
		assertThat(Redactor.standard().text(text)).doesNotContain("Zz1")
			.contains("For input string: \"?…\n\tat a.b.", StackText.CUT, "Caused by: java.lang.Exception: root\n");
	}

	@Test
	void itsSignOfACutIsNoPartOfAMessage() {
		String text = "org.h2.jdbc.JdbcSQLException: bad 'x'\n\tat a.B.c(B.java:1)\n" + StackText.CUT
				+ "Caused by: java.lang.Exception: 12 o'clock\n\tat a.B.c(B.java:2)\n";
		assertThat(Redactor.standard().text(text)).isEqualTo(text.replace("'x'", "'?'").replace("12 o'clock", "? o'?"));
	}

	private static Exception deep(String message, int frames, @Nullable Throwable cause) {
		Exception exception = new Exception(message, cause);
		String type = message.substring(0, 1).toUpperCase(Locale.ROOT)
				+ message.substring(1, Math.min(9, message.length())).replaceAll("\\W", "");
		exception.setStackTrace(IntStream.rangeClosed(1, frames)
			.mapToObj((line) -> new StackTraceElement("a.b." + type, "call", type + ".java", line))
			.toArray(StackTraceElement[]::new));
		return exception;
	}

	private static String printed(Throwable throwable) {
		StringWriter text = new StringWriter();
		throwable.printStackTrace(new PrintWriter(text));
		return text.toString().replace(System.lineSeparator(), "\n");
	}

}
