// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.testing.PlantedSecrets;
import dev.observability.tracing.testing.PlantedSecrets.Planted;
import dev.observability.tracing.viewer.otlp.OtlpWriter;
import dev.observability.tracing.viewer.ring.Ring;
import dev.observability.tracing.viewer.ring.RingLimits;
import dev.observability.tracing.viewer.ring.Spans;
import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.FieldsBuilder;
import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.Origin;
import dev.observability.tracing.viewer.trace.SpanRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Secrets that are planted into what another service sends come out with no answer of the
 * page: not in a trace, which is also the file that it exports, not in a list.
 */
class PlantedPageTests {

	private static final int PLANTED = 10;

	private final Page page = new Page(
			new Ring(new RingLimits(8 << 20, 4, 1000, 100, TimeUnit.SECONDS.toNanos(1), TimeUnit.MINUTES.toNanos(30))),
			new Access(null, false, Set.of(), Networks.of(List.of())),
			new PageInfo("gateway", "0.1.0", (request) -> ""), List::of);

	@Test
	void nothingIsOnThePageOrInItsFiles() {
		plant(10_000, 20_261_122L);
	}

	@Test
	@Tag("long")
	void nothingOfAMillionIsOnThePageOrInItsFiles() {
		plant(1_000_000, new Random().nextLong());
	}

	private void plant(int values, long seed) {
		PlantedSecrets secrets = new PlantedSecrets(new Random(seed));
		for (int count = 0; count < values; count += PLANTED) {
			List<Planted> planted = new ArrayList<>();
			Spans trace = Spans.of(1 + count);
			post("/v1/traces", OtlpWriter.traces(List.of(span(trace, secrets, planted))));
			post("/v1/logs", OtlpWriter.logs(List.of(line(trace, secrets, planted))));
			String exits = get("/api/traces/" + trace.trace()) + get("/api/traces") + get("/api/facets")
					+ new String(this.page.traces(Map.of()), StandardCharsets.UTF_8);
			assertThat(exits).contains("kept-in-every-span").contains("kept-in-every-line");
			for (Planted each : planted) {
				if (each.isIn(exits)) {
					throw new AssertionError("seed %d: %s left in %s".formatted(seed, each, exits));
				}
			}
		}
	}

	private static SpanRecord span(Spans trace, PlantedSecrets secrets, List<Planted> planted) {
		Fields fields = fields(secrets, planted).put("order.id", "kept-in-every-span")
			.put("list", List.<Object>of(add(planted, secrets.formed()).text(), "b"))
			.build();
		Origin origin = new Origin(new FieldsBuilder().put("service.name", "python")
			.put("process.command_line", add(planted, secrets.formed()).text())
			.build(), "scope", "1", Fields.EMPTY);
		Fields exception = new FieldsBuilder().put("exception.message", add(planted, secrets.formed()).text()).build();
		Fields link = new FieldsBuilder().put("note", add(planted, secrets.formed()).text()).build();
		SpanRecord plain = trace.root(add(planted, secrets.formed()).text());
		return new SpanRecord(plain.trace(), plain.id(), 0, 1, "", origin, plain.name(), SpanRecord.SERVER, 1, 2,
				SpanRecord.ERROR, add(planted, secrets.formed()).text(), fields,
				List.of(new SpanRecord.Event(1, "exception", exception)),
				List.of(new SpanRecord.Link(trace.trace(), 1, link)), SpanRecord.Dropped.NONE);
	}

	private static LogLine line(Spans trace, PlantedSecrets secrets, List<Planted> planted) {
		return new LogLine(trace.trace(), 1, 1, 9, "INFO",
				"kept-in-every-line " + add(planted, secrets.formed()).text(), fields(secrets, planted).build(),
				new Origin(new FieldsBuilder().put("service.name", "python").build(), "scope", "1", Fields.EMPTY));
	}

	/** Of all types, as values and as keys, by themselves and in what is nested. */
	private static FieldsBuilder fields(PlantedSecrets secrets, List<Planted> planted) {
		Planted keyed = add(planted, secrets.keyed());
		Planted bytes = add(planted, secrets.keyed());
		Planted nested = add(planted, secrets.keyed());
		Planted number = add(planted, secrets.number());
		FieldsBuilder inner = new FieldsBuilder().put("user", "bob").put("value", nested.text());
		return new FieldsBuilder().put(keyed.key(), keyed.text())
			.put("note", add(planted, secrets.formed()).text())
			.put(bytes.key(), bytes(bytes))
			.put(nested.key(), inner.build())
			.put("number", Long.parseLong(number.text()))
			.put(add(planted, secrets.formed()).text(), 1L)
			.put("inner",
					new FieldsBuilder().put(nested.key(), List.<Object>of(inner.build(), bytes(bytes)))
						.put("numbers", List.<Object>of(Long.parseLong(number.text())))
						.put(add(planted, secrets.formed()).text(), "a")
						.build());
	}

	// Four characters are three bytes, whatever they are
	private static Fields.Bytes bytes(Planted planted) {
		return new Fields.Bytes(planted.text().substring(0, planted.text().length() & ~3));
	}

	private static Planted add(List<Planted> planted, Planted secret) {
		planted.add(secret);
		return secret;
	}

	private void post(String path, byte[] body) {
		assertThat(this.page.answer(TestRequest.of("POST", path).body("application/json", body)).status())
			.isEqualTo(200);
	}

	private String get(String path) {
		PageResponse response = this.page.answer(TestRequest.get(path));
		assertThat(response.status()).isEqualTo(200);
		return new String(response.body(), StandardCharsets.UTF_8);
	}

}
