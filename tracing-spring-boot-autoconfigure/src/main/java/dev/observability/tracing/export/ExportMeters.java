// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The meters of the way out, by the names that the conventions give those of an SDK.
 * Everything but the time of an attempt is read when somebody asks. Start of the
 * application, main thread; read on the threads of registries.
 * <p>
 * Source: semantic conventions, "SDK metrics" (Development). A label that the conventions
 * leave out where it has no value is {@code none}: Prometheus wants the same labels for
 * all series of a name.
 */
final class ExportMeters implements MeterBinder {

	private static final Log logger = LogFactory.getLog(ExportMeters.class);

	/** Ours: spans that did not reach a collector. */
	static final String LOST = "tracing.export.lost";

	/** Ours: bytes that wait, as they are charged. */
	static final String MEMORY = "tracing.export.memory";

	private static final String PROCESSOR = "batching_span_processor";

	private static final String ABSENT = "none";

	private static final List<String> ORIGINS = List.of(ABSENT, "local", "remote");

	private final SpanCounts counts;

	private final ObjectProvider<ExportProcessors> processors;

	private final ExportLosses total;

	/**
	 * Creates the meters.
	 * @param counts of spans that start
	 * @param processors the queues and their exporters, where they are ours
	 * @param total what is lost before the queues, too
	 */
	ExportMeters(SpanCounts counts, ObjectProvider<ExportProcessors> processors, ExportLosses total) {
		this.counts = counts;
		this.processors = processors;
		this.total = total;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		bindSpans(registry);
		int number = 0;
		Map<String, Integer> exporters = new HashMap<>();
		for (ExportQueue queue : queues()) {
			bindQueue(registry, queue, component(PROCESSOR, number));
			number++;
			for (ExportPipeline exit : queue.exits()) {
				String type = exit.target().type();
				int each = exporters.merge(type, 1, Integer::sum) - 1;
				bindExporter(registry, exit, component(type, each).and("server.address", orNone(exit.target().host()))
					.and("server.port", (exit.target().port() > 0) ? String.valueOf(exit.target().port()) : ABSENT));
			}
		}
	}

	// An exporter that cannot be made says so where it is needed; meters need none
	private List<ExportQueue> queues() {
		try {
			ExportProcessors processors = this.processors.getIfAvailable();
			return (processors != null) ? processors.all() : List.of();
		}
		catch (BeansException ex) {
			logger.debug("There are no meters of exporters", ex);
			return List.of();
		}
	}

	private void bindSpans(MeterRegistry registry) {
		for (SamplingDecision decision : SamplingDecision.values()) {
			Tag result = Tag.of("otel.span.sampling_result", decision.name());
			for (String origin : ORIGINS) {
				counter(registry, SpanCounts.STARTED, Tags.of(result, Tag.of("otel.span.parent.origin", origin)),
						this.counts, (counts) -> counts.started(origin, decision), "Spans that started");
			}
			if (decision != SamplingDecision.DROP) {
				gauge(registry, SpanCounts.LIVE, Tags.of(result), this.counts, (counts) -> counts.live(decision),
						"Spans that have not ended");
			}
		}
		counter(registry, LOST, lost(ABSENT, LossReason.IDLE), this.total, (losses) -> losses.count(LossReason.IDLE),
				"Spans that did not reach a collector");
	}

	private static void bindQueue(MeterRegistry registry, ExportQueue queue, Tags component) {
		gauge(registry, "otel.sdk.processor.span.queue.size", component, queue, ExportQueue::spans,
				"Spans that wait or are being sent");
		gauge(registry, "otel.sdk.processor.span.queue.capacity", component, queue, (each) -> each.bounds().spans(),
				"Spans that may wait and be sent");
		gauge(registry, MEMORY + ".used", component, queue, ExportQueue::bytes, "Charged bytes of what waits");
		gauge(registry, MEMORY + ".max", component, queue, (each) -> each.bounds().bytes(),
				"Charged bytes that may wait");
		processed(registry, queue, component, ABSENT, ExportQueue::handedOver);
		processed(registry, queue, component, "queue_full", ExportQueue::full);
		processed(registry, queue, component, "already_shutdown", ExportQueue::late);
	}

	private static void processed(MeterRegistry registry, ExportQueue queue, Tags component, String error,
			ToDoubleFunction<ExportQueue> value) {
		counter(registry, "otel.sdk.processor.span.processed", component.and("error.type", error), queue, value,
				"Spans that left the queue or found no room in it");
	}

	private static void bindExporter(MeterRegistry registry, ExportPipeline exit, Tags component) {
		ExportLedger ledger = exit.ledger();
		gauge(registry, "otel.sdk.exporter.span.inflight", component, ledger, ExportLedger::inFlightSpans,
				"Spans that neither reached the collector nor are lost");
		counter(registry, "otel.sdk.exporter.span.exported", component.and("error.type", ABSENT), ledger,
				ExportLedger::exportedSpans, "Spans that were sent, well or not");
		for (LossReason reason : LossReason.values()) {
			if (reason.isOfExporter()) {
				counter(registry, "otel.sdk.exporter.span.exported", component.and("error.type", reason.label()),
						ledger, (each) -> each.losses().count(reason), "Spans that were sent, well or not");
			}
			if (reason != LossReason.IDLE) {
				counter(registry, LOST, lost(name(component), reason), ledger, (each) -> each.losses().count(reason),
						"Spans that did not reach a collector");
			}
		}
		exit.time(new AttemptTimers(registry, component));
	}

	private static Tags lost(String exporter, LossReason reason) {
		return Tags.of("exporter", exporter, "reason", reason.label());
	}

	private static String name(Tags component) {
		return component.stream()
			.filter((tag) -> "otel.component.name".equals(tag.getKey()))
			.map(Tag::getValue)
			.findFirst()
			.orElse(ABSENT);
	}

	private static Tags component(String type, int number) {
		return Tags.of("otel.component.type", type, "otel.component.name", type + "/" + number);
	}

	private static String orNone(String value) {
		return value.isEmpty() ? ABSENT : value;
	}

	private static <T> void counter(MeterRegistry registry, String name, Tags tags, T source, ToDoubleFunction<T> value,
			String description) {
		FunctionCounter.builder(name, source, value)
			.tags(tags)
			.description(description)
			.baseUnit(name.startsWith("otel") ? null : "spans")
			.register(registry);
	}

	private static <T> void gauge(MeterRegistry registry, String name, Tags tags, T source, ToDoubleFunction<T> value,
			String description) {
		Gauge.builder(name, source, value)
			.tags(tags)
			.description(description)
			.baseUnit(name.startsWith(MEMORY) ? "bytes" : null)
			.register(registry);
	}

	/**
	 * How long attempts take, by how they ended. Threads of the sender.
	 *
	 * @param registry where
	 * @param component labels of the exporter
	 */
	private record AttemptTimers(MeterRegistry registry, Tags component) implements AttemptClock {

		@Override
		public void ended(SendOutcome outcome, long nanos) {
			ExportFailure failure = outcome.failure();
			Timer.builder("otel.sdk.exporter.operation.duration")
				.tags(this.component)
				.tag("error.type", (failure != null) ? failure.reason().label() : ABSENT)
				.description("Time until a collector answered")
				.register(this.registry)
				.record(nanos, TimeUnit.NANOSECONDS);
		}

	}

}
