// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OtlpAnswer}, against the official messages.
 */
class OtlpAnswerTests {

	private static final byte[] PARTIAL = ExportTraceServiceResponse.newBuilder()
		.setPartialSuccess(
				ExportTracePartialSuccess.newBuilder().setRejectedSpans(4711).setErrorMessage("too many").build())
		.build()
		.toByteArray();

	@Test
	void readsHowManySpansWereRejected() {
		assertThat(OtlpAnswer.read(PARTIAL)).isEqualTo(new OtlpAnswer(true, 4711));
	}

	@Test
	void emptyAnswerAndJsonAreASuccess() {
		assertThat(OtlpAnswer.read(new byte[0])).isEqualTo(new OtlpAnswer(true, 0));
		assertThat(OtlpAnswer.read("{}".getBytes(StandardCharsets.UTF_8)).readable()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "<html>", "OK", "\u0002x", "\n\u007f", "Not Found" })
	void anythingElseIsNoAnswer(String body) {
		assertThat(OtlpAnswer.read(body.getBytes(StandardCharsets.UTF_8)).readable()).isFalse();
	}

	@Test
	void cutAnswerIsNoAnswer() {
		for (int length = 1; length < PARTIAL.length; length++) {
			assertThat(OtlpAnswer.read(Arrays.copyOf(PARTIAL, length)).readable()).as("length " + length).isFalse();
		}
	}

	@Test
	void negativeNumberOfRejectedSpansCountsAsNone() {
		byte[] answer = ExportTraceServiceResponse.newBuilder()
			.setPartialSuccess(ExportTracePartialSuccess.newBuilder().setRejectedSpans(-1))
			.build()
			.toByteArray();
		assertThat(OtlpAnswer.read(answer)).isEqualTo(new OtlpAnswer(true, 0));
	}

	@Test
	void neverRefusesWhatTheOfficialParserTakes() {
		Random random = new Random(42);
		for (int i = 0; i < 100_000; i++) {
			byte[] bytes = new byte[random.nextInt(12)];
			random.nextBytes(bytes);
			boolean readable = OtlpAnswer.read(bytes).readable();
			if (!readable && !hasGroup(bytes)) {
				assertThat(isOfficial(bytes)).as(Arrays.toString(bytes)).isFalse();
			}
		}
	}

	// Groups, wire types 3 and 4, left protobuf before OTLP was made
	private static boolean hasGroup(byte[] bytes) {
		for (byte next : bytes) {
			if ((next & 7) == 3 || (next & 7) == 4) {
				return true;
			}
		}
		return false;
	}

	private static boolean isOfficial(byte[] bytes) {
		try {
			ExportTraceServiceResponse.parseFrom(bytes);
			return true;
		}
		catch (InvalidProtocolBufferException ex) {
			return false;
		}
	}

}
