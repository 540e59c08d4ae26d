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
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a sender but for retries, which are made by {@link ExportRetry}. Start
 * of the application, main thread.
 *
 * @param delegate all other settings
 */
record SingleHttpAttempt(HttpSenderConfig delegate) implements HttpSenderConfig {

	@Override
	public URI getEndpoint() {
		return this.delegate.getEndpoint();
	}

	@Override
	public String getContentType() {
		return this.delegate.getContentType();
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
		return this.delegate.getProxyOptions();
	}

	@Override
	public @Nullable RetryPolicy getRetryPolicy() {
		return null;
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
