// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;

import dev.observability.tracing.testing.PlantedSecrets;
import dev.observability.tracing.testing.PlantedSecrets.Planted;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Secrets that are planted into every part of spans leave neither in the bytes that are
 * sent, which are those that a spool keeps, nor in what another exporter or the trace
 * page gets.
 */
class PlantedSpansTests {

	private static final SpanContext CONTEXT = SpanContext.create("0af7651916cd43dd8448eb211c80319c",
			"b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault());

	/** Of one span: {@link #span}. */
	private static final int PLANTED = 14;

	private final SpanRedaction redaction = new SpanRedaction();

	@Test
	void nothingLeavesWithSpans() throws IOException {
		plant(15_000, 20_261_122L);
	}

	@Test
	@Tag("long")
	void nothingLeavesWithSpansThatHoldAMillion() throws IOException {
		plant(1_000_000, new Random().nextLong());
	}

	private void plant(int values, long seed) throws IOException {
		Random random = new Random(seed);
		PlantedSecrets secrets = new PlantedSecrets(random);
		List<Planted> planted = new ArrayList<>();
		List<SpanData> batch = new ArrayList<>();
		for (int count = 0; count < values; count += PLANTED) {
			batch.add(span(secrets, planted));
			if (batch.size() == 2 || count + PLANTED >= values) {
				check(batch, planted, seed);
				batch.clear();
				planted.clear();
			}
		}
	}

	private void check(List<SpanData> batch, List<Planted> planted, long seed) throws IOException {
		SpanGroups groups = new SpanGroups(batch);
		StringBuilder out = new StringBuilder();
		while (groups.hasNext()) {
			ProtobufWriter writer = new ProtobufWriter();
			new SpanEncoder(writer, this.redaction).encode(groups);
			out.append(new String(writer.toByteArray(), StandardCharsets.ISO_8859_1));
		}
		Collection<SpanData> others = this.redaction.redact(batch);
		assertThat(others).hasSameSizeAs(batch);
		others.forEach(out::append);
		others.forEach((span) -> out.append(span.getResource()).append(span.getInstrumentationScopeInfo()));
		String all = out.toString();
		assertThat(all).contains("kept-in-every-span");
		for (Planted each : planted) {
			if (each.isIn(all)) {
				throw new AssertionError("seed %d: %s left".formatted(seed, each));
			}
		}
	}

	private static SpanData span(PlantedSecrets secrets, List<Planted> planted) {
		Planted keyed = add(planted, secrets.keyed());
		Planted listed = add(planted, secrets.keyed());
		Planted nested = add(planted, secrets.formed());
		Attributes attributes = Attributes.builder()
			.put("order.id", "kept-in-every-span")
			.put(keyed.key(), keyed.text())
			.put(AttributeKey.stringArrayKey(listed.key() + ".x.password"), "a", listed.text())
			.put(AttributeKey.valueKey("nested"), Value.of(KeyValue.of("a", Value.of(nested.text()))))
			.put("note", add(planted, secrets.formed()).text())
			.put("paid", Long.parseLong(add(planted, secrets.number()).text()))
			.put(AttributeKey.stringArrayKey("notes"), add(planted, secrets.formed()).text(), "b")
			.build();
		EventData event = EventData.create(1, add(planted, secrets.formed()).text(), Attributes.empty());
		LinkData link = LinkData.create(CONTEXT,
				Attributes.builder().put("note", add(planted, secrets.formed()).text()).build());
		Resource resource = Resource.create(Attributes.builder()
			.put("service.name", "orders")
			.put("process.command_line", add(planted, secrets.formed()).text())
			.build());
		return TestSpanData.builder()
			.setName(add(planted, secrets.formed()).text())
			.setKind(SpanKind.INTERNAL)
			.setSpanContext(CONTEXT)
			.setStatus(StatusData.create(StatusData.error().getStatusCode(), add(planted, secrets.formed()).text()))
			.setStartEpochNanos(1)
			.setEndEpochNanos(2)
			.setHasEnded(true)
			.setAttributes(attributes)
			.setEvents(List.of(exception(secrets, planted), event))
			.setLinks(List.of(link))
			.setResource(resource)
			.setInstrumentationScopeInfo(InstrumentationScopeInfo.builder("a.B")
				.setAttributes(Attributes.builder().put(keyed.key(), keyed.text()).build())
				.build())
			.build();
	}

	private static EventData exception(PlantedSecrets secrets, List<Planted> planted) {
		Planted attribute = add(planted, secrets.keyed());
		return EventData.create(1, "exception", Attributes.builder()
			.put("exception.message", add(planted, secrets.formed()).text())
			.put("exception.stacktrace", "a.B: " + add(planted, secrets.formed()).text() + "\n\tat a.B.c(B.java:1)")
			.put(attribute.key(), attribute.text())
			.build());
	}

	private static Planted add(List<Planted> planted, Planted secret) {
		planted.add(secret);
		return secret;
	}

}
