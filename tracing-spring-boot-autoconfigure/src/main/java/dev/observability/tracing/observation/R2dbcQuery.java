// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.SenderContext;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/**
 * What the observation of an R2DBC query says only between the lines: operation, size of
 * a batch, server. Step 6 of a request, on the thread that executes.
 * <p>
 * The text of a query is read for its first word and does not leave, nor do parameters.
 */
final class R2dbcQuery implements ObservedDetail {

	static final ObservedDetail DETAIL = new R2dbcQuery();

	/** Names of drivers, as their metadata have them, to those of the conventions. */
	static final Map<String, String> SYSTEMS = Map.of("H2", "h2database", "PostgreSQL", "postgresql", "MySQL", "mysql",
			"MariaDB", "mariadb", "Microsoft SQL Server", "microsoft.sql_server", "Oracle Database", "oracle.db",
			"Cloud Spanner", "gcp.spanner");

	private static final Set<String> OPERATIONS = Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "CALL",
			"CREATE", "ALTER", "DROP", "TRUNCATE");

	private static final int LONGEST_OPERATION = 8;

	private static final String QUERIES = "r2dbc.query[";

	private static final String PARAMETERS = "r2dbc.params[";

	private R2dbcQuery() {
	}

	static String name(Observation.Context context) {
		String operation = operation(context);
		String server = server(context);
		if (operation == null) {
			String connection = ObservedValues.find(context, "r2dbc.connection");
			return (server != null) ? server
					: SYSTEMS.getOrDefault((connection != null) ? connection : "", "other_sql");
		}
		return ObservedName.join(isBatch(context) ? "BATCH " + operation : operation, server);
	}

	@Override
	public void set(Observation.Context context, Span span) {
		String operation = operation(context);
		boolean batch = isBatch(context);
		if (operation != null) {
			span.setAttribute(DatabaseAttributes.OPERATION_NAME, batch ? "BATCH " + operation : operation);
		}
		if (batch) {
			span.setAttribute(DatabaseAttributes.OPERATION_BATCH_SIZE, size(context));
		}
		String server = server(context);
		if (server != null) {
			int colon = server.lastIndexOf(':');
			boolean port = colon > server.lastIndexOf(']');
			span.setAttribute(HttpAttributes.SERVER_ADDRESS,
					UriHost.withoutBrackets(port ? server.substring(0, colon) : server));
			if (port) {
				KeyValueColumn.number(HttpAttributes.SERVER_PORT).set(span, server.substring(colon + 1));
			}
		}
		if (context.getError() != null) {
			R2dbcErrors.setStatusCode(context.getError(), span);
		}
	}

	@Override
	public boolean replaces(String key) {
		return key.startsWith(QUERIES) || key.startsWith(PARAMETERS);
	}

	private static boolean isBatch(Observation.Context context) {
		return context.getHighCardinalityKeyValue(QUERIES + "1]") != null;
	}

	private static long size(Observation.Context context) {
		return context.getHighCardinalityKeyValues()
			.stream()
			.filter((each) -> each.getKey().startsWith(QUERIES))
			.count();
	}

	// Of a batch, the operation of all its queries is not looked for
	private static @Nullable String operation(Observation.Context context) {
		String text = ObservedValues.find(context, QUERIES + "0]");
		if (text == null) {
			return null;
		}
		int start = 0;
		while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
			start++;
		}
		int end = start;
		while (end < text.length() && end - start <= LONGEST_OPERATION && Character.isLetter(text.charAt(end))) {
			end++;
		}
		String word = text.substring(start, end).toUpperCase(Locale.ROOT);
		return OPERATIONS.contains(word) ? word : null;
	}

	// R2DBC proxy writes it as a URI without a scheme, "//host:port"
	private static @Nullable String server(Observation.Context context) {
		String address = (context instanceof SenderContext<?> sender) ? sender.getRemoteServiceAddress() : null;
		if (address == null) {
			return null;
		}
		return address.startsWith("//") ? address.substring(2) : address;
	}

}
