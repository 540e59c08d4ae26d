// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.observability.tracing.diagnostics.Confidence;
import dev.observability.tracing.diagnostics.DiagnosticsContributor;
import dev.observability.tracing.diagnostics.Finding;
import dev.observability.tracing.diagnostics.FindingCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Tells which sampler decides, whether it keeps anything, and whether requests bring the
 * traces of others. Step 11, on the thread of the one who asks.
 */
final class SamplingDiagnostics implements DiagnosticsContributor {

	/** The SDK's own that keep no new trace, by themselves or for roots, within ours. */
	private static final Pattern NOTHING = Pattern.compile("((Forced|Dropping|TraceLimit|Inbound)Sampler\\{)*"
			+ "(ParentBased\\{root:)?(AlwaysOffSampler|TraceIdRatioBased\\{0\\.0+}).*");

	private final ObjectProvider<SdkTracerProvider> provider;

	private final InboundContexts inbound;

	private final TraceLimit limit;

	SamplingDiagnostics(ObjectProvider<SdkTracerProvider> provider, InboundContexts inbound, TraceLimit limit) {
		this.provider = provider;
		this.inbound = inbound;
		this.limit = limit;
	}

	@Override
	public String feature() {
		return "sampling";
	}

	@Override
	public Map<String, ?> facts() {
		Map<String, Object> facts = new LinkedHashMap<>();
		facts.put("sampler", sampler());
		facts.put("inboundContextSeen", this.inbound.isSeen());
		facts.put("requestsWithoutContext", this.inbound.without());
		facts.put("spansOfTracesTooLong", this.limit.cut());
		return facts;
	}

	private String sampler() {
		SdkTracerProvider provider = this.provider.getIfAvailable();
		return (provider != null) ? provider.getSampler().getDescription() : "none";
	}

	@Override
	public List<Finding> findings() {
		String sampler = sampler();
		if (NOTHING.matcher(sampler).matches()) {
			return List.of(new Finding(FindingCode.SAMPLING_ZERO, Confidence.HIGH,
					"The sampler keeps no new trace: " + sampler,
					"Set observability.tracing.sample-rate above 0, and look whether "
							+ "management.opentelemetry.tracing.sampler or OTEL_TRACES_SAMPLER is set to always_off"));
		}
		long without = this.inbound.without();
		if (!this.inbound.isSeen() && without >= InboundContexts.ENOUGH) {
			return List.of(new Finding(FindingCode.INBOUND_WITHOUT_CONTEXT, Confidence.LOW,
					"None of " + without + " requests brought a traceparent header that is continued here",
					"Where another service calls this one, look whether it sends the header and whether a proxy between "
							+ "them takes it out; where users call it, all is well"));
		}
		return List.of();
	}

}
