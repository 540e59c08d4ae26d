// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import io.opentelemetry.api.common.AttributeKey;

/**
 * The attributes of a JDBC span. All are OpenTelemetry's; none is ours. Source: semantic
 * conventions 1.44, span {@code db.sql.client} and the registry groups {@code db},
 * {@code error} and {@code server}.
 */
enum JdbcAttributes {

	/** Product, such as {@code postgresql}: registry enum {@code db.system.name}. */
	SYSTEM(AttributeKey.stringKey("db.system.name")),

	/** Database that the connection was opened for. */
	NAMESPACE(AttributeKey.stringKey("db.namespace")),

	/** Host, or hosts with commas, as configured. */
	SERVER_ADDRESS(AttributeKey.stringKey("server.address")),

	/** Port, when it is not the default of the product. */
	SERVER_PORT(AttributeKey.longKey("server.port")),

	/** First word or words of the statement, such as {@code SELECT}. */
	OPERATION(AttributeKey.stringKey("db.operation.name")),

	/** The table, when the statement names exactly one. */
	COLLECTION(AttributeKey.stringKey("db.collection.name")),

	/** Text without literals and comments. */
	QUERY_TEXT(AttributeKey.stringKey("db.query.text")),

	/** Operations and their targets, also the name of the span. */
	QUERY_SUMMARY(AttributeKey.stringKey("db.query.summary")),

	/** Procedure that is called. */
	STORED_PROCEDURE(AttributeKey.stringKey("db.stored_procedure.name")),

	/** Statements of a batch; never 1. */
	BATCH_SIZE(AttributeKey.longKey("db.operation.batch.size")),

	/** SQLSTATE, or the vendor's code where that says more. */
	STATUS_CODE(AttributeKey.stringKey("db.response.status_code")),

	/** Rows that the application read to the end. Stability: development. */
	RETURNED_ROWS(AttributeKey.longKey("db.response.returned_rows")),

	/** The status code, else the class of the exception. */
	ERROR_TYPE(AttributeKey.stringKey("error.type"));

	private final AttributeKey<?> key;

	JdbcAttributes(AttributeKey<?> key) {
		this.key = key;
	}

	AttributeKey<?> key() {
		return this.key;
	}

	@SuppressWarnings("unchecked")
	AttributeKey<String> string() {
		return (AttributeKey<String>) this.key;
	}

	@SuppressWarnings("unchecked")
	AttributeKey<Long> number() {
		return (AttributeKey<Long>) this.key;
	}

}
