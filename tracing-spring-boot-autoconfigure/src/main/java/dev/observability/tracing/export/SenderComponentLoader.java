// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import org.jspecify.annotations.Nullable;

/**
 * Gives an exporter builder exactly one sender where several are on the class path: HTTP
 * by the JDK's client, gRPC by OkHttp. A choice per exporter rather than the SDK's
 * JVM-wide property, which would choose for every other exporter in the JVM too; where
 * the user set that property, it wins. Start of the application, main thread.
 */
final class SenderComponentLoader implements ComponentLoader {

	private static final String HTTP_PACKAGE = "io.opentelemetry.exporter.sender.jdk.";

	private static final String GRPC_PACKAGE = "io.opentelemetry.exporter.sender.okhttp.";

	private static final String PROTOBUF = "application/x-protobuf";

	private static final AtomicLong LOADERS = new AtomicLong();

	private final ComponentLoader delegate;

	private final ExportLosses losses;

	private final long number = LOADERS.incrementAndGet();

	private final List<@Nullable OtlpSender> made = new CopyOnWriteArrayList<>();

	SenderComponentLoader(ClassLoader classLoader, ExportLosses losses) {
		this.delegate = ComponentLoader.forClassLoader(classLoader);
		this.losses = losses;
	}

	@Override
	public <T> Iterable<T> load(Class<T> spi) {
		if (spi == HttpSenderProvider.class) {
			return choose(spi, HTTP_PACKAGE, (provider) -> spi.cast(http((HttpSenderProvider) provider)));
		}
		if (spi == GrpcSenderProvider.class) {
			return choose(spi, GRPC_PACKAGE, (provider) -> spi.cast(grpc((GrpcSenderProvider) provider)));
		}
		return this.delegate.load(spi);
	}

	private HttpSenderProvider http(HttpSenderProvider provider) {
		return (config) -> {
			CheckedHttpSender sender = new CheckedHttpSender(provider, config, this.losses);
			// With another content a message would have to be another
			this.made.add(PROTOBUF.equals(config.getContentType()) ? sender : null);
			return sender;
		};
	}

	private GrpcSenderProvider grpc(GrpcSenderProvider provider) {
		return (config) -> {
			CheckedGrpcSender sender = new CheckedGrpcSender(provider, config, this.losses);
			this.made.add(sender);
			return sender;
		};
	}

	/**
	 * Returns the sender that was made by this loader.
	 * @return {@code null} where there are several, because a builder was used again: who
	 * has which cannot be told
	 */
	@Nullable OtlpSender onlySender() {
		return (this.made.size() == 1) ? this.made.get(0) : null;
	}

	private <T> List<T> choose(Class<T> spi, String preferredPackage, UnaryOperator<T> wrapper) {
		String chosenByUser = System.getProperty(spi.getName());
		List<T> candidates = new ArrayList<>();
		for (T candidate : this.delegate.load(spi)) {
			String name = candidate.getClass().getName();
			if ((chosenByUser != null) ? name.equals(chosenByUser) : name.startsWith(preferredPackage)) {
				return List.of(wrapper.apply(candidate));
			}
			candidates.add(wrapper.apply(candidate));
		}
		// The application excluded what we prefer: the SDK chooses among what is there
		return candidates;
	}

	@Override
	public String toString() {
		// An exporter's text has this text, the number tells which loader it is
		return "HTTP by the JDK's client, gRPC by OkHttp (" + this.number + ")";
	}

}
