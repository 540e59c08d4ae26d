// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * A real OTLP collector for tests, over HTTP and gRPC on free ports of loopback, that
 * stores every span and can misbehave at run time. Built on the official protobuf
 * messages. Any thread; {@link #close()} ends its threads.
 *
 * @since 0.1.0
 */
public final class OtlpReceiver implements AutoCloseable {

	private final ReceiverState state = new ReceiverState();

	private final ReceiverPort http;

	private final ReceiverPort grpc;

	private final boolean tls;

	private boolean closed;

	private OtlpReceiver(@Nullable KeyManagerFactory keys) throws IOException, GeneralSecurityException {
		this.tls = (keys != null);
		SSLContext context = (keys != null) ? SSLContext.getInstance("TLS") : null;
		if (context != null && keys != null) {
			context.init(keys.getKeyManagers(), null, null);
		}
		this.http = new ReceiverPort((port, storing) -> HttpReceiver.start(this.state, context, port, storing),
				ReceiverBridge::cutHttp);
		this.grpc = new ReceiverPort((port, storing) -> GrpcReceiver.start(this.state, keys, port, storing),
				ReceiverBridge::cutHttp2);
	}

	/**
	 * Starts a receiver without TLS.
	 * @return a running receiver
	 */
	public static OtlpReceiver start() {
		return start(null);
	}

	/**
	 * Starts a receiver that speaks TLS on both ports.
	 * @param keys its certificate and private key, without TLS when {@code null}
	 * @return a running receiver
	 */
	public static OtlpReceiver start(@Nullable KeyManagerFactory keys) {
		try {
			return new OtlpReceiver(keys);
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException("the OTLP receiver does not start", ex);
		}
	}

	/**
	 * The port of OTLP over HTTP.
	 * @return a port of loopback
	 */
	public int httpPort() {
		return this.http.number();
	}

	/**
	 * The port of OTLP over gRPC.
	 * @return a port of loopback
	 */
	public int grpcPort() {
		return this.grpc.number();
	}

	/**
	 * The full URL of the traces over HTTP.
	 * @return such as {@code http://localhost:43210/v1/traces}
	 */
	public String httpEndpoint() {
		return (this.tls ? "https" : "http") + "://localhost:" + httpPort() + "/v1/traces";
	}

	/**
	 * The URL of the gRPC port.
	 * @return such as {@code http://localhost:43211}
	 */
	public String grpcEndpoint() {
		return (this.tls ? "https" : "http") + "://localhost:" + grpcPort();
	}

	/**
	 * Every span stored since the start or the last {@link #clear()}, in order of
	 * arrival.
	 * @return a snapshot
	 */
	public List<ReceivedSpan> spans() {
		return this.state.spans();
	}

	/**
	 * Number of export requests that were read whole, answered well or not.
	 * @return the number of requests
	 */
	public int requests() {
		return this.state.requests();
	}

	/**
	 * Number of requests that hang now.
	 * @return the number of unanswered requests
	 */
	public int hanging() {
		return this.state.hanging();
	}

	/**
	 * The messages of all export requests, decompressed, as bytes.
	 * @return a snapshot
	 */
	public List<byte[]> bodies() {
		return this.state.bodies();
	}

	/**
	 * Paths other than {@code /v1/traces} that were asked for over HTTP, answered 404,
	 * and how often.
	 * @return a snapshot
	 */
	public Map<String, Integer> otherPaths() {
		return this.state.otherPaths();
	}

	/**
	 * Forgets all spans, bodies and counts.
	 */
	public void clear() {
		this.state.clear();
	}

	/**
	 * Blocks until that many spans are stored.
	 * @param minSpans how many spans at least
	 * @param timeout how long to wait at most
	 * @return the spans
	 * @throws AssertionError when they do not arrive in time, with what did arrive
	 */
	public List<ReceivedSpan> await(int minSpans, Duration timeout) {
		await((state) -> state.spans().size() >= minSpans, "at least " + minSpans + " spans", timeout);
		return spans();
	}

	/**
	 * Blocks until the condition holds for the stored spans.
	 * @param condition tried at once and after each request
	 * @param timeout how long to wait at most
	 * @return the spans
	 * @throws AssertionError when it does not hold in time, with what did arrive
	 */
	public List<ReceivedSpan> await(Predicate<List<ReceivedSpan>> condition, Duration timeout) {
		await((state) -> condition.test(state.spans()), "spans that meet the condition", timeout);
		return spans();
	}

	/**
	 * Blocks until that many export requests arrived, answered well or not.
	 * @param minRequests how many requests at least
	 * @param timeout how long to wait at most
	 * @throws AssertionError when they do not arrive in time
	 */
	public void awaitRequests(int minRequests, Duration timeout) {
		await((state) -> state.requests() >= minRequests, "at least " + minRequests + " requests", timeout);
	}

	private void await(Predicate<ReceiverState> condition, String expected, Duration timeout) {
		try {
			if (!this.state.await(condition, timeout.toNanos())) {
				throw new AssertionError("Expected " + expected + " within " + timeout + " but got " + this.state);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted while waiting for " + expected, ex);
		}
	}

	/**
	 * Switches what goes wrong from now on, over both protocols. {@code NONE} lifts every
	 * fault; the ports stay the same.
	 * @param fault the fault
	 */
	public synchronized void fault(ReceiverFault fault) {
		if (this.closed) {
			throw new IllegalStateException("the receiver is closed");
		}
		ReceiverFault before = this.state.fault();
		if (fault == before) {
			return;
		}
		this.state.fault(fault);
		if (!fault.isOfPort() && !before.isOfPort()) {
			return;
		}
		try {
			this.http.occupy(fault);
			this.grpc.occupy(fault);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public synchronized void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		this.state.close();
		this.http.close();
		this.grpc.close();
	}

}
