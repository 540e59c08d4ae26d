// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.List;
import java.util.Set;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

/**
 * Rows of {@link ObservedTable} for calls that are not HTTP: gRPC, GraphQL. Steps 2, 4
 * and 6 of a request, on the thread that calls or answers.
 */
final class CallTable {

	private static final String GRPC = "io.micrometer.core.instrument.binder.grpc.";

	private static final String GRPC_STATUS = "grpc.status_code";

	private static final String GRAPHQL = "org.springframework.graphql.observation.";

	/** Of a call, any status but {@code OK}. */
	private static final Set<String> CLIENT_FAILURES = Set.of("CANCELLED", "UNKNOWN", "INVALID_ARGUMENT",
			"DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED",
			"FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
			"UNAUTHENTICATED");

	/** Of an answer, those that are the server's fault. */
	private static final Set<String> SERVER_FAILURES = Set.of("UNKNOWN", "DEADLINE_EXCEEDED", "UNIMPLEMENTED",
			"INTERNAL", "UNAVAILABLE", "DATA_LOSS");

	// @formatter:off
	static final List<KeyValueConvention> ROWS = List.of(
			grpc("grpc.client", "GrpcClientObservationContext", CLIENT_FAILURES)
				.kind(SpanKind.CLIENT)
				.to("net.peer.name")
				.build(),

			grpc("grpc.server", "GrpcServerObservationContext", SERVER_FAILURES)
				.kind(SpanKind.SERVER)
				.build(),

			// What carried it, such as HTTP, is the SERVER span
			KeyValueConvention.row("graphql.request", GRAPHQL + "ExecutionRequestObservationContext")
				.kind(SpanKind.INTERNAL)
				.name(CallTable::graphQlName)
				.column("graphql.operation.type", (span, value) -> {
					if (isGraphQlType(value)) {
						span.setAttribute(CallAttributes.GRAPHQL_OPERATION_TYPE, value);
					}
				})
				// Spring's word for an operation without a name
				.column("graphql.operation.name", (span, value) -> {
					if (!"query".equals(value)) {
						span.setAttribute(CallAttributes.GRAPHQL_OPERATION_NAME, value);
					}
				})
				.without("graphql.outcome")
				.detail(ObservedOutcome.errorOr("graphql.outcome", Set.of("INTERNAL_ERROR")))
				.build(),

			KeyValueConvention.row("graphql.datafetcher", GRAPHQL + "DataFetcherObservationContext")
				.kind(SpanKind.INTERNAL)
				.without("graphql.outcome", "graphql.error.type")
				.build(),

			KeyValueConvention.row("graphql.dataloader", GRAPHQL + "DataLoaderObservationContext")
				.kind(SpanKind.INTERNAL)
				.without("graphql.outcome", "graphql.error.type")
				.build());
	// @formatter:on

	private CallTable() {
	}

	private static KeyValueConvention.Row grpc(String name, String type, Set<String> failures) {
		return KeyValueConvention.row(name, GRPC + type).name((context) -> {
			String method = grpcMethod(context);
			return (method != null) ? method : "grpc";
		})
			.always(CallAttributes.RPC_SYSTEM_NAME, "grpc")
			.column(GRPC_STATUS, KeyValueColumn.word(CallAttributes.RPC_RESPONSE_STATUS_CODE))
			.column("net.peer.name", KeyValueColumn.text(HttpAttributes.SERVER_ADDRESS))
			.column("net.peer.port", KeyValueColumn.number(HttpAttributes.SERVER_PORT))
			.without("rpc.service", "rpc.method", "rpc.error_code")
			.detail(ObservedOutcome.failure(GRPC_STATUS, failures).and((context, span) -> {
				String method = grpcMethod(context);
				if (method != null) {
					span.setAttribute(CallAttributes.RPC_METHOD, method);
				}
			}));
	}

	private static @Nullable String grpcMethod(Observation.Context context) {
		String service = ObservedValues.find(context, "rpc.service");
		String method = ObservedValues.find(context, "rpc.method");
		return (service != null && method != null) ? service + "/" + method : null;
	}

	private static String graphQlName(Observation.Context context) {
		String type = ObservedValues.find(context, "graphql.operation.type");
		return (type != null && isGraphQlType(type)) ? type : "GraphQL Operation";
	}

	// Before the document is parsed, Spring says "operation"
	private static boolean isGraphQlType(String type) {
		return "query".equals(type) || "mutation".equals(type) || "subscription".equals(type);
	}

}
