// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

/**
 * The products that a JDBC URL names. Source of the values: registry enum
 * {@code db.system.name} of the semantic conventions 1.44.
 */
enum DatabaseSystem {

	/** H2. Its vendor codes are finer than, but derived from, its SQLSTATEs. */
	H2("h2database", 9092, Quoting.STANDARD, StatusCode.SQLSTATE),

	/** PostgreSQL and what speaks its protocol. */
	POSTGRESQL("postgresql", 5432, Quoting.POSTGRESQL, StatusCode.SQLSTATE),

	/** MySQL. */
	MYSQL("mysql", 3306, Quoting.BACKSLASH, StatusCode.VENDOR),

	/** MariaDB. */
	MARIADB("mariadb", 3306, Quoting.BACKSLASH, StatusCode.VENDOR),

	/** Microsoft SQL Server. */
	SQL_SERVER("microsoft.sql_server", 1433, Quoting.BRACKETS, StatusCode.VENDOR),

	/** Oracle Database. */
	ORACLE("oracle.db", 1521, Quoting.ORACLE, StatusCode.ORACLE),

	/** IBM Db2. */
	DB2("ibm.db2", 50000, Quoting.STANDARD, StatusCode.VENDOR),

	/** SQLite, which takes a "name" that it does not know for a literal. */
	SQLITE("sqlite", 0, Quoting.UNKNOWN, StatusCode.VENDOR),

	/** Apache Derby. */
	DERBY("derby", 1527, Quoting.STANDARD, StatusCode.SQLSTATE),

	/** HyperSQL. */
	HSQLDB("hsqldb", 9001, Quoting.STANDARD, StatusCode.SQLSTATE),

	/** Amazon Redshift. */
	REDSHIFT("aws.redshift", 5439, Quoting.REDSHIFT, StatusCode.SQLSTATE),

	/** ClickHouse. */
	CLICKHOUSE("clickhouse", 8123, Quoting.BACKSLASH, StatusCode.VENDOR),

	/** Firebird, which has {@code q'{..}'} as Oracle does. */
	FIREBIRD("firebirdsql", 3050, Quoting.ORACLE, StatusCode.BOTH),

	/** IBM Informix. */
	INFORMIX("ibm.informix", 9088, Quoting.UNKNOWN, StatusCode.BOTH),

	/** SAP HANA. */
	HANA("sap.hana", 0, Quoting.STANDARD, StatusCode.BOTH),

	/** Trino. */
	TRINO("trino", 8080, Quoting.STANDARD, StatusCode.BOTH),

	/** Teradata. */
	TERADATA("teradata", 1025, Quoting.STANDARD, StatusCode.BOTH),

	/** Apache Hive. */
	HIVE("hive", 10000, Quoting.BACKSLASH, StatusCode.BOTH),

	/** Google Cloud Spanner. */
	SPANNER("gcp.spanner", 0, Quoting.UNKNOWN, StatusCode.BOTH),

	/** Any other: every ambiguous quote is taken for a literal. */
	OTHER("other_sql", 0, Quoting.UNKNOWN, StatusCode.BOTH);

	private final String value;

	private final int defaultPort;

	private final Quoting quoting;

	private final StatusCode statusCode;

	DatabaseSystem(String value, int defaultPort, Quoting quoting, StatusCode statusCode) {
		this.value = value;
		this.defaultPort = defaultPort;
		this.quoting = quoting;
		this.statusCode = statusCode;
	}

	// Returns the product that a sub-protocol stands for, as in jdbc:<subprotocol>:.
	static DatabaseSystem ofSubprotocol(String subprotocol) {
		return switch (subprotocol) {
			case "h2" -> H2;
			case "postgresql", "pgsql" -> POSTGRESQL;
			case "mysql", "mysql+srv" -> MYSQL;
			case "mariadb" -> MARIADB;
			case "sqlserver", "jtds", "microsoft" -> SQL_SERVER;
			case "oracle" -> ORACLE;
			case "db2", "as400" -> DB2;
			case "sqlite" -> SQLITE;
			case "derby" -> DERBY;
			case "hsqldb" -> HSQLDB;
			case "redshift" -> REDSHIFT;
			case "clickhouse", "ch" -> CLICKHOUSE;
			case "firebirdsql", "firebird" -> FIREBIRD;
			case "informix-sqli", "informix-direct" -> INFORMIX;
			case "sap" -> HANA;
			case "trino" -> TRINO;
			case "teradata" -> TERADATA;
			case "hive2" -> HIVE;
			case "cloudspanner" -> SPANNER;
			default -> OTHER;
		};
	}

	String value() {
		return this.value;
	}

	// The value of db.system, which preceded db.system.name.
	String formerValue() {
		return switch (this) {
			case H2 -> "h2";
			case SQL_SERVER -> "mssql";
			case ORACLE -> "oracle";
			case DB2 -> "db2";
			case REDSHIFT -> "redshift";
			case FIREBIRD -> "firebird";
			case INFORMIX -> "informix";
			case HANA -> "hanadb";
			case SPANNER -> "spanner";
			default -> this.value;
		};
	}

	// The port that goes without saying, or 0.
	int defaultPort() {
		return this.defaultPort;
	}

	Quoting quoting() {
		return this.quoting;
	}

	StatusCode statusCode() {
		return this.statusCode;
	}

	/**
	 * How a product writes literals and quoted names.
	 */
	enum Quoting {

		// The standard: '' within literals, "name".
		STANDARD,

		// The standard, and E'\'' and nested comments.
		POSTGRESQL,

		// As PostgreSQL, and backslash escapes in every literal.
		REDSHIFT,

		// The standard, and q'[...]'.
		ORACLE,

		// The standard, and [name].
		BRACKETS,

		// Backslash escapes, "literal", # comments.
		BACKSLASH,

		/** Not known: what could be a literal is one. */
		UNKNOWN

	}

	/**
	 * Which of the two codes of an {@link java.sql.SQLException} a product means.
	 */
	enum StatusCode {

		// The SQLSTATE.
		SQLSTATE,

		// The vendor's number.
		VENDOR,

		// The vendor's number as ORA-00942.
		ORACLE,

		/** Not known which says more: both, with a slash. */
		BOTH

	}

}
