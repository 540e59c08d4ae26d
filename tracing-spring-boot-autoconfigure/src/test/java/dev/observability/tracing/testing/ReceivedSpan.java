// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.testing;

import java.util.List;
import java.util.Map;

/**
 * A span as an {@link OtlpReceiver} stored it, flat.
 *
 * @param protocol {@code grpc} or {@code http/protobuf}
 * @param traceId 32 lower-case hex digits
 * @param spanId 16 lower-case hex digits
 * @param parentSpanId 16 lower-case hex digits, empty for a root
 * @param traceState as on the wire
 * @param flags the low eight bits are those of W3C trace context
 * @param name the name
 * @param kind such as {@code SERVER}
 * @param startNanos start in nanoseconds since the epoch
 * @param endNanos end in nanoseconds since the epoch
 * @param attributes typed: {@code String}, {@code Boolean}, {@code Long}, {@code Double},
 * {@code List}, {@code Map} or {@code byte[]}
 * @param events the events
 * @param links the links
 * @param statusCode {@code UNSET}, {@code OK} or {@code ERROR}
 * @param statusMessage the description, empty when none
 * @param resource attributes of the resource
 * @param scope name of the instrumentation scope
 * @param scopeVersion version of the instrumentation scope, empty when none
 * @param schemaUrl schema of the scope's names, empty when none
 * @param headers headers or metadata of the request that carried it, lower-case names
 */
public record ReceivedSpan(String protocol, String traceId, String spanId, String parentSpanId, String traceState,
		int flags, String name, String kind, long startNanos, long endNanos, Map<String, Object> attributes,
		List<Event> events, List<Link> links, String statusCode, String statusMessage, Map<String, Object> resource,
		String scope, String scopeVersion, String schemaUrl, Map<String, String> headers) {

	/**
	 * Whether no span is its parent, here or elsewhere.
	 * @return whether it is a root
	 */
	public boolean isRoot() {
		return this.parentSpanId.isEmpty();
	}

	/**
	 * The resource's {@code service.name}.
	 * @return the name of the service, empty when none
	 */
	public String service() {
		return String.valueOf(this.resource.getOrDefault("service.name", ""));
	}

	@Override
	public String toString() {
		return "%s %s '%s' [%s/%s < %s] %s %s %s".formatted(service(), this.kind, this.name, this.traceId, this.spanId,
				this.parentSpanId, this.statusCode, this.statusMessage, this.attributes);
	}

	/**
	 * An event of a span.
	 *
	 * @param name the name
	 * @param epochNanos when, in nanoseconds since the epoch
	 * @param attributes typed attributes
	 */
	public record Event(String name, long epochNanos, Map<String, Object> attributes) {
	}

	/**
	 * A link of a span.
	 *
	 * @param traceId 32 lower-case hex digits
	 * @param spanId 16 lower-case hex digits
	 * @param attributes typed attributes
	 */
	public record Link(String traceId, String spanId, Map<String, Object> attributes) {
	}

}
