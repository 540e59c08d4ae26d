// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.sampling;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import dev.observability.tracing.benchmarks.launch.PairedTurns;
import dev.observability.tracing.benchmarks.launch.PairedTurns.Work;

/**
 * Compares the sampler of an application with ours and without. Arguments as of
 * {@link PairedTurns}.
 */
public final class SamplerRatios {

	private SamplerRatios() {
	}

	public static void main(String[] arguments) throws IOException, InterruptedException {
		Map<String, Function<SamplerVariant, Work>> subjects = new LinkedHashMap<>();
		subjects.put("first span of a trace", (variant) -> new SamplerWork(variant, SampledSpan.FIRST));
		subjects.put("span below", (variant) -> new SamplerWork(variant, SampledSpan.BELOW));
		subjects.put("span that is one too many", (variant) -> new SamplerWork(variant, SampledSpan.TOO_MANY));
		new PairedTurns<>(SamplerRatios.class, SamplerVariant.BOOT, subjects).run(arguments);
	}

}
