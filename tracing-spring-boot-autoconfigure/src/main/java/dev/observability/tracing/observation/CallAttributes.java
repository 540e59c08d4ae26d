// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Names of calls, from the groups {@code rpc}, {@code graphql} and {@code code} of the
 * semantic conventions. Steps 2 and 6 of a request.
 */
final class CallAttributes {

	static final AttributeKey<String> RPC_SYSTEM_NAME = AttributeKey.stringKey("rpc.system.name");

	static final AttributeKey<String> RPC_METHOD = AttributeKey.stringKey("rpc.method");

	static final AttributeKey<String> RPC_RESPONSE_STATUS_CODE = AttributeKey.stringKey("rpc.response.status_code");

	static final AttributeKey<String> GRAPHQL_OPERATION_TYPE = AttributeKey.stringKey("graphql.operation.type");

	static final AttributeKey<String> GRAPHQL_OPERATION_NAME = AttributeKey.stringKey("graphql.operation.name");

	static final AttributeKey<String> CODE_FUNCTION_NAME = AttributeKey.stringKey("code.function.name");

	private CallAttributes() {
	}

}
