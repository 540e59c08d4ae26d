// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.IOException;
import java.util.concurrent.Semaphore;

import dev.observability.tracing.viewer.otlp.OtlpAnswer;
import dev.observability.tracing.viewer.otlp.OtlpFormat;
import org.jspecify.annotations.Nullable;

/**
 * Lets a few bodies be read at once, and has whoever comes beyond that come again a
 * second later, as senders of OTLP do. Step 11 of a request, on the thread that answers;
 * never waits.
 */
final class Intake {

	/**
	 * Until the ring has all of a body, what was read of it takes several times the 16
	 * MiB that it may have, and the 64 MiB of an import: some hundred MB for four of
	 * them, gigabytes for the 200 threads of a server. A batch as SDKs send it is read
	 * within milliseconds, so that dozens of services rarely meet.
	 */
	static final int AT_ONCE = 4;

	/** Apart from the others, because strangers may send these. */
	static final int SIGN_INS = 2;

	static final String RETRY_SECONDS = "1";

	private final Semaphore places = new Semaphore(AT_ONCE);

	private final Semaphore signIns = new Semaphore(SIGN_INS);

	/**
	 * Answers a request, or says that it is to come again.
	 * @param request the request
	 * @param answer answers it
	 * @return the answer
	 * @throws IOException if the body cannot be read
	 * @throws QueryText.InvalidQueryException if the query has no meaning
	 */
	PageResponse answer(PageRequest request, Answer answer) throws IOException, QueryText.InvalidQueryException {
		if (!hasBody(request)) {
			return answer.to(request);
		}
		Semaphore places = isSignIn(request) ? this.signIns : this.places;
		if (!places.tryAcquire()) {
			return busy(request).with("Retry-After", RETRY_SECONDS);
		}
		try {
			return answer.to(request);
		}
		finally {
			places.release();
		}
	}

	private static boolean hasBody(PageRequest request) {
		return request.method().equals("POST")
				&& (isOtlp(request) || isSignIn(request) || request.path().equals("/api/import"));
	}

	private static boolean isSignIn(PageRequest request) {
		return request.path().equals("/api/session");
	}

	private static boolean isOtlp(PageRequest request) {
		return request.path().startsWith("/v1/");
	}

	private static PageResponse busy(PageRequest request) {
		String message = "Others are being read. Send it again a second later.";
		@Nullable OtlpFormat format = isOtlp(request) ? OtlpFormat.of(request.header("Content-Type")) : null;
		return (format != null)
				? PageResponse.of(PageResponse.TOO_MANY, format.contentType(),
						OtlpAnswer.error(format, PageResponse.TOO_MANY, message))
				: PageResponse.error(PageResponse.TOO_MANY, message);
	}

	/** Answers a request. */
	interface Answer {

		PageResponse to(PageRequest request) throws IOException, QueryText.InvalidQueryException;

	}

}
