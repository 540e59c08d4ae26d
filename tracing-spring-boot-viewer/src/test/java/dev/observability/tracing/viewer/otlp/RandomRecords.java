// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.FieldsBuilder;
import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.Origin;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceId;

/**
 * Makes any span and any log line that the page may know, from a seed. Those of one
 * origin stand together, as they do in a message.
 */
final class RandomRecords {

	private final Random random;

	RandomRecords(long seed) {
		this.random = new Random(seed);
	}

	List<SpanRecord> spans() {
		return several(this::span);
	}

	List<LogLine> lines() {
		return several(this::line);
	}

	private <T> List<T> several(Function<Origin, T> item) {
		List<T> all = new ArrayList<>();
		for (int i = this.random.nextInt(3); i >= 0; i--) {
			Fields resource = new FieldsBuilder().put("number", (long) i).put("service.name", text(20)).build();
			for (int j = this.random.nextInt(3); j >= 0; j--) {
				Origin origin = new Origin(resource, "scope " + j, text(5), fields(2));
				for (int k = this.random.nextInt(4); k >= 0; k--) {
					all.add(item.apply(origin));
				}
			}
		}
		return all;
	}

	private SpanRecord span(Origin origin) {
		return new SpanRecord(trace(), id(), this.random.nextBoolean() ? id() : 0, this.random.nextInt(), text(20),
				origin, text(40), this.random.nextInt(6), time(), time(), this.random.nextInt(3), text(10), fields(6),
				list(3, () -> new SpanRecord.Event(time(), text(10), fields(2))),
				list(3, () -> new SpanRecord.Link(trace(), id(), fields(2))), dropped());
	}

	private LogLine line(Origin origin) {
		boolean traced = this.random.nextBoolean();
		return new LogLine(traced ? trace() : null, (traced && this.random.nextBoolean()) ? id() : 0, time(),
				this.random.nextInt(25), text(5), text(100), fields(4), origin);
	}

	private SpanRecord.Dropped dropped() {
		return this.random.nextBoolean() ? SpanRecord.Dropped.NONE
				: new SpanRecord.Dropped(this.random.nextInt(9), this.random.nextInt(Integer.MAX_VALUE), 1);
	}

	private <T> List<T> list(int bound, Supplier<T> item) {
		List<T> items = new ArrayList<>();
		for (int i = this.random.nextInt(bound); i > 0; i--) {
			items.add(item.get());
		}
		return List.copyOf(items);
	}

	private TraceId trace() {
		return new TraceId(this.random.nextLong(), id());
	}

	private long id() {
		return this.random.nextLong() | 1;
	}

	// 0 would stand for none, and a line has two
	private long time() {
		return this.random.nextLong() >> this.random.nextInt(40) | 1;
	}

	Fields fields(int bound) {
		return fields(bound, 0);
	}

	private Fields fields(int bound, int depth) {
		FieldsBuilder fields = new FieldsBuilder();
		for (int i = this.random.nextInt(bound + 1); i > 0; i--) {
			fields.put(text(12), value(depth));
		}
		return fields.build();
	}

	private Object value(int depth) {
		return switch (this.random.nextInt((depth < FieldsBuilder.MAX_DEPTH) ? 8 : 6)) {
			case 0 -> this.random.nextLong() >> this.random.nextInt(Long.SIZE);
			case 1 -> (Object) this.random.nextBoolean();
			case 2 -> List.of(0.0, -0.0, 1.0, 0.1, -1e300, Double.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY,
					Double.NEGATIVE_INFINITY)
				.get(this.random.nextInt(9));
			case 3 -> new Fields.Bytes(Base64.getEncoder().encodeToString(bytes()));
			case 4, 5 -> text(30);
			case 6 -> list(4, () -> value(depth + 1));
			default -> fields(3, depth + 1);
		};
	}

	private byte[] bytes() {
		byte[] bytes = new byte[this.random.nextInt(20)];
		this.random.nextBytes(bytes);
		return bytes;
	}

	private String text(int bound) {
		int range = List.of(0x80, 0x800, 0xD800, 0x110000).get(this.random.nextInt(4));
		StringBuilder text = new StringBuilder();
		for (int i = this.random.nextInt(bound); i > 0; i--) {
			int next = this.random.nextInt(range);
			text.appendCodePoint((next >= 0xD800 && next < 0xE000) ? 'x' : next);
		}
		return text.toString();
	}

}
