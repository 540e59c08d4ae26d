// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.observability.tracing.prepared.PreparedAttributes;
import dev.observability.tracing.prepared.PreparedTracer;
import dev.observability.tracing.prepared.SpanAttributes;
import dev.observability.tracing.redaction.Redactor;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PreparedExport}: spans with prepared attributes leave as any other.
 */
class PreparedExportTests {

	private static final String URL = "https://jane:secret@example.com/?token=secret";

	private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder().build();

	private final PreparedTracer tracer = PreparedTracer.of(this.sdk, "jdbc");

	@AfterEach
	void close() {
		this.sdk.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT ?", "SELECT \u00e4", "\u20ac" })
	void leaveAsTheSdkSendsThem(String text) throws IOException {
		PreparedAttributes attributes = PreparedAttributes
			.of(Attributes.builder().put("db.query.text", text).put("server.port", 5433).build());
		assertSame(attributes);
	}

	@Test
	void leaveWholeThoughTheyAreTooLongToBeKept() throws IOException {
		PreparedAttributes attributes = PreparedAttributes.of(SpanEncoderTests.everyType());
		assertSame(attributes);
		assertThat(PreparedExport.of(attributes, Redactor.standard()).clean()).isTrue();
		assertThat(PreparedExport.of(attributes, Redactor.standard()).encoded()).isNull();
	}

	@Test
	void areEncodedOnce() throws IOException {
		PreparedAttributes attributes = PreparedAttributes.of(Attributes.builder().put("k", "v").build());
		assertSame(attributes);
		byte[] encoded = PreparedExport.of(attributes, Redactor.standard()).encoded();
		assertThat(encoded).isNotEmpty();
		assertSame(attributes);
		assertThat(PreparedExport.of(attributes, Redactor.standard()).encoded()).isSameAs(encoded);
	}

	private void assertSame(PreparedAttributes attributes) throws IOException {
		SpanData shared = span(attributes, (span) -> span.setAttribute("rows", 3).setAttribute("more", "text"));
		// Cannot share any more what it replaces
		SpanData other = span(attributes, (span) -> span.setAttribute("db.query.text", "another"));
		SpanData plain = span(attributes, (span) -> span);
		assertThat(shared.getAttributes()).isInstanceOf(SpanAttributes.class);
		SpanEncoderTests.assertSame(List.of(shared, other, plain));
	}

	@Test
	void areMaskedWhereTheyHoldASecret() throws IOException {
		PreparedAttributes attributes = PreparedAttributes
			.of(Attributes.builder().put("db.query.text", "SELECT * FROM '" + URL + "'").build());
		assertThat(PreparedExport.of(attributes, Redactor.standard()))
			.isEqualTo(new PreparedExport(Redactor.standard(), false, null));
		assertMasked(span(attributes, (span) -> span));
		assertMasked(span(attributes, (span) -> span.setAttribute("rows", 1)));
	}

	@Test
	void areMaskedWhereADriverSaidASecret() throws IOException {
		PreparedAttributes attributes = PreparedAttributes
			.of(Attributes.builder().put("exception.message", "Key (email)=(secret) already exists. " + URL).build());
		assertThat(PreparedExport.of(attributes, Redactor.standard()).clean()).isFalse();
		assertMasked(span(attributes, (span) -> span));
	}

	@Test
	void leaveOthersOfTheSpanToBeMasked() throws IOException {
		PreparedAttributes attributes = PreparedAttributes.of(Attributes.builder().put("text", "example.com").build());
		assertMasked(span(attributes, (span) -> span.setAttribute("url", URL)));
		assertMasked(span(attributes, (span) -> span.setAttribute("text", URL)));
	}

	private static void assertMasked(SpanData span) throws IOException {
		String message = new String(SpanEncoderTests.encode(new SpanGroups(List.of(span))), StandardCharsets.UTF_8);
		assertThat(message).contains("example.com").doesNotContain("secret");
	}

	private SpanData span(PreparedAttributes attributes, UnaryOperator<Span> operation) {
		Context parent = Context.root()
			.with(Span.wrap(SpanContext.create("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7",
					TraceFlags.getSampled(), TraceState.getDefault())));
		Span span = this.tracer.startSpan(parent, "SELECT", SpanKind.CLIENT, attributes, 7);
		operation.apply(span).end();
		return ((ReadableSpan) span).toSpanData();
	}

}
