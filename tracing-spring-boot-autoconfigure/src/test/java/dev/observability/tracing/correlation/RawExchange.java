// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One request as bytes over a socket, so that a header may be anything and every line of
 * the answer is seen.
 *
 * @param status the status code
 * @param headers values of each line by name, upper and lower case alike
 * @param body what follows the headers, chunks and all
 */
record RawExchange(int status, Map<String, List<String>> headers, String body) {

	static RawExchange get(int port, String path, String... lines) {
		return send(port, "GET", path, lines);
	}

	static RawExchange send(int port, String method, String path, String... lines) {
		StringBuilder request = new StringBuilder().append(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
		for (String line : lines) {
			request.append(line).append("\r\n");
		}
		request.append("Accept: application/json\r\nConnection: close\r\n\r\n");
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
			socket.getOutputStream().flush();
			return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static RawExchange parse(String answer) {
		int end = answer.indexOf("\r\n\r\n");
		String[] lines = answer.substring(0, end).split("\r\n");
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (int i = 1; i < lines.length; i++) {
			int colon = lines[i].indexOf(':');
			headers.computeIfAbsent(lines[i].substring(0, colon), (name) -> new ArrayList<>())
				.add(lines[i].substring(colon + 1).trim());
		}
		return new RawExchange(Integer.parseInt(lines[0].split(" ")[1]), headers, answer.substring(end + 4));
	}

	List<String> all(String name) {
		return this.headers.getOrDefault(name, List.of());
	}

	/** The only line of that name. */
	String only(String name) {
		List<String> values = all(name);
		if (values.size() != 1) {
			throw new AssertionError(name + " has " + values.size() + " lines: " + values);
		}
		return values.get(0);
	}

}
