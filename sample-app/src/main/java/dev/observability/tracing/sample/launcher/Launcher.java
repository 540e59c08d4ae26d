// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Starts {@code payments}, {@code orders} and {@code gateway} as three processes and
 * keeps their fates together: when the launcher ends so do they, and when one of them
 * ends so do the others and the launcher. Main thread, and a shutdown hook.
 *
 * @since 0.1.0
 */
public final class Launcher {

	/** In the order of the calls reversed, so that nobody calls who is not there yet. */
	private static final List<String> SERVICES = List.of("payments", "orders", "gateway");

	private static final int FAILED = 1;

	/** Longer than the 10 s that an unreachable collector may hold a service up. */
	private static final int STOP_SECONDS = 15;

	private final Environment environment;

	private final Class<?> mainClass;

	private final PrintStream out;

	private final List<ServiceProcess> processes = new ArrayList<>();

	private volatile boolean stopping;

	/**
	 * A launcher that has started nothing yet.
	 * @param environment the arguments of the launcher, for the ports
	 * @param mainClass what each process runs
	 * @param out where to say what happens
	 */
	public Launcher(Environment environment, Class<?> mainClass, PrintStream out) {
		this.environment = environment;
		this.mainClass = mainClass;
		this.out = out;
	}

	/**
	 * Starts the services and waits for the first of them to end.
	 * @param args passed on to each service
	 * @return the exit code, never 0: the services run until they are stopped
	 */
	public int run(String[] args) {
		try {
			Map<String, Integer> ports = ServicePorts.choose(SERVICES, this.environment);
			Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-services"));
			start(ports, args);
			if (isReady(ports)) {
				String gateway = "http://localhost:" + ports.get("gateway");
				say("Ready. Open " + gateway + " (Ctrl-C stops all three)");
				URI trace = new FirstOrder(gateway).place();
				if (trace != null) {
					say("A first order was placed. Its trace: " + trace);
				}
			}
			return awaitFirstEnd();
		}
		catch (ServicePorts.InUseException ex) {
			say(ex.getMessage());
			return FAILED;
		}
		catch (IOException ex) {
			say("Java does not start: " + ex.getMessage());
			return FAILED;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return FAILED;
		}
	}

	private void start(Map<String, Integer> ports, String[] args) throws IOException {
		say("Starting " + String.join(", ", SERVICES));
		List<String> portArgs = ports.entrySet()
			.stream()
			.map((port) -> "--sample." + port.getKey() + ".port=" + port.getValue())
			.toList();
		// A property given twice is a list of both values, so ours replaces the user's
		List<String> userArgs = Stream.of(args).filter((arg) -> !ServicePorts.isPort(arg)).toList();
		for (String service : SERVICES) {
			synchronized (this.processes) {
				if (this.stopping) {
					return;
				}
				this.processes.add(ServiceProcess.start(service, this.mainClass,
						Stream.concat(portArgs.stream(), userArgs.stream()).toList(), this.out));
			}
		}
	}

	private boolean isReady(Map<String, Integer> ports) throws InterruptedException {
		for (ServiceProcess process : this.processes) {
			while (!ServicePorts.accepts(ports.getOrDefault(process.service(), 0))) {
				if (firstEnded() != null || process.process().waitFor(100, TimeUnit.MILLISECONDS)) {
					return false;
				}
			}
		}
		return true;
	}

	private int awaitFirstEnd() {
		CompletableFuture
			.anyOf(this.processes.stream()
				.map((process) -> process.process().onExit())
				.toArray(CompletableFuture<?>[]::new))
			.join();
		ServiceProcess ended = firstEnded();
		if (ended != null && !this.stopping) {
			say(ended.service() + " ended with exit code " + ended.process().exitValue() + ", stopping the others");
		}
		stop();
		return FAILED;
	}

	private @Nullable ServiceProcess firstEnded() {
		return this.processes.stream().filter((process) -> !process.process().isAlive()).findFirst().orElse(null);
	}

	/**
	 * Asks all to end, and kills what is still there after {@value #STOP_SECONDS}
	 * seconds.
	 */
	private void stop() {
		synchronized (this.processes) {
			this.stopping = true;
			this.processes.forEach((process) -> process.process().destroy());
			long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
			for (ServiceProcess process : this.processes) {
				process.awaitEnd(deadline);
			}
		}
	}

	private void say(@Nullable String line) {
		this.out.println(line);
		this.out.flush();
	}

}
