// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.core.env.Environment;

/**
 * The ports of the services: {@code sample.<service>.port}, 0 for any free one. Every
 * service is told all of them, so that each finds the next. Checked before anything
 * starts, because the message of a service would be the first of many lines.
 */
final class ServicePorts {

	private static final Map<String, Integer> DEFAULTS = Map.of("gateway", 8080, "orders", 8081, "payments", 8082);

	private static final int CONNECT_MILLIS = 200;

	private ServicePorts() {
	}

	/**
	 * The port of each service, free at this moment.
	 * @param services the names
	 * @param environment the arguments
	 * @return ports by name, in the order of the names
	 * @throws InUseException when a port is taken
	 */
	static Map<String, Integer> choose(List<String> services, Environment environment) throws InUseException {
		Map<String, Integer> ports = new LinkedHashMap<>();
		List<ServerSocket> held = new ArrayList<>();
		try {
			for (String service : services) {
				int wanted = environment.getProperty(key(service), Integer.class, DEFAULTS.getOrDefault(service, 0));
				ServerSocket socket = bind(service, wanted);
				held.add(socket);
				ports.put(service, socket.getLocalPort());
			}
		}
		finally {
			// Held until all are chosen, so that no two get the same
			held.forEach(ServicePorts::close);
		}
		return ports;
	}

	private static ServerSocket bind(String service, int port) throws InUseException {
		// Some systems let two listen on one port when one of them listens everywhere
		if (port != 0 && accepts(port)) {
			throw new InUseException(service, port);
		}
		try {
			return new ServerSocket(port, 1, InetAddress.getByName("localhost"));
		}
		catch (IOException ex) {
			throw new InUseException(service, port);
		}
	}

	static boolean accepts(int port) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress("localhost", port), CONNECT_MILLIS);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	static boolean isPort(String arg) {
		return DEFAULTS.keySet().stream().anyMatch((service) -> arg.startsWith("--" + key(service) + "="));
	}

	private static String key(String service) {
		return "sample." + service + ".port";
	}

	private static void close(ServerSocket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// never accepted anything, so there is nothing to lose
		}
	}

	/**
	 * A port that another process has.
	 */
	static final class InUseException extends Exception {

		InUseException(String service, int port) {
			super("Port " + port + " for " + service + " is in use. Stop what listens there, or choose another: --"
					+ key(service) + "=" + (port + 1000));
		}

	}

}
