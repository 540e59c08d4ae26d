// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.util.Set;

/**
 * The words of SQL that a summary needs, in upper case. Any thread.
 */
final class SqlKeywords {

	/** Operations wherever a statement may start, also after a parenthesis. */
	private static final Set<String> STATEMENTS = Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "WITH");

	// Operations only as the first word; elsewhere they may be functions or options.
	private static final Set<String> COMMANDS = Set.of("REPLACE", "UPSERT", "CALL", "EXEC", "EXECUTE", "CREATE",
			"ALTER", "DROP", "TRUNCATE", "RENAME", "COMMENT", "GRANT", "REVOKE", "SET", "RESET", "SHOW", "EXPLAIN",
			"DESCRIBE", "DESC", "ANALYZE", "VACUUM", "REINDEX", "CLUSTER", "COPY", "LOCK", "UNLOCK", "BEGIN", "START",
			"COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "DECLARE", "FETCH", "OPEN", "CLOSE", "PREPARE", "DEALLOCATE",
			"VALUES", "USE", "CHECKPOINT", "LISTEN", "NOTIFY", "UNLISTEN", "LOAD", "DO", "PRAGMA", "ATTACH", "DETACH",
			"BACKUP", "RESTORE", "SHUTDOWN", "SCRIPT", "RUNSCRIPT", "REFRESH", "KILL", "OPTIMIZE", "FLUSH", "DBCC",
			"DISCARD");

	private static final Set<String> BEFORE_NAMES = Set.of("INTO", "FROM", "ONLY", "LATERAL", "IGNORE", "LOW_PRIORITY",
			"DELAYED", "HIGH_PRIORITY", "QUICK", "OVERWRITE", "OR", "REPLACE", "ABORT", "FAIL", "ROLLBACK", "TABLE",
			"TOP", "IF", "NOT", "EXISTS", "CONCURRENTLY", "PERCENT");

	private static final Set<String> NAMED_OBJECTS = Set.of("TABLE", "VIEW", "INDEX", "SEQUENCE", "SCHEMA", "DATABASE",
			"FUNCTION", "PROCEDURE", "TRIGGER", "TYPE", "EXTENSION", "DOMAIN", "TABLESPACE", "SYNONYM", "PACKAGE",
			"ALIAS", "AGGREGATE", "PUBLICATION", "SUBSCRIPTION", "EVENT", "STATISTICS");

	// Objects whose names are persons or settings.
	private static final Set<String> UNNAMED_OBJECTS = Set.of("USER", "ROLE", "LOGIN", "SESSION", "SYSTEM",
			"CREDENTIAL", "SERVER", "POLICY");

	private SqlKeywords() {
	}

	static boolean isOperation(String word, boolean atStart, String current) {
		if (word.equals("SELECT")) {
			return true;
		}
		if (!atStart) {
			return false;
		}
		if (current.equals("EXPLAIN") && (word.equals("ANALYZE") || word.equals("SET"))) {
			return false;
		}
		return STATEMENTS.contains(word) || (COMMANDS.contains(word) && isFirst(current));
	}

	// Whether what follows the word may start a statement.
	static boolean keepsStart(String word) {
		return switch (word) {
			case "EXPLAIN", "ANALYZE", "VERBOSE", "PLAN", "BEGIN" -> true;
			default -> false;
		};
	}

	static SqlExpected expectedAfter(String operation) {
		return switch (operation) {
			case "INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "UPSERT" -> SqlExpected.TABLE;
			case "CALL", "EXEC", "EXECUTE" -> SqlExpected.PROCEDURE;
			case "CREATE", "ALTER", "DROP", "TRUNCATE" -> SqlExpected.OBJECT;
			default -> SqlExpected.NOTHING;
		};
	}

	static boolean standsBeforeName(String word) {
		return BEFORE_NAMES.contains(word);
	}

	static boolean isObject(String word) {
		return NAMED_OBJECTS.contains(word) || UNNAMED_OBJECTS.contains(word);
	}

	static boolean isNamedObject(String word) {
		return NAMED_OBJECTS.contains(word);
	}

	// Whether a parenthesis after the table of the operation opens its columns.
	static boolean writes(String operation) {
		return switch (operation) {
			case "INSERT", "REPLACE", "UPSERT", "MERGE" -> true;
			default -> false;
		};
	}

	private static boolean isFirst(String current) {
		return current.isEmpty() || current.equals("BEGIN") || current.equals("EXPLAIN");
	}

}
