// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.launcher;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One service in a Java of its own. A daemon thread copies its output, each line with the
 * name of the service in front.
 *
 * @param service the name, which is the profile
 * @param process the running process
 */
record ServiceProcess(String service, Process process) {

	private static final String BOOT_LOADER = "org.springframework.boot.loader.launch.JarLauncher";

	/**
	 * Three on one laptop: a small heap, and a quick start before the last bit of speed.
	 */
	private static final List<String> FLAGS = List.of("-Xmx256m", "-Xss512k", "-XX:+UseSerialGC",
			"-XX:TieredStopAtLevel=1", "-Xshare:auto");

	static ServiceProcess start(String service, Class<?> mainClass, List<String> args, PrintStream out)
			throws IOException {
		List<String> command = new ArrayList<>();
		command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
		command.addAll(FLAGS);
		command.add(isPackaged() ? BOOT_LOADER : mainClass.getName());
		command.add("--spring.profiles.active=" + service);
		command.add("--" + LauncherWatch.KEY + "=true");
		command.addAll(args);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		// Not on the command line, which would be longer than some systems allow
		builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
		Process process = builder.start();
		Thread pump = new Thread(() -> copy(service, process, out), service + "-output");
		pump.setDaemon(true);
		pump.start();
		return new ServiceProcess(service, process);
	}

	/**
	 * With {@code java -jar} the class path is the one jar, which only its own loader can
	 * read.
	 */
	private static boolean isPackaged() {
		try {
			Class.forName(BOOT_LOADER, false, ClassLoader.getSystemClassLoader());
			return true;
		}
		catch (ClassNotFoundException ex) {
			return false;
		}
	}

	private static void copy(String service, Process process, PrintStream out) {
		String prefix = String.format("%-8s | ", service);
		try (BufferedReader reader = process.inputReader()) {
			String line = reader.readLine();
			while (line != null) {
				out.println(prefix + line);
				line = reader.readLine();
			}
		}
		catch (IOException ex) {
			// the process ended while its last line was read
		}
	}

	/**
	 * Waits for the end and forces it at the deadline.
	 */
	void awaitEnd(long deadlineNanos) {
		try {
			long left = Math.max(0, deadlineNanos - System.nanoTime());
			if (!this.process.waitFor(left, TimeUnit.NANOSECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
