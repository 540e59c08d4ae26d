// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

import dev.observability.tracing.testing.OtlpReceiver;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReloadingBundles} with a TLS server whose certificate, authority and
 * trusted clients are exchanged while both sides run.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReloadingBundlesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	/** Shared, because each run of keytool takes a second. */
	@TempDir
	@SuppressWarnings("NullAway.Init")
	private static Path shared;

	@SuppressWarnings("NullAway.Init")
	private static TestAuthority authority;

	@SuppressWarnings("NullAway.Init")
	private static Path server;

	@SuppressWarnings("NullAway.Init")
	private static TestAuthority nextAuthority;

	@SuppressWarnings("NullAway.Init")
	private static Path nextServer;

	private final OtlpReceiver receiver = OtlpReceiver.start();

	@RegisterExtension
	private final BalancedLedgers ledgers = new BalancedLedgers();

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withInitializer(this.ledgers)
		.withConfiguration(AutoConfigurations.of(ExportAutoConfiguration.class,
				OpenTelemetryTracingAutoConfiguration.class, OtlpTracingAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, SslAutoConfiguration.class))
		.withPropertyValues("management.tracing.sampling.probability=1.0",
				"observability.tracing.export.shutdown-timeout=0s",
				"management.opentelemetry.tracing.export.schedule-delay=20ms");

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@BeforeAll
	static void issue() throws Exception {
		authority = TestAuthority.create(shared, "authority");
		server = authority.issue("server", "san=dns:localhost,ip:127.0.0.1");
		nextAuthority = TestAuthority.create(shared, "next");
		nextServer = nextAuthority.issue("server", "san=dns:localhost,ip:127.0.0.1");
	}

	@AfterEach
	void closeReceiver() {
		this.receiver.close();
	}

	@ParameterizedTest
	@CsvSource({ "http, first", "http, further", "grpc, first", "grpc, further" })
	void followsTheAuthorityOfTheServerWithoutARestart(String transport, String which, CapturedOutput output)
			throws Exception {
		try (TlsFront front = front(transport, server, null)) {
			this.runner.withPropertyValues(exporter(transport, which, front))
				.withPropertyValues(bundle(null, authority.trustStore()))
				.run((context) -> {
					export(context, 1);
					front.present(nextServer, null);
					endSpan(context);
					await(() -> front.refusals() > 0);
					assertThat(front.clients()).as("handshakes that succeeded").hasSize(1);
					assertThat(this.receiver.spans()).hasSize(1);
					update(context, null, nextAuthority.trustStore());
					export(context, 2);
				});
		}
		assertThat(output).contains("The SSL bundle 'collector' was reloaded");
	}

	@ParameterizedTest
	@CsvSource({ "http, first", "http, further", "grpc, first", "grpc, further" })
	void newConnectionsPresentTheNewCertificateOfTheClientAndOpenOnesStay(String transport, String which)
			throws Exception {
		Path trusted = authority.trustStore();
		Path before = client("before");
		Path after = client("after");
		try (TlsFront front = front(transport, server, trusted)) {
			this.runner.withPropertyValues(exporter(transport, which, front))
				.withPropertyValues(bundle(before, trusted))
				.run((context) -> {
					export(context, 1);
					update(context, after, trusted);
					export(context, 2);
					assertThat(front.clients()).containsExactly("CN=before");
					// The server would resume the session of the former certificate
					front.endConnections();
					export(context, 3);
					assertThat(front.clients()).containsExactly("CN=before", "CN=after");
				});
		}
	}

	@Test
	void bundleThatCannotBeReadIsNotTakenAndOneLineSaysSo(CapturedOutput output) throws Exception {
		Path broken = Files.writeString(this.directory.resolve("broken.p12"), "no key store");
		try (TlsFront front = front("http", server, null)) {
			this.runner.withPropertyValues(exporter("http", "first", front))
				.withPropertyValues(exporter("http", "further", front))
				.withPropertyValues(bundle(null, authority.trustStore()))
				.run((context) -> {
					endSpan(context);
					this.receiver.await(2, TIMEOUT);
					update(context, null, broken);
					front.endConnections();
					endSpan(context);
					this.receiver.await(4, TIMEOUT);
				});
		}
		assertThat(lines(output, "'collector' was not reloaded")).singleElement()
			.asString()
			.contains(" WARN ", "connections for spans keep its former certificates")
			.doesNotContain(TestAuthority.PASSWORD);
		assertThat(lines(output, "'collector' was reloaded")).isEmpty();
	}

	@Test
	void followsFilesThatAreExchanged(CapturedOutput output) throws Exception {
		Path watched = Files.createDirectory(this.directory.resolve("watched")).resolve("trust.p12");
		Files.copy(authority.trustStore(), watched);
		try (TlsFront front = front("http", server, null)) {
			this.runner.withPropertyValues(exporter("http", "first", front))
				.withPropertyValues(bundle(null, watched))
				.withPropertyValues("spring.ssl.bundle.jks.collector.reload-on-update=true",
						"spring.ssl.bundle.watch.file.quiet-period=50ms")
				.run((context) -> {
					export(context, 1);
					exchange(watched, "no key store".getBytes(StandardCharsets.UTF_8));
					await(() -> !lines(output, "'collector' was not reloaded").isEmpty());
					front.present(nextServer, null);
					exchange(watched, Files.readAllBytes(nextAuthority.trustStore()));
					await(() -> !lines(output, "'collector' was reloaded").isEmpty());
					export(context, 2);
				});
		}
	}

	@Test
	void leavesConnectionsOfTheApplicationAlone() {
		OtlpTracingConnectionDetails details = (transport) -> "http://localhost:1";
		this.runner.withPropertyValues(bundle(null, this.directory))
			.withPropertyValues("management.opentelemetry.tracing.export.otlp.ssl.bundle=collector")
			.withBean("otlpTracingConnectionDetails", OtlpTracingConnectionDetails.class, () -> details)
			.run((context) -> assertThat(context.getBean(OtlpTracingConnectionDetails.class)).isSameAs(details));
	}

	@Test
	void leavesBootsConnectionWithoutABundleAlone() {
		this.runner.withPropertyValues("management.opentelemetry.tracing.export.otlp.endpoint=http://localhost:1")
			.run((context) -> assertThat(context.getBean(OtlpTracingConnectionDetails.class).getClass().getName())
				.startsWith("org.springframework.boot."));
	}

	// Once for all runs of the test
	private static Path client(String name) throws Exception {
		Path issued = shared.resolve("authority-" + name + ".p12");
		return Files.exists(issued) ? issued : authority.issue(name, "eku=clientAuth");
	}

	private TlsFront front(String transport, Path keyStore, @Nullable Path trustedClients) throws Exception {
		boolean grpc = "grpc".equals(transport);
		return new TlsFront(grpc ? this.receiver.grpcPort() : this.receiver.httpPort(), grpc ? "h2" : "http/1.1",
				keyStore, trustedClients);
	}

	private static String[] exporter(String transport, String which, TlsFront front) {
		boolean grpc = "grpc".equals(transport);
		if ("first".equals(which)) {
			String prefix = "management.opentelemetry.tracing.export.otlp.";
			return new String[] { prefix + "transport=" + transport, prefix + "ssl.bundle=collector",
					prefix + "endpoint=https://localhost:" + front.port() + (grpc ? "" : "/v1/traces") };
		}
		String prefix = "observability.tracing.export.otlp.further.";
		return new String[] { prefix + "protocol=" + (grpc ? "grpc" : "http/protobuf"), prefix + "ssl-bundle=collector",
				prefix + "endpoint=https://localhost:" + front.port() };
	}

	private static String[] bundle(@Nullable Path keyStore, Path trustStore) {
		String prefix = "spring.ssl.bundle.jks.collector.";
		String trusted = prefix + "truststore.location=file:" + trustStore;
		String password = prefix + "truststore.password=" + TestAuthority.PASSWORD;
		return (keyStore != null) ? new String[] { trusted, password, prefix + "keystore.location=file:" + keyStore,
				prefix + "keystore.password=" + TestAuthority.PASSWORD } : new String[] { trusted, password };
	}

	private static void update(ApplicationContext context, @Nullable Path keyStore, Path trustStore) {
		context.getBean(SslBundleRegistry.class)
			.updateBundle("collector", SslBundle.of(new JksSslStoreBundle(details(keyStore), details(trustStore))));
	}

	private static @Nullable JksSslStoreDetails details(@Nullable Path store) {
		return (store != null) ? new JksSslStoreDetails(null, null, "file:" + store, TestAuthority.PASSWORD) : null;
	}

	// Whoever looks sees the former file or the new one, never half of it
	private static void exchange(Path file, byte[] content) throws Exception {
		Path written = Files.write(file.resolveSibling("written"), content);
		Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	private void export(ApplicationContext context, int inAll) {
		endSpan(context);
		this.receiver.await(inAll, TIMEOUT);
	}

	private static void endSpan(ApplicationContext context) {
		context.getBean(SdkTracerProvider.class).get("test").spanBuilder("span").startSpan().end();
	}

	private static void await(BooleanSupplier condition) {
		Awaitility.await().atMost(TIMEOUT).until(condition::getAsBoolean);
	}

	private static List<String> lines(CapturedOutput output, String text) {
		return output.toString().lines().filter((line) -> line.contains(text)).toList();
	}

}
