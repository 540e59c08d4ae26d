// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to an OTLP export, an {@code ExportTraceServiceResponse}, as far as it
 * tells whether spans were lost: a web page that answers 200 is not a collector, and a
 * collector may accept a batch in part. Exporter thread; never throws.
 * <p>
 * Source: OTLP specification, "Partial Success", "Retryable Response Codes", "Failures".
 *
 * @param readable whether it is one; an empty answer is, and JSON passes, because some
 * backends answer that
 * @param rejectedSpans spans that the collector did not accept
 */
record OtlpAnswer(boolean readable, long rejectedSpans) {

	private static final OtlpAnswer UNREADABLE = new OtlpAnswer(false, 0);

	private static final OtlpAnswer ACCEPTED = new OtlpAnswer(true, 0);

	private static final Set<Integer> RETRYABLE_STATUS = Set.of(429, 502, 503, 504);

	private static final Set<GrpcStatusCode> RETRYABLE_CODES = EnumSet.of(GrpcStatusCode.CANCELLED,
			GrpcStatusCode.DEADLINE_EXCEEDED, GrpcStatusCode.ABORTED, GrpcStatusCode.OUT_OF_RANGE,
			GrpcStatusCode.UNAVAILABLE, GrpcStatusCode.DATA_LOSS);

	private static final int PARTIAL_SUCCESS = 1;

	private static final int REJECTED_SPANS = 1;

	/**
	 * The outcome of an answer over HTTP.
	 * @param status of HTTP
	 * @param body of the answer, {@code null} where it cannot be read
	 * @param retryAfter what the collector asks for, zero where it says nothing
	 * @return the outcome; 429, 502, 503 and 504 may be sent again
	 */
	static SendOutcome http(int status, byte @Nullable [] body, Duration retryAfter) {
		if (status >= 200 && status < 300) {
			return read("HTTP " + status, body);
		}
		ExportFailure failure = new ExportFailure(LossReason.REFUSED, "HTTP " + status);
		return RETRYABLE_STATUS.contains(status) ? SendOutcome.later(failure, retryAfter) : SendOutcome.lost(failure);
	}

	/**
	 * The outcome of an answer over gRPC.
	 * @param status of gRPC
	 * @param message of the answer, {@code null} where it cannot be read
	 * @param retryInfo what the collector asks for, {@code null} where it says nothing
	 * @return the outcome; a collector without room is asked again only where it says
	 * when
	 */
	static SendOutcome grpc(GrpcStatusCode status, byte @Nullable [] message, @Nullable Duration retryInfo) {
		if (status == GrpcStatusCode.OK) {
			return read("gRPC OK", message);
		}
		boolean late = (status == GrpcStatusCode.DEADLINE_EXCEEDED);
		ExportFailure failure = new ExportFailure(late ? LossReason.TIMEOUT : LossReason.REFUSED, "gRPC " + status);
		boolean retryable = RETRYABLE_CODES.contains(status)
				|| (status == GrpcStatusCode.RESOURCE_EXHAUSTED && retryInfo != null);
		return retryable ? SendOutcome.later(failure, (retryInfo != null) ? retryInfo : Duration.ZERO)
				: SendOutcome.lost(failure);
	}

	private static SendOutcome read(String status, byte @Nullable [] body) {
		OtlpAnswer answer = (body != null) ? read(body) : UNREADABLE;
		return answer.readable() ? SendOutcome.taken(answer.rejectedSpans())
				: SendOutcome.lost(new ExportFailure(LossReason.REFUSED, status + " with an answer that is not OTLP"));
	}

	static OtlpAnswer read(byte[] bytes) {
		if (bytes.length == 0 || bytes[0] == '{') {
			return ACCEPTED;
		}
		ProtobufReader reader = new ProtobufReader(bytes);
		long rejected = 0;
		while (reader.next()) {
			if (reader.isMessage(PARTIAL_SUCCESS)) {
				ProtobufReader partial = reader.message();
				while (partial.next()) {
					if (partial.isNumber(REJECTED_SPANS)) {
						rejected = partial.number();
					}
				}
				if (partial.isBroken()) {
					return UNREADABLE;
				}
			}
		}
		return reader.isBroken() ? UNREADABLE : new OtlpAnswer(true, Math.max(0, rejected));
	}

}
