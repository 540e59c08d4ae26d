// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import dev.observability.tracing.export.SpanMask;
import dev.observability.tracing.redaction.Redactor;
import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.RecordMask;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceSink;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Capture} and {@link SdkSpans}.
 */
class CaptureTests {

	private final List<SpanRecord> spans = new CopyOnWriteArrayList<>();

	private final AtomicLong lost = new AtomicLong();

	private static final RecordMask MASK = new RecordMask(Redactor.standard());

	private final Capture capture = new Capture(new SpanMask(List.of(), List.of()), MASK, Fields.EMPTY, new Sink(),
			() -> {
			}, this.lost::addAndGet);

	private final SdkTracerProvider provider = SdkTracerProvider.builder()
		.setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "shop",
				AttributeKey.stringKey("build.url"), "https://ci:hunter2@host/")))
		.addSpanProcessor(new Tap())
		.build();

	private final Tracer tracer = this.provider.get("test", "1.0");

	@AfterEach
	void stop() throws InterruptedException {
		this.capture.destroy();
		this.provider.close();
	}

	private SpanRecord first() {
		this.capture.afterPropertiesSet();
		return Awaitility.await().until(() -> this.spans, (spans) -> !spans.isEmpty()).get(0);
	}

	@Test
	void aSpanComesWithAllItHas() {
		Span linked = this.tracer.spanBuilder("linked").setNoParent().startSpan();
		Span parent = this.tracer.spanBuilder("parent").startSpan();
		Span span = this.tracer.spanBuilder("GET /")
			.setSpanKind(SpanKind.SERVER)
			.setParent(Context.root().with(parent))
			.addLink(linked.getSpanContext(), Attributes.of(AttributeKey.stringKey("why"), "because"))
			.startSpan();
		span.setAttribute("http.response.status_code", 500L);
		span.setAttribute(AttributeKey.stringArrayKey("list"), List.of("a", "b"));
		span.addEvent("happened", Attributes.of(AttributeKey.booleanKey("yes"), true));
		span.setStatus(StatusCode.ERROR, "no");
		span.end();
		SpanRecord record = first();
		assertThat(record.trace()).hasToString(span.getSpanContext().getTraceId());
		assertThat(Long.toHexString(record.parentId()))
			.isEqualTo(Long.toHexString(Long.parseUnsignedLong(parent.getSpanContext().getSpanId(), 16)));
		assertThat(record.kind()).isEqualTo(SpanRecord.SERVER);
		assertThat(record.isError()).isTrue();
		assertThat(record.statusMessage()).isEqualTo("no");
		assertThat(record.flags()).isEqualTo(0x103);
		assertThat(record.fields().get("http.response.status_code")).isEqualTo(500L);
		assertThat(record.fields().get("list")).isEqualTo(List.of("a", "b"));
		assertThat(record.events().get(0).fields()).hasToString("{yes=true}");
		assertThat(record.links().get(0).trace()).hasToString(linked.getSpanContext().getTraceId());
		assertThat(record.origin().service()).isEqualTo("shop");
		assertThat(record.origin().scopeName()).isEqualTo("test");
		assertThat(record.dropped()).isEqualTo(SpanRecord.Dropped.NONE);
		assertThat(record.durationNanos()).isPositive();
	}

	@Test
	void secretsAreMaskedBeforeAnythingKeepsThem() {
		Span span = this.tracer.spanBuilder("call").startSpan();
		span.setAttribute("url.full", "http://user:hunter2@host/?token=hunter2");
		span.recordException(new IllegalStateException("see http://user:hunter2@host/"));
		span.setStatus(StatusCode.ERROR, "see http://user:hunter2@host/");
		span.end();
		assertThat(first().toString()).contains("REDACTED").doesNotContain("hunter2");
	}

	@Test
	void theResourceOfLogLinesIsMaskedToo() {
		Resource resource = Resource
			.create(Attributes.of(AttributeKey.stringKey("build.url"), "https://ci:hunter2@host/"));
		assertThat(SdkSpans.fields(resource, MASK)).hasToString("{build.url=https://REDACTED:REDACTED@host/}");
	}

	@Test
	void aLongTextIsCut() {
		Span span = this.tracer.spanBuilder("call").startSpan();
		span.setAttribute("text", "x".repeat(10_000));
		span.end();
		assertThat(first().fields().text("text")).hasSize(4096).endsWith("…");
	}

	@Test
	void whatIsNotSampledIsNotTaken() {
		SdkTracerProvider unsampled = SdkTracerProvider.builder()
			.setSampler(Sampler.alwaysOff())
			.addSpanProcessor(new Tap())
			.build();
		unsampled.get("test").spanBuilder("no").startSpan().end();
		this.tracer.spanBuilder("yes").startSpan().end();
		assertThat(first().name()).isEqualTo("yes");
		unsampled.close();
	}

	@Test
	void whatDoesNotFitIsCountedAndNobodyWaits() {
		for (int i = 0; i < Capture.MAX_WAITING + 100; i++) {
			this.tracer.spanBuilder("span").startSpan().end();
		}
		assertThat(this.lost).hasValue(100);
	}

	@Test
	void aSpanThatFailsIsCountedAndTheNextComes() {
		this.tracer.spanBuilder("fail").startSpan().end();
		this.tracer.spanBuilder("next").startSpan().end();
		assertThat(first().name()).isEqualTo("next");
		assertThat(this.lost).hasValue(1);
	}

	@Test
	void whatWaitsAtTheEndIsHandedOn() throws InterruptedException {
		this.capture.afterPropertiesSet();
		this.tracer.spanBuilder("last").startSpan().end();
		this.capture.destroy();
		assertThat(this.spans).hasSize(1);
		this.tracer.spanBuilder("too late").startSpan().end();
		assertThat(this.lost).hasValue(1);
	}

	/** Hands spans to the capture. */
	private final class Tap implements SpanProcessor {

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			CaptureTests.this.capture.ended(span);
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

	/** Keeps spans, or fails. */
	private final class Sink implements TraceSink {

		@Override
		public void span(SpanRecord span) {
			if (span.name().equals("fail")) {
				throw new IllegalStateException();
			}
			CaptureTests.this.spans.add(span);
		}

		@Override
		public void line(LogLine line) {
		}

	}

}
