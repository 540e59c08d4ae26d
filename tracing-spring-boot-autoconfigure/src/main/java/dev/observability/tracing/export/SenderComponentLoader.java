// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Gives an exporter builder exactly one sender: ours, HTTP by the JDK's client, gRPC by
 * OkHttp. A choice per exporter rather than the SDK's JVM-wide property, which would
 * choose for every other exporter in the JVM too; where the user set that property, it
 * wins, and so does another library for gRPC where OkHttp is missing. Start of the
 * application, main thread.
 */
final class SenderComponentLoader implements ComponentLoader {

	private static final String PROTOBUF = "application/x-protobuf";

	private static final AtomicLong LOADERS = new AtomicLong();

	private final ClassLoader classLoader;

	private final ComponentLoader delegate;

	private final ExportLosses losses;

	private final int httpPort;

	private final long number = LOADERS.incrementAndGet();

	private final List<@Nullable OtlpSender> made = new CopyOnWriteArrayList<>();

	/**
	 * Creates a loader.
	 * @param classLoader of the exporter
	 * @param losses counts what a collector rejects
	 * @param httpPort where a collector listens for HTTP beside gRPC
	 */
	SenderComponentLoader(ClassLoader classLoader, ExportLosses losses, int httpPort) {
		this.classLoader = classLoader;
		this.delegate = ComponentLoader.forClassLoader(classLoader);
		this.losses = losses;
		this.httpPort = httpPort;
	}

	@Override
	public <T> Iterable<T> load(Class<T> spi) {
		if (spi == HttpSenderProvider.class) {
			return chooseHttp().stream().map(spi::cast).toList();
		}
		if (spi == GrpcSenderProvider.class) {
			return chooseGrpc().stream().map(spi::cast).toList();
		}
		return this.delegate.load(spi);
	}

	private List<HttpSenderProvider> chooseHttp() {
		String chosenByUser = System.getProperty(HttpSenderProvider.class.getName());
		return (chosenByUser != null)
				? choose(HttpSenderProvider.class, chosenByUser).stream().map(this::checkedHttp).toList()
				: List.of(this::http);
	}

	private List<GrpcSenderProvider> chooseGrpc() {
		String chosenByUser = System.getProperty(GrpcSenderProvider.class.getName());
		boolean okHttp = ClassUtils.isPresent("okhttp3.OkHttpClient", this.classLoader);
		List<GrpcSenderProvider> others = (chosenByUser != null || !okHttp)
				? choose(GrpcSenderProvider.class, chosenByUser).stream().map(this::checkedGrpc).toList() : List.of();
		return !others.isEmpty() ? others : List.of(this::grpc);
	}

	// Where what the user chose is not there, the SDK says so
	private <T> List<T> choose(Class<T> spi, @Nullable String chosenByUser) {
		List<T> candidates = new ArrayList<>();
		for (T candidate : this.delegate.load(spi)) {
			if (candidate.getClass().getName().equals(chosenByUser)) {
				return List.of(candidate);
			}
			candidates.add(candidate);
		}
		return candidates;
	}

	private HttpSender http(HttpSenderConfig config) {
		OtlpHttpSender sender = new OtlpHttpSender(config);
		made(sender, config);
		return new RepeatingHttpSender(sender, config.getTimeout(), this.losses, new ExportTimer());
	}

	private GrpcSender grpc(GrpcSenderConfig config) {
		OtlpGrpcSender sender = new OtlpGrpcSender(config, this.httpPort);
		this.made.add(sender);
		return new RepeatingGrpcSender(sender, config.getTimeout(), this.losses, new ExportTimer());
	}

	private HttpSenderProvider checkedHttp(HttpSenderProvider provider) {
		return (config) -> {
			CheckedHttpSender sender = new CheckedHttpSender(provider, config, this.losses);
			made(sender, config);
			return sender;
		};
	}

	private GrpcSenderProvider checkedGrpc(GrpcSenderProvider provider) {
		return (config) -> {
			CheckedGrpcSender sender = new CheckedGrpcSender(provider, config, this.losses);
			this.made.add(sender);
			return sender;
		};
	}

	// With another content a message would have to be another
	private void made(OtlpSender sender, HttpSenderConfig config) {
		this.made.add(PROTOBUF.equals(config.getContentType()) ? sender : null);
	}

	/**
	 * Returns the sender that was made by this loader.
	 * @return {@code null} where there are several, because a builder was used again: who
	 * has which cannot be told
	 */
	@Nullable OtlpSender onlySender() {
		return (this.made.size() == 1) ? this.made.get(0) : null;
	}

	List<ClassPathConflict> conflicts() {
		List<ClassPathConflict> conflicts = new ArrayList<>();
		for (OtlpSender sender : this.made) {
			ClassPathConflict conflict = (sender != null) ? sender.conflict() : null;
			if (conflict != null) {
				conflicts.add(conflict);
			}
		}
		return conflicts;
	}

	@Override
	public String toString() {
		// An exporter's text has this text, the number tells which loader it is
		return "HTTP by the JDK's client, gRPC by OkHttp (" + this.number + ")";
	}

}
