// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import okhttp3.Call;
import okhttp3.ConnectionSpec;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Calls a gRPC method by OkHttp: all that needs its classes, which may be missing or not
 * fit together. Threads of a sender, which wait for the answer.
 * <p>
 * Source: "gRPC over HTTP2".
 */
final class OtlpGrpcClient {

	private static final String STATUS = "grpc-status";

	private static final String DETAILS = "grpc-status-details-bin";

	private static final int PREFIX = 5;

	private final GrpcSenderConfig config;

	private final OkHttpClient client;

	private final String url;

	private final int maxAnswerBytes;

	OtlpGrpcClient(GrpcSenderConfig config, int maxAnswerBytes) {
		this.config = config;
		this.url = config.getEndpoint().resolve("/" + config.getFullMethodName()).toString();
		this.maxAnswerBytes = maxAnswerBytes;
		// The time of an attempt holds for all of it; OkHttp's own times for reading and
		// writing are 10 s, whatever the user set
		OkHttpClient.Builder builder = new OkHttpClient.Builder().connectTimeout(bounded(config.getConnectTimeout()))
			.readTimeout(Duration.ZERO)
			.writeTimeout(Duration.ZERO)
			.followRedirects(false)
			.followSslRedirects(false);
		SSLContext context = config.getSslContext();
		X509TrustManager trustManager = config.getTrustManager();
		if ("http".equalsIgnoreCase(config.getEndpoint().getScheme())) {
			builder.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)).protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
		}
		else {
			builder.protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
			if (context != null && trustManager != null) {
				builder.sslSocketFactory(context.getSocketFactory(), trustManager);
			}
		}
		this.client = builder.build();
	}

	// OkHttp counts milliseconds in an int
	private static Duration bounded(Duration timeout) {
		Duration longest = Duration.ofMillis(Integer.MAX_VALUE);
		return (timeout.compareTo(longest) > 0) ? longest : timeout;
	}

	/**
	 * Calls the method.
	 * @param body the message with its length
	 * @param onCall is given what breaks the call off, before it begins
	 * @return what became of it
	 * @throws IOException where there was no answer, or not all of it
	 */
	SendOutcome call(OtlpBody body, Consumer<Runnable> onCall) throws IOException {
		Call call = this.client.newCall(request(body));
		onCall.accept(call::cancel);
		try (Response response = call.execute()) {
			return outcome(response);
		}
	}

	private Request request(OtlpBody body) {
		Request.Builder request = new Request.Builder().url(this.url)
			.post(RequestBody.create(body.array(), MediaType.get("application/grpc"), 0, body.size()));
		Map<String, List<String>> headers = this.config.getHeadersSupplier().get();
		if (headers != null) {
			headers.forEach((name, values) -> values.forEach((value) -> header(request, name, value)));
		}
		request.header("te", "trailers");
		request.header("grpc-accept-encoding", "identity,gzip");
		Compressor compressor = this.config.getCompressor();
		if (compressor != null) {
			request.header("grpc-encoding", compressor.getEncoding());
		}
		return request.build();
	}

	// OkHttp's own message may have the value in it
	private static void header(Request.Builder request, String name, String value) {
		try {
			request.addHeader(name, value);
		}
		catch (IllegalArgumentException ex) {
			throw new AnswerException(SendOutcome.lost(ExportFailure.header(name)));
		}
	}

	private SendOutcome outcome(Response response) throws IOException {
		byte[] body = BoundedAnswer.read(response.body().byteStream(), PREFIX + this.maxAnswerBytes + 1);
		if (body.length > PREFIX + this.maxAnswerBytes) {
			return SendOutcome.lost(new ExportFailure(LossReason.REFUSED, "gRPC answer that is too large"));
		}
		// Without a message the status comes with the headers
		Headers answer = (response.header(STATUS) != null) ? response.headers() : response.trailers();
		String status = answer.get(STATUS);
		if (status != null) {
			return OtlpAnswer.grpc(code(status), message(response, body), RetryDelay.grpc(answer.get(DETAILS)));
		}
		if (!response.isSuccessful()) {
			Duration retryAfter = RetryDelay.http(response.header("Retry-After"), response.header("Date"),
					Instant.now());
			return OtlpAnswer.http(response.code(), null, retryAfter);
		}
		return SendOutcome.lost(
				new ExportFailure(LossReason.REFUSED, "HTTP " + response.code() + " with an answer that is not gRPC"));
	}

	private static GrpcStatusCode code(String status) {
		try {
			return GrpcStatusCode.fromValue(Integer.parseInt(status));
		}
		catch (NumberFormatException ex) {
			return GrpcStatusCode.UNKNOWN;
		}
	}

	// Its length is not looked at: there is one message, up to the end
	private byte @Nullable [] message(Response response, byte[] body) {
		if (body.length == 0) {
			return body;
		}
		if (body.length < PREFIX) {
			return null;
		}
		byte[] message = new byte[body.length - PREFIX];
		System.arraycopy(body, PREFIX, message, 0, message.length);
		if (body[0] == 0) {
			return message;
		}
		return "gzip".equalsIgnoreCase(response.header("grpc-encoding"))
				? BoundedAnswer.unzip(message, this.maxAnswerBytes) : null;
	}

	void close() {
		this.client.dispatcher().cancelAll();
		this.client.connectionPool().evictAll();
	}

}
