// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Names of databases, from the groups {@code db} and {@code cassandra} of the semantic
 * conventions. Step 6 of a request.
 */
final class DatabaseAttributes {

	static final AttributeKey<String> SYSTEM_NAME = AttributeKey.stringKey("db.system.name");

	static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("db.namespace");

	static final AttributeKey<String> COLLECTION_NAME = AttributeKey.stringKey("db.collection.name");

	static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("db.operation.name");

	static final AttributeKey<Long> OPERATION_BATCH_SIZE = AttributeKey.longKey("db.operation.batch.size");

	static final AttributeKey<String> RESPONSE_STATUS_CODE = AttributeKey.stringKey("db.response.status_code");

	static final AttributeKey<String> CASSANDRA_COORDINATOR_ID = AttributeKey.stringKey("cassandra.coordinator.id");

	static final AttributeKey<String> CASSANDRA_COORDINATOR_DC = AttributeKey.stringKey("cassandra.coordinator.dc");

	static final AttributeKey<Long> CASSANDRA_PAGE_SIZE = AttributeKey.longKey("cassandra.page.size");

	static final AttributeKey<String> CASSANDRA_CONSISTENCY = AttributeKey.stringKey("cassandra.consistency.level");

	static final AttributeKey<Boolean> CASSANDRA_IDEMPOTENT = AttributeKey.booleanKey("cassandra.query.idempotent");

	private DatabaseAttributes() {
	}

}
