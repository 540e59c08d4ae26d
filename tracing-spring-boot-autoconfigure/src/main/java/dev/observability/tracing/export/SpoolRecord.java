// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.io.OutputStream;

import io.opentelemetry.sdk.common.export.MessageWriter;

/**
 * An export that waits on disk.
 *
 * @param segment number of its file
 * @param position where it begins there
 * @param millis when it came
 * @param spans how many it has
 * @param payload encoded
 */
record SpoolRecord(long segment, long position, long millis, int spans, byte[] payload) implements MessageWriter {

	@Override
	public void writeMessage(OutputStream output) throws IOException {
		output.write(this.payload);
	}

	@Override
	public int getContentLength() {
		return this.payload.length;
	}

}
