// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.launcher;

import java.io.IOException;

import org.springframework.core.env.Environment;

/**
 * Ends a service whose launcher is gone, killed the hard way included: the standard input
 * of the service is a pipe that only the launcher holds, so its end is the launcher's
 * end. A daemon thread of its own, and only when {@link #KEY} says so, because a service
 * that is started alone may have no standard input at all.
 *
 * @since 0.1.0
 */
public final class LauncherWatch {

	/** Passed by the launcher and by nobody else. */
	static final String KEY = "sample.launched";

	private LauncherWatch() {
	}

	/**
	 * Starts the thread if the launcher started this process.
	 * @param environment holds the arguments
	 */
	public static void startIfLaunched(Environment environment) {
		if (environment.getProperty(KEY, Boolean.class, false)) {
			Thread thread = new Thread(LauncherWatch::exitAtEndOfInput, "launcher-watch");
			thread.setDaemon(true);
			thread.start();
		}
	}

	private static void exitAtEndOfInput() {
		try {
			while (System.in.read() != -1) {
				// nothing is ever sent
			}
		}
		catch (IOException ex) {
			// a broken pipe is an end too
		}
		System.exit(0);
	}

}
