// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

/**
 * Knows the senders that were made for the SDK's OTLP exporters. Start of the
 * application, main thread.
 */
final class OtlpSenders {

	/** As the OTLP specification has it, beside 4317 for gRPC. */
	static final int HTTP_PORT = 4318;

	/** Weak, because an exporter may be gone long before the application. */
	private final Set<SenderComponentLoader> loaders = Collections
		.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	private final ExportLosses losses;

	private final int httpPort;

	OtlpSenders(ExportLosses losses) {
		this(losses, HTTP_PORT);
	}

	/**
	 * Creates the list.
	 * @param losses counts what a collector rejects
	 * @param httpPort where a collector listens for HTTP beside gRPC
	 */
	OtlpSenders(ExportLosses losses, int httpPort) {
		this.losses = losses;
		this.httpPort = httpPort;
	}

	// For one exporter
	SenderComponentLoader loader() {
		SenderComponentLoader loader = new SenderComponentLoader(OtlpHttpSpanExporter.class.getClassLoader(),
				this.losses, this.httpPort);
		this.loaders.add(loader);
		return loader;
	}

	/**
	 * Returns the sender of an exporter. An exporter does not tell it; but its text has
	 * that of its loader, which made the sender.
	 * @param exporter any exporter
	 * @return {@code null} where it is not the SDK's, or where its sender is not beyond
	 * doubt
	 */
	@Nullable OtlpSender of(SpanExporter exporter) {
		if (exporter.getClass() == OtlpHttpSpanExporter.class || exporter.getClass() == OtlpGrpcSpanExporter.class) {
			String text = exporter.toString();
			for (SenderComponentLoader loader : List.copyOf(this.loaders)) {
				if (text.contains("componentLoader=" + loader + ",")) {
					return loader.onlySender();
				}
			}
		}
		return null;
	}

	/**
	 * What is wrong with the libraries that exporters send by. Any thread.
	 * @return one for each exporter that cannot do what it is to, often none
	 */
	List<ClassPathConflict> conflicts() {
		return List.copyOf(this.loaders).stream().map(SenderComponentLoader::conflicts).flatMap(List::stream).toList();
	}

}
