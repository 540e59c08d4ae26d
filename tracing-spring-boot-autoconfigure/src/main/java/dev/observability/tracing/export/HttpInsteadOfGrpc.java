// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a gRPC sender for one over HTTP: the same scheme and host, the path of
 * OTLP for what the method takes. Threads of a sender.
 *
 * @param delegate all other settings
 * @param port where the collector listens for HTTP
 */
record HttpInsteadOfGrpc(GrpcSenderConfig delegate, int port) implements HttpSenderConfig {

	@Override
	public URI getEndpoint() {
		URI grpc = this.delegate.getEndpoint();
		return URI.create(grpc.getScheme() + "://" + host(grpc) + ":" + this.port + path());
	}

	// Java leaves the host out where it has an underscore, as containers' names may
	private static String host(URI uri) {
		if (uri.getHost() != null) {
			return uri.getHost();
		}
		String authority = uri.getRawAuthority();
		String host = authority.substring(authority.lastIndexOf('@') + 1);
		return host.contains(":") ? host.substring(0, host.lastIndexOf(':')) : host;
	}

	private String path() {
		String method = this.delegate.getFullMethodName();
		if (method.contains(".logs.")) {
			return "/v1/logs";
		}
		return method.contains(".metrics.") ? "/v1/metrics" : "/v1/traces";
	}

	@Override
	public String getContentType() {
		return "application/x-protobuf";
	}

	@Override
	public @Nullable Compressor getCompressor() {
		return this.delegate.getCompressor();
	}

	@Override
	public Duration getTimeout() {
		return this.delegate.getTimeout();
	}

	@Override
	public Duration getConnectTimeout() {
		return this.delegate.getConnectTimeout();
	}

	@Override
	public Supplier<Map<String, List<String>>> getHeadersSupplier() {
		return this.delegate.getHeadersSupplier();
	}

	@Override
	public @Nullable ProxyOptions getProxyOptions() {
		return null;
	}

	@Override
	public @Nullable RetryPolicy getRetryPolicy() {
		return this.delegate.getRetryPolicy();
	}

	@Override
	public @Nullable SSLContext getSslContext() {
		return this.delegate.getSslContext();
	}

	@Override
	public @Nullable X509TrustManager getTrustManager() {
		return this.delegate.getTrustManager();
	}

	@Override
	public @Nullable ExecutorService getExecutorService() {
		return this.delegate.getExecutorService();
	}

	@Override
	public long getMaxResponseBodySize() {
		return this.delegate.getMaxResponseBodySize();
	}

}
