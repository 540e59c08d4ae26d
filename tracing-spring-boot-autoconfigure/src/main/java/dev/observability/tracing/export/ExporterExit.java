// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

/**
 * Sends by an exporter, whatever it is.
 *
 * @param exporter of the application or of Boot
 * @param redaction what masks
 */
record ExporterExit(SpanExporter exporter, SpanRedaction redaction) implements ExportExit {

	@Override
	public Iterator<ExportPart> parts(Collection<SpanData> spans) {
		return ExportParts.of(this.redaction.redact(spans)).stream().<ExportPart>map(Part::new).iterator();
	}

	@Override
	public CompletableResultCode shutdown() {
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public String toString() {
		return this.redaction.toString();
	}

	/** A batch, or a piece of one. */
	private final class Part implements ExportPart {

		private final Collection<SpanData> spans;

		Part(Collection<SpanData> spans) {
			this.spans = spans;
		}

		@Override
		public int size() {
			return this.spans.size();
		}

		@Override
		public CompletableFuture<SendOutcome> send() {
			CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();
			CompletableResultCode result = ExporterExit.this.exporter.export(this.spans);
			result.whenComplete(() -> outcome.complete(outcome(result)));
			return outcome;
		}

		// Whether to send again is the exporter's own affair
		private static SendOutcome outcome(CompletableResultCode result) {
			if (result.isSuccess()) {
				return SendOutcome.taken(0);
			}
			Throwable failure = result.getFailureThrowable();
			return SendOutcome.lost((failure != null) ? ExportFailure.of(failure)
					: new ExportFailure(LossReason.OTHER, "export failed"));
		}

		@Override
		public byte @Nullable [] encoded() {
			return null;
		}

		@Override
		public void close(boolean idle) {
			// An exporter cannot be told
		}

	}

}
