// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Instant;

import dev.observability.tracing.diagnostics.ExporterReport.Failure;
import dev.observability.tracing.diagnostics.ExporterReport.Reach;
import org.jspecify.annotations.Nullable;

/**
 * Whether spans reach a collector, for whoever asks. Exporter threads, guarded by
 * {@link ExportConnection}.
 *
 * @param reach whether they do
 * @param since when that changed
 * @param lastFailure the newest one, also where the attempt was repeated
 */
record ExportState(Reach reach, Instant since, @Nullable Failure lastFailure) {

	static ExportState untried(Instant now) {
		return new ExportState(Reach.NOT_TRIED, now, null);
	}

	ExportState reached(Instant now) {
		return (this.reach == Reach.REACHED) ? this : new ExportState(Reach.REACHED, now, this.lastFailure);
	}

	ExportState away(Instant now) {
		return new ExportState(Reach.AWAY, now, this.lastFailure);
	}

	ExportState failed(ExportFailure failure, Instant now) {
		return new ExportState(this.reach, this.since, new Failure(failure.text(), now));
	}

}
