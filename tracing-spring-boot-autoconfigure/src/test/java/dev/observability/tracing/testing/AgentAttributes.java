// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.testing;

import java.util.Set;
import java.util.TreeSet;

/**
 * The attributes that the OpenTelemetry Java agent 2.33.0 gives with its default
 * settings, taken from runs of a Spring Boot 4.1.1 application with it: Tomcat and Netty
 * as servers, {@code RestClient} over the JDK's client, {@code WebClient}, H2. Where two
 * of a kind differed, what any of them had.
 */
public enum AgentAttributes {

	/** A request with a query, answered 200. */
	SERVER("client.address", "http.request.method", "http.response.status_code", "http.route", "network.peer.address",
			"network.peer.port", "network.protocol.version", "server.address", "server.port", "thread.id",
			"thread.name", "url.path", "url.query", "url.scheme", "user_agent.original"),

	/** A request without a query, answered 500. */
	SERVER_ERROR("client.address", "error.type", "http.request.method", "http.response.status_code", "http.route",
			"network.peer.address", "network.peer.port", "network.protocol.version", "server.address", "server.port",
			"thread.id", "thread.name", "url.path", "url.scheme", "user_agent.original"),

	/** A call that was answered 200. */
	CLIENT("http.request.method", "http.response.status_code", "network.protocol.version", "server.address",
			"server.port", "thread.id", "thread.name", "url.full"),

	/** A call that was answered 400. */
	CLIENT_ERROR("error.type", "http.request.method", "http.response.status_code", "network.protocol.version",
			"server.address", "server.port", "thread.id", "thread.name", "url.full"),

	/** A query of one table; with the new names switched on it gives fewer. */
	QUERY("db.connection_string", "db.name", "db.operation", "db.sql.table", "db.statement", "db.system", "db.user",
			"thread.id", "thread.name"),

	/** The resource, of a process on a machine without container or cloud. */
	RESOURCE("host.arch", "host.name", "os.description", "os.type", "os.version", "process.command_args",
			"process.executable.path", "process.pid", "process.runtime.description", "process.runtime.name",
			"process.runtime.version", "service.instance.id", "service.name", "telemetry.distro.name",
			"telemetry.distro.version", "telemetry.sdk.language", "telemetry.sdk.name", "telemetry.sdk.version");

	/**
	 * What we leave out, as src/docs/conventions.md says: removed from the conventions;
	 * host and process, which the platform knows.
	 */
	private static final Set<String> LEFT_OUT = Set.of("db.connection_string", "db.user", "host.arch", "host.name",
			"os.description", "os.type", "os.version", "process.command_args", "process.executable.path", "process.pid",
			"process.runtime.description", "process.runtime.name", "process.runtime.version", "telemetry.distro.name",
			"telemetry.distro.version");

	/**
	 * What we leave out of calls only: Spring's clients keep the version of the answer to
	 * themselves.
	 */
	private static final Set<String> LEFT_OUT_OF_CALLS = Set.of("network.protocol.version");

	private final Set<String> names;

	AgentAttributes(String... names) {
		this.names = Set.of(names);
	}

	/**
	 * The names as the agent gives them.
	 * @return the names
	 */
	public Set<String> names() {
		return this.names;
	}

	/**
	 * What the agent gives and others do not.
	 * @param names of a span or resource, those of today
	 * @return today's names of what is missing, without what we leave out
	 */
	public Set<String> missingIn(Set<String> names) {
		Set<String> missing = new TreeSet<>();
		this.names.stream()
			.filter((name) -> !LEFT_OUT.contains(name))
			.filter((name) -> !isCall() || !LEFT_OUT_OF_CALLS.contains(name))
			.map(AgentAttributes::today)
			.filter((name) -> !names.contains(name))
			.forEach(missing::add);
		return missing;
	}

	private boolean isCall() {
		return this == CLIENT || this == CLIENT_ERROR;
	}

	// The registry names no successor for it, where it is read from the text
	private static String today(String name) {
		return name.equals("db.sql.table") ? "db.collection.name" : RegistryCheck.today(name);
	}

}
