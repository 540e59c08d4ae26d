// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/**
 * What an exception is charged that waits with its span: about the bytes that it and its
 * causes keep from being collected, the answer among them that Spring's HTTP clients put
 * into theirs. What else an exception of the application refers to is not known. Step 9
 * of a request, on the thread that ends the span.
 */
final class ExceptionCharge {

	/**
	 * With a hundred frames, as a server has them, it takes 8 092 bytes once its stack
	 * trace was read, and 2 766 before. To ask how many frames there are would read it,
	 * which takes half as long as to record the exception.
	 */
	static final int PER_EXCEPTION = 8 * 1024;

	/** Further ones are not looked at. */
	static final int MAX_EXCEPTIONS = 32;

	private static final boolean REST_CLIENT = isPresent("org.springframework.web.client.RestClientResponseException");

	private static final boolean WEB_CLIENT = isPresent(
			"org.springframework.web.reactive.function.client.WebClientResponseException");

	private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

	private long bytes;

	private ExceptionCharge() {
	}

	/**
	 * Charges an exception. Never throws: one that does not let itself be read is charged
	 * what could be.
	 * @param exception of a span that ended
	 * @return bytes, which may be others the next time, as an exception can be changed
	 */
	static long of(Throwable exception) {
		ExceptionCharge charge = new ExceptionCharge();
		try {
			charge.add(exception);
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			charge.bytes += PER_EXCEPTION;
		}
		return charge.bytes;
	}

	private void add(Throwable exception) {
		for (Throwable next = exception; next != null && this.seen.size() < MAX_EXCEPTIONS
				&& this.seen.add(next); next = next.getCause()) {
			String message = next.getMessage();
			this.bytes += PER_EXCEPTION + ((message != null) ? message.length() : 0) + body(next);
			for (Throwable suppressed : next.getSuppressed()) {
				add(suppressed);
			}
		}
	}

	private static int body(Throwable exception) {
		byte[] body = REST_CLIENT ? RestClient.body(exception) : null;
		if (body == null && WEB_CLIENT) {
			body = WebClient.body(exception);
		}
		return (body != null) ? body.length : 0;
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, ExceptionCharge.class.getClassLoader());
	}

	/** {@code RestClient} and {@code RestTemplate}; loaded where they exist. */
	private static final class RestClient {

		// Not a copy
		static byte @Nullable [] body(Throwable exception) {
			return (exception instanceof RestClientResponseException answer) ? answer.getResponseBodyAsByteArray()
					: null;
		}

	}

	/** {@code WebClient}; loaded where it exists. */
	private static final class WebClient {

		// Not a copy
		static byte @Nullable [] body(Throwable exception) {
			return (exception instanceof WebClientResponseException answer) ? answer.getResponseBodyAsByteArray()
					: null;
		}

	}

}
