// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.util.regex.Pattern;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;

/**
 * What is known of the application's sampler before it is asked. Start of the
 * application.
 */
final class SamplerRule {

	/** Boot's default, as it describes itself, inside ours or not. */
	private static final Pattern FOLLOWS_PARENT = Pattern.compile(
			"((Forced|Dropping|TraceLimit|Inbound)Sampler\\{)*ParentBased\\{.*,localParentNotSampled:AlwaysOffSampler\\}+");

	private SamplerRule() {
	}

	/**
	 * Whether a span below a local one that is not sampled is never sampled, so that it
	 * need not be made to learn that.
	 * @param openTelemetry the application's
	 * @return false for a sampler of the application's own, which may think otherwise
	 */
	static boolean followsParent(OpenTelemetry openTelemetry) {
		return openTelemetry instanceof OpenTelemetrySdk sdk
				&& FOLLOWS_PARENT.matcher(sdk.getSdkTracerProvider().getSampler().getDescription()).matches();
	}

}
