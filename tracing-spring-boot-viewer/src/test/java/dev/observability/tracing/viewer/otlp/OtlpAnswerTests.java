// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OtlpAnswer} and {@link OtlpFormat}.
 */
class OtlpAnswerTests {

	private static final OtlpCount ALL = new OtlpCount(5, 0, "");

	private static final OtlpCount SOME = new OtlpCount(5, 300, "\u00e4 \"reason\"");

	@Test
	void fullSuccessIsAnEmptyMessage() {
		assertThat(OtlpAnswer.traces(OtlpFormat.PROTOBUF, ALL)).isEmpty();
		assertThat(OtlpAnswer.logs(OtlpFormat.PROTOBUF, ALL)).isEmpty();
		assertThat(text(OtlpAnswer.traces(OtlpFormat.JSON, ALL))).isEqualTo("{}");
		assertThat(text(OtlpAnswer.logs(OtlpFormat.JSON, ALL))).isEqualTo("{}");
	}

	@Test
	void partialSuccessSaysHowManyAndWhy() throws IOException {
		assertThat(ExportTraceServiceResponse.parseFrom(OtlpAnswer.traces(OtlpFormat.PROTOBUF, SOME)))
			.isEqualTo(ExportTraceServiceResponse.newBuilder()
				.setPartialSuccess(ExportTracePartialSuccess.newBuilder()
					.setRejectedSpans(300)
					.setErrorMessage("\u00e4 \"reason\""))
				.build());
		assertThat(ExportLogsServiceResponse.parseFrom(OtlpAnswer.logs(OtlpFormat.PROTOBUF, SOME)))
			.isEqualTo(ExportLogsServiceResponse.newBuilder()
				.setPartialSuccess(ExportLogsPartialSuccess.newBuilder()
					.setRejectedLogRecords(300)
					.setErrorMessage("\u00e4 \"reason\""))
				.build());
		assertThat(text(OtlpAnswer.traces(OtlpFormat.JSON, SOME)))
			.isEqualTo("{\"partialSuccess\":{\"rejectedSpans\":\"300\",\"errorMessage\":\"\u00e4 \\\"reason\\\"\"}}");
		assertThat(text(OtlpAnswer.logs(OtlpFormat.JSON, SOME))).isEqualTo(
				"{\"partialSuccess\":{\"rejectedLogRecords\":\"300\",\"errorMessage\":\"\u00e4 \\\"reason\\\"\"}}");
	}

	@ParameterizedTest
	@CsvSource({ "400,3", "401,16", "403,7", "404,5", "413,8", "415,3", "429,8", "500,13", "503,14", "418,2" })
	void anErrorIsAStatus(int status, int code) throws InvalidProtocolBufferException {
		String message = "m\u00e4".repeat(100);
		UnknownFieldSet read = UnknownFieldSet.parseFrom(OtlpAnswer.error(OtlpFormat.PROTOBUF, status, message));
		assertThat(read.asMap()).containsOnlyKeys(1, 2);
		assertThat(read.getField(1).getVarintList()).containsExactly((long) code);
		assertThat(read.getField(2).getLengthDelimitedList()).containsExactly(ByteString.copyFromUtf8(message));
		assertThat(text(OtlpAnswer.error(OtlpFormat.JSON, status, message)))
			.isEqualTo("{\"code\":" + code + ",\"message\":\"" + message + "\"}");
	}

	@Test
	void anErrorIsAnsweredWhateverItsMessageIs() {
		assertThat(text(OtlpAnswer.error(OtlpFormat.JSON, 400, "a\ud83d"))).contains("\"a\uFFFD\"");
		assertThat(OtlpAnswer.error(OtlpFormat.PROTOBUF, 400, "")).containsExactly(8, 3);
	}

	@ParameterizedTest
	@CsvSource({ "application/x-protobuf,PROTOBUF", "application/json,JSON", "Application/JSON; charset=utf-8,JSON",
			"' application/x-protobuf ;a=b',PROTOBUF", "application/protobuf,", "text/plain,", "'',",
			"'; application/json',", "," })
	void theFormComesFromTheHeader(@Nullable String header, @Nullable OtlpFormat format) {
		assertThat(OtlpFormat.of(header)).isEqualTo(format);
		if (format != null) {
			assertThat(OtlpFormat.of(format.contentType())).isEqualTo(format);
		}
	}

	private static String text(byte[] json) {
		return new String(json, StandardCharsets.UTF_8);
	}

}
