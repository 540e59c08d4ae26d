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
 * Settings of a sender, for tests.
 */
final class TestSenderConfig implements HttpSenderConfig, GrpcSenderConfig {

	private final URI endpoint;

	private Duration timeout = Duration.ofSeconds(30);

	private Supplier<Map<String, List<String>>> headers = Map::of;

	private @Nullable ProxyOptions proxy;

	private @Nullable ExecutorService threads;

	private @Nullable Compressor compressor;

	private @Nullable SSLContext tls;

	TestSenderConfig(String endpoint) {
		this.endpoint = URI.create(endpoint);
	}

	TestSenderConfig timeout(Duration timeout) {
		this.timeout = timeout;
		return this;
	}

	TestSenderConfig headers(Supplier<Map<String, List<String>>> headers) {
		this.headers = headers;
		return this;
	}

	TestSenderConfig proxy(ProxyOptions proxy) {
		this.proxy = proxy;
		return this;
	}

	TestSenderConfig threads(ExecutorService threads) {
		this.threads = threads;
		return this;
	}

	TestSenderConfig compressor(Compressor compressor) {
		this.compressor = compressor;
		return this;
	}

	TestSenderConfig tls(SSLContext tls) {
		this.tls = tls;
		return this;
	}

	@Override
	public URI getEndpoint() {
		return this.endpoint;
	}

	@Override
	public String getFullMethodName() {
		return "opentelemetry.proto.collector.trace.v1.TraceService/Export";
	}

	@Override
	public String getContentType() {
		return "application/x-protobuf";
	}

	@Override
	public @Nullable Compressor getCompressor() {
		return this.compressor;
	}

	@Override
	public Duration getTimeout() {
		return this.timeout;
	}

	@Override
	public Duration getConnectTimeout() {
		return Duration.ofSeconds(10);
	}

	@Override
	public Supplier<Map<String, List<String>>> getHeadersSupplier() {
		return this.headers;
	}

	@Override
	public @Nullable ProxyOptions getProxyOptions() {
		return this.proxy;
	}

	@Override
	public @Nullable RetryPolicy getRetryPolicy() {
		return null;
	}

	@Override
	public @Nullable SSLContext getSslContext() {
		return this.tls;
	}

	@Override
	public @Nullable X509TrustManager getTrustManager() {
		return null;
	}

	@Override
	public @Nullable ExecutorService getExecutorService() {
		return this.threads;
	}

	@Override
	public long getMaxResponseBodySize() {
		return 4 * 1024 * 1024;
	}

}
