// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.IOException;
import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;

/**
 * Lets a few bodies be read at once, and has whoever comes beyond that come again a
 * second later, as senders of OTLP do. Step 11 of a request, on the thread that answers;
 * never waits.
 */
final class Intake {

	/**
	 * Until the ring has all of a body, what was read of it takes several times the 16
	 * MiB that it may have: some hundred MB for four of them, gigabytes for the 200
	 * threads of a server. A batch as SDKs send it is read within milliseconds, so that
	 * dozens of services rarely meet.
	 */
	private static final int BATCHES = 4;

	/** Up to 64 MiB, and a user opens one after the other. */
	private static final int IMPORTS = 1;

	/** Apart from the others, because strangers may send these. */
	private static final int SIGN_INS = 2;

	/** All of them. */
	static final int AT_ONCE = BATCHES + IMPORTS + SIGN_INS;

	static final String RETRY_SECONDS = "1";

	private final Semaphore batches = new Semaphore(BATCHES);

	private final Semaphore imports = new Semaphore(IMPORTS);

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
		Semaphore places = placesFor(request);
		if (places == null) {
			return answer.to(request);
		}
		if (!places.tryAcquire()) {
			return PageResponse.error(PageResponse.TOO_MANY, "Others are being read. Send it again a second later.")
				.with("Retry-After", RETRY_SECONDS);
		}
		try {
			return answer.to(request);
		}
		finally {
			places.release();
		}
	}

	// None for what has no body
	private @Nullable Semaphore placesFor(PageRequest request) {
		if (!request.method().equals("POST")) {
			return null;
		}
		return switch (request.path()) {
			case "/api/session" -> this.signIns;
			case "/api/import" -> this.imports;
			default -> OtlpApi.isFor(request) ? this.batches : null;
		};
	}

	/** Answers a request. */
	interface Answer {

		PageResponse to(PageRequest request) throws IOException, QueryText.InvalidQueryException;

	}

}
