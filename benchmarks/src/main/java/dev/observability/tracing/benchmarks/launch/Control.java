// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.launch;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * The child's end of a {@link ControlledProcess}: answers lines of the standard input on
 * the standard output, without a socket that would be measured, too. Ends the process
 * with its parent, however that ended.
 */
public final class Control {

	static final String PREFIX = "control: ";

	private static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true,
			StandardCharsets.UTF_8);

	private Control() {
	}

	public static void say(String line) {
		OUT.println(PREFIX + line);
	}

	/**
	 * Answers each line from a thread of its own, until the input ends, and the process
	 * with it.
	 * @param answers makes the answer to a question
	 */
	public static void serve(UnaryOperator<String> answers) {
		new Thread(() -> {
			try (BufferedReader reader = new BufferedReader(
					new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8))) {
				for (String line = reader.readLine(); line != null; line = reader.readLine()) {
					say(answers.apply(line));
				}
			}
			catch (IOException ex) {
				// As good as the end
			}
			Runtime.getRuntime().halt(0);
		}, "control").start();
	}

}
