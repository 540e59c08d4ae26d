// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Finds the definitions that describe a span, from its kind and the attribute that names
 * its signal: the general one, and that of the system when there is one.
 *
 * @param registry the conventions
 */
record SpanDefinitions(Registry registry) {

	private static final String HTTP = "http.request.method";

	/** Values of {@code db.system.name} whose definition is named otherwise. */
	private static final Map<String, String> DATABASES = Map.of("microsoft.sql_server", "sql_server", "oracle.db",
			"oracledb", "azure.cosmosdb", "azure.cosmosdb");

	/** Products that speak SQL and have no definition of their own. */
	private static final Set<String> SQL = Set.of("h2database", "hsqldb", "derby", "sqlite", "ibm.db2", "other_sql",
			"aws.redshift", "clickhouse", "firebirdsql", "ibm.informix", "sap.hana", "trino", "teradata",
			"cockroachdb");

	List<Registry.Definition> of(ReceivedSpan span) {
		Map<String, Object> attributes = span.attributes();
		String kind = span.kind().toLowerCase(Locale.ROOT);
		List<Registry.Definition> found = new ArrayList<>();
		if (attributes.containsKey("db.system.name") && kind.equals("client")) {
			String system = text(attributes, "db.system.name");
			add(found, "db.client");
			add(found, "db." + (SQL.contains(system) ? "sql" : DATABASES.getOrDefault(system, system)) + ".client");
		}
		else if (attributes.containsKey("messaging.system")) {
			String operation = text(attributes, "messaging.operation.type") + "." + kind;
			add(found, "messaging." + operation);
			add(found, "messaging." + text(attributes, "messaging.system") + "." + operation);
		}
		else if (attributes.containsKey("rpc.system.name")) {
			add(found, "rpc.call." + kind);
			add(found, "rpc." + text(attributes, "rpc.system.name") + ".call." + kind);
		}
		else if (attributes.containsKey(HTTP)) {
			add(found, "http." + kind);
		}
		return found;
	}

	private void add(List<Registry.Definition> found, String name) {
		Registry.@Nullable Definition definition = this.registry.span(name);
		if (definition != null) {
			found.add(definition);
		}
	}

	private static String text(Map<String, Object> attributes, String key) {
		return String.valueOf(attributes.getOrDefault(key, ""));
	}

}
