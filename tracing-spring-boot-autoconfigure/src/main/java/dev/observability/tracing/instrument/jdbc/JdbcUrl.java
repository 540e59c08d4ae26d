// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a JDBC URL tells about the database, without user, password and options. Parsed
 * once per URL, on the thread of the first statement; never throws: what is not
 * understood is left out.
 *
 * @param system product
 * @param namespace database, as configured
 * @param address host, or hosts with commas where several are configured
 * @param port port of all hosts, or 0 for the product's default and for different ports
 */
record JdbcUrl(DatabaseSystem system, @Nullable String namespace, @Nullable String address, int port) {

	/** Drivers that stand before another driver and keep its URL. */
	private static final Set<String> WRAPPERS = Set.of("aws-wrapper", "p6spy", "log4jdbc", "otel");

	static final JdbcUrl UNKNOWN = new JdbcUrl(DatabaseSystem.OTHER, null, null, 0);

	static JdbcUrl parse(@Nullable String url) {
		if (url == null || !url.regionMatches(true, 0, "jdbc:", 0, 5)) {
			return UNKNOWN;
		}
		String rest = url.substring(5);
		String subprotocol = before(rest, ":").toLowerCase(Locale.ROOT);
		while (WRAPPERS.contains(subprotocol)) {
			rest = after(rest, ":");
			subprotocol = before(rest, ":").toLowerCase(Locale.ROOT);
		}
		DatabaseSystem system = DatabaseSystem.ofSubprotocol(subprotocol);
		rest = after(rest, ":");
		try {
			return switch (system) {
				case SQL_SERVER -> sqlServer(rest);
				case ORACLE -> oracle(rest);
				case H2, HSQLDB, DERBY -> embeddable(system, rest);
				case SQLITE -> new JdbcUrl(system, name(rest), null, 0);
				default -> general(system, rest);
			};
		}
		catch (RuntimeException ex) {
			return new JdbcUrl(system, null, null, 0);
		}
	}

	// [mode:]//[user:password@]host[:port][,host...]/database[?:;options].
	private static JdbcUrl general(DatabaseSystem system, String rest) {
		int authority = rest.indexOf("//");
		if (authority < 0) {
			return new JdbcUrl(system, name(rest), null, 0);
		}
		String location = rest.substring(authority + 2);
		int end = firstOf(location, "/?;");
		String path = (end < location.length() && location.charAt(end) == '/') ? location.substring(end + 1) : "";
		boolean colon = system == DatabaseSystem.DB2 || system == DatabaseSystem.INFORMIX;
		// In jdbc:db2://host/shop:user=u;password=p; a colon starts the options
		String database = name(colon ? before(path, ":") : path);
		String option = location.substring(end);
		if (system == DatabaseSystem.POSTGRESQL || system == DatabaseSystem.REDSHIFT) {
			String schema = option(option, "currentschema");
			database = joined(database, (schema != null) ? before(schema.replace("%2C", ","), ",") : null);
		}
		else if (database == null) {
			database = option(option, "databasename");
		}
		JdbcHosts hosts = JdbcHosts.parse(location.substring(0, end), system.defaultPort());
		return new JdbcUrl(system, database, hosts.address(), hosts.port());
	}

	// mem:name, file:path, path or tcp://host/path.
	private static JdbcUrl embeddable(DatabaseSystem system, String rest) {
		int authority = rest.indexOf("//");
		if (authority == 0 || (authority > 1 && isServer(rest.substring(0, authority)))) {
			return general(system, rest);
		}
		String database = rest;
		for (String mode : new String[] { "mem:", "memory:", "file:", "directory:", "res:", "split:", "nio:" }) {
			if (database.startsWith(mode)) {
				database = database.substring(mode.length());
			}
		}
		return new JdbcUrl(system, name(database), null, 0);
	}

	private static boolean isServer(String mode) {
		return switch (mode) {
			case "tcp:", "ssl:", "hsql:", "hsqls:", "http:", "https:" -> true;
			default -> false;
		};
	}

	// [sqlserver:]//host[\instance][:port][/database][;option=value...].
	private static JdbcUrl sqlServer(String rest) {
		String location = after(rest, "//");
		int end = firstOf(location, "/;");
		String host = location.substring(0, end);
		String instance = option(location, "instancename");
		if (instance == null) {
			instance = option(location, "instance");
		}
		int backslash = host.indexOf('\\');
		if (backslash >= 0) {
			instance = before(host.substring(backslash + 1), ":");
			host = host.substring(0, backslash) + host.substring(backslash + 1 + instance.length());
		}
		String database = option(location, "databasename");
		if (database == null) {
			database = option(location, "database");
		}
		if (database == null && end < location.length() && location.charAt(end) == '/') {
			database = name(location.substring(end + 1));
		}
		String server = option(location, "servername");
		String port = option(location, "portnumber");
		String authority = (host.isEmpty() && server != null) ? server : host;
		JdbcHosts hosts = JdbcHosts.parse((port != null) ? authority + ":" + port : authority,
				DatabaseSystem.SQL_SERVER.defaultPort());
		return new JdbcUrl(DatabaseSystem.SQL_SERVER, joined(instance, database), hosts.address(), hosts.port());
	}

	// thin:[user/password]@[//]host[:port][:sid|/service] or a descriptor with
	// (HOST=...).
	private static JdbcUrl oracle(String rest) {
		String location = rest.substring(rest.lastIndexOf('@') + 1);
		if (rest.indexOf('@') < 0) {
			return new JdbcUrl(DatabaseSystem.ORACLE, null, null, 0);
		}
		if (location.startsWith("(")) {
			String service = JdbcHosts.descriptor(location, "service_name");
			String host = JdbcHosts.descriptor(location, "host");
			String port = JdbcHosts.descriptor(location, "port");
			JdbcHosts hosts = JdbcHosts.parse((host != null) ? host + ":" + port : "", 1521);
			String sid = (service != null) ? service : JdbcHosts.descriptor(location, "sid");
			return new JdbcUrl(DatabaseSystem.ORACLE, sid, hosts.address(), hosts.port());
		}
		location = location.contains("//") ? after(location, "//") : location;
		location = location.substring(0, firstOf(location, "?"));
		int slash = location.indexOf('/');
		if (slash >= 0) {
			JdbcHosts hosts = JdbcHosts.parse(location.substring(0, slash), 1521);
			String service = before(location.substring(slash + 1), "/");
			return new JdbcUrl(DatabaseSystem.ORACLE, name(before(service, ":")), hosts.address(), hosts.port());
		}
		String[] parts = location.split(":");
		if (parts.length < 3) {
			// An alias of tnsnames.ora, or a host alone
			return new JdbcUrl(DatabaseSystem.ORACLE, name(parts[0]), null, 0);
		}
		JdbcHosts hosts = JdbcHosts.parse(parts[0] + ":" + parts[1], 1521);
		return new JdbcUrl(DatabaseSystem.ORACLE, name(parts[2]), hosts.address(), hosts.port());
	}

	private static @Nullable String joined(@Nullable String general, @Nullable String specific) {
		if (general == null || specific == null) {
			return (general != null) ? general : specific;
		}
		return general + "|" + specific;
	}

	private static @Nullable String name(String path) {
		String name = path.substring(0, firstOf(path, "?;"));
		// A user before a host that was not understood, or an option as in Teradata's
		// URLs
		return (name.isEmpty() || name.indexOf('@') >= 0 || name.indexOf('=') >= 0) ? null : name;
	}

	private static @Nullable String option(String options, String lowerCaseName) {
		for (String option : options.split("[?&;]")) {
			int equals = option.indexOf('=');
			if (equals > 0 && option.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals(lowerCaseName)) {
				String value = option.substring(equals + 1).strip();
				return value.isEmpty() ? null : value;
			}
		}
		return null;
	}

	static String before(String text, String separator) {
		int index = text.indexOf(separator);
		return (index >= 0) ? text.substring(0, index) : text;
	}

	static String after(String text, String separator) {
		int index = text.indexOf(separator);
		return (index >= 0) ? text.substring(index + separator.length()) : "";
	}

	private static int firstOf(String text, String characters) {
		for (int i = 0; i < text.length(); i++) {
			if (characters.indexOf(text.charAt(i)) >= 0) {
				return i;
			}
		}
		return text.length();
	}

}
