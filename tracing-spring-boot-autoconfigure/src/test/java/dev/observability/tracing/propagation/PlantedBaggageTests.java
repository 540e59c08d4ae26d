// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.observability.tracing.redaction.Redactor;
import dev.observability.tracing.testing.PlantedSecrets;
import dev.observability.tracing.testing.PlantedSecrets.Planted;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.BaggageEntryMetadata;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Secrets that are planted into baggage are not sent.
 */
class PlantedBaggageTests {

	private static final int PLANTED = 10;

	private final BaggagePropagator propagator = new BaggagePropagator(64, 8_192, Redactor.standard(),
			new PropagationLosses());

	@Test
	void nothingLeavesWithBaggage() {
		plant(15_000, 20_261_122L);
	}

	@Test
	@Tag("long")
	void nothingLeavesWithAMillionMembers() {
		plant(1_000_000, new Random().nextLong());
	}

	private void plant(int values, long seed) {
		PlantedSecrets secrets = new PlantedSecrets(new Random(seed));
		for (int count = 0; count < values; count += PLANTED) {
			List<Planted> planted = new ArrayList<>();
			BaggageBuilder baggage = Baggage.builder().put("tenant", "kept", BaggageEntryMetadata.create("a=1;b"));
			for (int i = 0; i < PLANTED; i++) {
				Planted each = (i % 2 == 0) ? secrets.keyed() : secrets.formed();
				planted.add(each);
				baggage.put(each.key() + ((i % 2 == 0) ? "" : i), each.text());
				// The same within the property of a member, encoded as a value is
				Planted property = (i % 2 == 0) ? secrets.keyed() : secrets.formed();
				planted.add(property);
				baggage.put("property" + i, "kept", BaggageEntryMetadata.create("a=1; " + property.key() + " = "
						+ URLEncoder.encode(property.text(), StandardCharsets.UTF_8).replace("+", "%20")));
			}
			Map<String, String> headers = new HashMap<>();
			this.propagator.inject(Context.root().with(baggage.build()), headers,
					(carrier, key, value) -> headers.put(key, value));
			String header = headers.getOrDefault("baggage", "");
			assertThat(header).contains("tenant=kept;a=1;b");
			String decoded = URLDecoder.decode(header.replace("+", "%2B"), StandardCharsets.UTF_8);
			for (Planted each : planted) {
				if (each.isIn(decoded)) {
					throw new AssertionError("seed %d: %s left in %s".formatted(seed, each, decoded));
				}
			}
		}
	}

}
