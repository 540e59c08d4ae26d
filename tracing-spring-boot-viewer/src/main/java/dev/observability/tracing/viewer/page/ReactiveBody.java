// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of a request of a reactive server. Step 11 of a request, on the thread that
 * answers. Whatever ends it early, such as the time or a connection that broke, is an
 * {@link IOException}, as with any other body.
 */
final class ReactiveBody extends FilterInputStream {

	ReactiveBody(InputStream body) {
		super(body);
	}

	@Override
	public int read() throws IOException {
		try {
			return super.read();
		}
		catch (RuntimeException ex) {
			throw new IOException("the body ended early", ex);
		}
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		try {
			return super.read(target, offset, length);
		}
		catch (RuntimeException ex) {
			throw new IOException("the body ended early", ex);
		}
	}

}
