// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.opentelemetry.api.internal.InstrumentationUtil;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Sends over HTTP by the JDK's client, which needs no library. No thread waits for an
 * answer, and the time of an attempt holds until the last byte of its answer was read: a
 * collector whose answer never ends costs one connection. Threads of its own.
 * <p>
 * HTTP/2 only where TLS agrees on it: over plain HTTP the client would ask each
 * connection to change to it, which old proxies refuse. Redirects are not followed; they
 * would take credentials elsewhere.
 */
final class OtlpHttpSender implements OtlpSender {

	/**
	 * An answer of OTLP has a few bytes, with the message of a collector some hundred.
	 */
	static final int MAX_ANSWER_BYTES = 64 * 1024;

	private final HttpSenderConfig config;

	private final Executor threads;

	private final SendAttempt.Group attempts;

	private volatile Lazy<HttpClient> client = new Lazy<>(this::client);

	private final int maxAnswerBytes;

	private final HttpProbe probe;

	/** Set while what answers is no HTTP. */
	private volatile boolean nonsense;

	OtlpHttpSender(HttpSenderConfig config) {
		this.config = config;
		this.threads = SenderThreads.of(config.getExecutorService(), "tracing-export-http");
		this.attempts = new SendAttempt.Group(this.threads, config.getTimeout());
		this.maxAnswerBytes = (int) Math.min(MAX_ANSWER_BYTES, config.getMaxResponseBodySize());
		this.probe = new HttpProbe(config.getEndpoint(), config.getSslContext(), config.getTimeout());
	}

	private HttpClient client() {
		boolean plain = "http".equalsIgnoreCase(this.config.getEndpoint().getScheme());
		HttpClient.Builder builder = HttpClient.newBuilder()
			.version(plain ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2)
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(this.config.getConnectTimeout())
			.executor(this.threads);
		if (this.config.getSslContext() != null) {
			builder.sslContext(this.config.getSslContext());
		}
		if (this.config.getProxyOptions() != null) {
			builder.proxy(this.config.getProxyOptions().getProxySelector());
		}
		return builder.build();
	}

	@Override
	public void send(MessageWriter message, Consumer<SendOutcome> onOutcome) {
		this.attempts.begin((attempt) -> {
			OtlpBody body = OtlpBody.http(message, this.config.getCompressor());
			attempt.written();
			HttpRequest request = request(body);
			if (this.nonsense && isDirect()) {
				this.probe.check(request);
				this.nonsense = false;
				exchangeClient();
			}
			exchange(attempt, request);
		}, onOutcome);
	}

	private HttpRequest request(OtlpBody body) throws IOException {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.config.getEndpoint()).POST(body.publisher());
		Map<String, List<String>> headers = this.config.getHeadersSupplier().get();
		if (headers != null) {
			headers.forEach((name, values) -> values.forEach((value) -> header(request, name, value)));
		}
		request.setHeader("Content-Type", this.config.getContentType());
		request.setHeader("Accept-Encoding", "gzip");
		Compressor compressor = this.config.getCompressor();
		if (compressor != null) {
			request.setHeader("Content-Encoding", compressor.getEncoding());
		}
		return request.build();
	}

	// The client's own message has the value in it
	private static void header(HttpRequest.Builder request, String name, String value) {
		try {
			request.header(name, value);
		}
		catch (IllegalArgumentException ex) {
			throw new AnswerException(SendOutcome.lost(ExportFailure.header(name)));
		}
	}

	private void exchange(SendAttempt attempt, HttpRequest request) {
		// Who instruments the JDK's client leaves out what says so
		InstrumentationUtil.suppressInstrumentation(() -> {
			CompletableFuture<HttpResponse<byte[]>> exchange = this.client.get()
				.sendAsync(request, (answer) -> read(attempt, answer));
			attempt.onBreak(() -> exchange.cancel(true));
			exchange.whenComplete((answer, failure) -> {
				if (failure != null) {
					boolean nonsense = isNonsense(failure);
					this.nonsense |= nonsense;
					attempt.failLater(nonsense ? new ProtocolException("The answer is not HTTP") : failure);
				}
			});
		});
	}

	// A proxy stands between, and what it says is not what the collector does
	private boolean isDirect() {
		ProxySelector system = ProxySelector.getDefault();
		return this.config.getProxyOptions() == null && (system == null || system.select(this.config.getEndpoint())
			.stream()
			.allMatch((proxy) -> proxy.type() == Proxy.Type.DIRECT));
	}

	// What the client throws where it cannot parse the head of an answer
	private static boolean isNonsense(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof ProtocolException || cause instanceof NumberFormatException) {
				return true;
			}
		}
		return false;
	}

	private BoundedAnswer read(SendAttempt attempt, HttpResponse.ResponseInfo answer) {
		BoundedAnswer body = new BoundedAnswer(this.maxAnswerBytes);
		// Not by the future of the client: it is completed on the pool that all of a JVM
		// share, and that the application may have filled
		CompletionStage<SendOutcome> outcome = body.getBody().thenApply((bytes) -> outcome(answer, bytes));
		outcome.whenComplete(attempt::end);
		return body;
	}

	private SendOutcome outcome(HttpResponse.ResponseInfo answer, byte[] bytes) {
		HttpHeaders headers = answer.headers();
		String encoding = headers.firstValue("Content-Encoding").orElse("identity");
		byte[] body = bytes;
		if (!"identity".equalsIgnoreCase(encoding) && bytes.length > 0) {
			body = "gzip".equalsIgnoreCase(encoding) ? BoundedAnswer.unzip(bytes, this.maxAnswerBytes) : null;
		}
		Duration retryAfter = RetryDelay.http(headers.firstValue("Retry-After").orElse(null),
				headers.firstValue("Date").orElse(null), Instant.now());
		return OtlpAnswer.http(answer.statusCode(), body, retryAfter);
	}

	@Override
	public @Nullable RetryPolicy retryPolicy() {
		return this.config.getRetryPolicy();
	}

	// What the client did not close goes with it, from 21 on
	private void exchangeClient() {
		Lazy<HttpClient> former = this.client;
		this.client = new Lazy<>(this::client);
		end(former);
	}

	/**
	 * Breaks off what is on its way. Connections close at once where the JDK can do that,
	 * from 21 on, and before when nothing holds the client any more. Does not wait.
	 */
	@Override
	public CompletableResultCode shutdown() {
		this.attempts.close();
		end(this.client);
		return CompletableResultCode.ofSuccess();
	}

	private static void end(Lazy<HttpClient> client) {
		client.ifPresent((made) -> {
			Method end = ReflectionUtils.findMethod(HttpClient.class, "shutdownNow");
			if (end != null) {
				ReflectionUtils.invokeMethod(end, made);
			}
		});
	}

	@Override
	public String toString() {
		return "HTTP by the JDK's client";
	}

}
