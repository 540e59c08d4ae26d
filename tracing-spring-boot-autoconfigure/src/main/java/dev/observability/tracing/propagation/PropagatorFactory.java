// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.ArrayList;
import java.util.List;

import dev.observability.tracing.propagation.TracingPropagator.Formats;
import dev.observability.tracing.redaction.Redactor;
import io.micrometer.tracing.otel.bridge.OtelBaggageManager;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.propagation.BaggageTextMapPropagator;
import io.opentelemetry.context.propagation.TextMapPropagator;

import org.springframework.boot.micrometer.tracing.autoconfigure.TracingProperties;
import org.springframework.boot.micrometer.tracing.autoconfigure.TracingProperties.Propagation;
import org.springframework.boot.micrometer.tracing.autoconfigure.TracingProperties.Propagation.PropagationType;

/**
 * Builds the propagator from what {@code management.tracing.*} says, as Spring Boot does,
 * with the W3C formats replaced. Start of the application, main thread.
 */
final class PropagatorFactory {

	private final TracingProperties management;

	private final OtelCurrentTraceContext currentTraceContext;

	private final InboundPolicies policies;

	private final OutboundHosts hosts;

	private final PropagationLosses losses;

	private final int maxBaggageBytes;

	private final TextMapPropagator traceContext;

	private final TextMapPropagator baggage;

	PropagatorFactory(TracingProperties management, PropagationProperties properties,
			OtelCurrentTraceContext currentTraceContext, InboundPolicies policies, OutboundHosts hosts,
			Redactor redactor, PropagationLosses losses) {
		this.management = management;
		this.currentTraceContext = currentTraceContext;
		this.policies = policies;
		this.hosts = hosts;
		this.losses = losses;
		this.maxBaggageBytes = properties.maxBaggageBytes();
		this.traceContext = new TraceContextPropagator(properties.maxTraceStateLength(), losses);
		this.baggage = new BaggagePropagator(properties.maxBaggageMembers(), properties.maxBaggageBytes(), redactor,
				losses);
	}

	TracingPropagator create() {
		Propagation propagation = this.management.getPropagation();
		List<PropagationType> type = propagation.getType();
		List<PropagationType> consumed = (type != null) ? type : propagation.getConsume();
		List<PropagationType> produced = (type != null) ? type : propagation.getProduce();
		return new TracingPropagator(
				new Formats(traces(consumed), traces(produced), baggage(consumed), baggage(produced)), this.policies,
				this.hosts, this.losses);
	}

	private List<TextMapPropagator> traces(List<PropagationType> types) {
		return types.stream().map((type) -> switch (type) {
			case W3C -> this.traceContext;
			case B3 -> B3Formats.single();
			case B3_MULTI -> B3Formats.multi();
		}).toList();
	}

	private List<TextMapPropagator> baggage(List<PropagationType> types) {
		TracingProperties.Baggage properties = this.management.getBaggage();
		List<TextMapPropagator> formats = new ArrayList<>();
		if (properties.isEnabled() && types.contains(PropagationType.W3C)) {
			formats.add(this.baggage);
		}
		List<String> remoteFields = properties.getRemoteFields();
		if (properties.isEnabled() && !remoteFields.isEmpty()) {
			OtelBaggageManager manager = new OtelBaggageManager(this.currentTraceContext, remoteFields,
					properties.getTagFields());
			formats.add(new RemoteFieldsPropagator(new BaggageTextMapPropagator(remoteFields, manager),
					this.maxBaggageBytes, this.losses));
		}
		return List.copyOf(formats);
	}

}
