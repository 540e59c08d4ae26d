// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.Locale;

import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import dev.observability.tracing.OtlpBackendsProperties.Backend;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporterBuilder;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.StringUtils;

/**
 * Makes the exporters of further back ends, as Boot makes that of the first one. Start of
 * the application, main thread. No customizer of the application applies: it was written
 * for the first one, and may add that one's credentials.
 *
 * @param senders makes their senders
 * @param bundles SSL bundles that are followed
 * @param meters the application's, for what the SDK counts
 */
record OtlpBackendFactory(OtlpSenders senders, ReloadingBundles bundles, ObjectProvider<MeterProvider> meters) {

	/** Boot's and the SDK's. */
	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	SpanExporter create(Backend backend) {
		return backend.isGrpc() ? grpc(backend) : http(backend);
	}

	private SpanExporter http(Backend backend) {
		OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
			.setEndpoint(backend.url())
			.setTimeout(timeout(backend))
			.setConnectTimeout(connectTimeout(backend))
			.setCompression(compression(backend))
			.setComponentLoader(this.senders.loader());
		backend.headers().forEach(builder::addHeader);
		this.meters.ifAvailable(builder::setMeterProvider);
		if (StringUtils.hasText(backend.sslBundle())) {
			SslBundle bundle = bundle(backend.sslBundle());
			builder.setSslContext(bundle.createSslContext(), trusted(bundle));
		}
		return builder.build();
	}

	private SpanExporter grpc(Backend backend) {
		OtlpGrpcSpanExporterBuilder builder = OtlpGrpcSpanExporter.builder()
			.setEndpoint(backend.url())
			.setTimeout(timeout(backend))
			.setConnectTimeout(connectTimeout(backend))
			.setCompression(compression(backend))
			.setComponentLoader(this.senders.loader());
		backend.headers().forEach(builder::addHeader);
		this.meters.ifAvailable(builder::setMeterProvider);
		if (StringUtils.hasText(backend.sslBundle())) {
			SslBundle bundle = bundle(backend.sslBundle());
			builder.setSslContext(bundle.createSslContext(), trusted(bundle));
		}
		return builder.build();
	}

	private static Duration timeout(Backend backend) {
		return (backend.timeout() != null) ? backend.timeout() : TIMEOUT;
	}

	private static Duration connectTimeout(Backend backend) {
		Duration timeout = timeout(backend);
		return (timeout.compareTo(TIMEOUT) < 0) ? timeout : TIMEOUT;
	}

	private static String compression(Backend backend) {
		return (backend.compression() != null) ? backend.compression().name().toLowerCase(Locale.ROOT) : "none";
	}

	private SslBundle bundle(String name) {
		return this.bundles.get(name.trim());
	}

	// OkHttp wants it beside the context, which alone decides
	private static X509TrustManager trusted(SslBundle bundle) {
		for (TrustManager manager : bundle.getManagers().getTrustManagers()) {
			if (manager instanceof X509TrustManager trusted) {
				return trusted;
			}
		}
		throw new IllegalStateException("The SSL bundle has no trust manager for X.509 certificates");
	}

}
