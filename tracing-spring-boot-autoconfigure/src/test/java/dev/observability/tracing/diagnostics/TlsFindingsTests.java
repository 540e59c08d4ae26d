// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.observability.tracing.testing.OtlpReceiver;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the doctor says of TLS, with collectors that have the certificates.
 */
class TlsFindingsTests {

	@SuppressWarnings("NullAway.Init")
	private static SignedCertificate valid;

	@SuppressWarnings("NullAway.Init")
	private static SignedCertificate expired;

	@SuppressWarnings("NullAway.Init")
	private static SignedCertificate ofAnotherHost;

	@SuppressWarnings("NullAway.Init")
	private static SignedCertificate ofItsSubject;

	@BeforeAll
	static void makeCertificates(@TempDir Path directory) throws Exception {
		valid = SignedCertificate.create(Files.createDirectory(directory.resolve("valid")), "dns:localhost");
		expired = SignedCertificate.create(Files.createDirectory(directory.resolve("expired")), "dns:localhost",
				"-startdate", "-10d", "-validity", "5");
		ofAnotherHost = SignedCertificate.create(Files.createDirectory(directory.resolve("other")),
				"dns:collector.example.com");
		ofItsSubject = SignedCertificate.ofSubject(Files.createDirectory(directory.resolve("subject")), "CN=localhost");
	}

	@ParameterizedTest
	@ValueSource(strings = { "grpc", "http/protobuf" })
	void nothingIsWrongWithAHealthyApplication(String protocol) throws Exception {
		try (OtlpReceiver receiver = OtlpReceiver.start(valid.keys());
				DiagnosedApplication application = DiagnosedApplication.exporting(with(valid.trusted(),
						"observability.tracing.protocol=" + protocol, "observability.tracing.endpoint="
								+ ("grpc".equals(protocol) ? receiver.grpcEndpoint() : receiver.httpEndpoint())))) {
			assertThat(application.findings()).as("before the first span").isEmpty();
			application.exportSpan();
			assertThat(application.findings()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "grpc", "http/protobuf" })
	void plainHttpToAPortWithTls(String protocol) throws Exception {
		try (OtlpReceiver receiver = OtlpReceiver.start(valid.keys())) {
			int port = "grpc".equals(protocol) ? receiver.grpcPort() : receiver.httpPort();
			DiagnosedApplication.assertOnly(FindingCode.EXPORT_WRONG_SCHEME,
					"observability.tracing.protocol=" + protocol,
					"observability.tracing.endpoint=http://localhost:" + port);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "grpc", "http/protobuf" })
	void tlsToAPlainPort(String protocol) {
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			int port = "grpc".equals(protocol) ? receiver.grpcPort() : receiver.httpPort();
			DiagnosedApplication.assertOnly(FindingCode.EXPORT_WRONG_SCHEME,
					"observability.tracing.protocol=" + protocol,
					"observability.tracing.endpoint=https://localhost:" + port);
		}
	}

	@Test
	void theOtherProtocolWithinTls() throws Exception {
		try (OtlpReceiver receiver = OtlpReceiver.start(valid.keys())) {
			DiagnosedApplication.assertOnly(FindingCode.EXPORT_WRONG_PROTOCOL,
					with(valid.trusted(), "observability.tracing.protocol=http/protobuf",
							"observability.tracing.endpoint=https://localhost:" + receiver.grpcPort()));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "grpc", "http/protobuf" })
	void nobodyTrustedSignedTheCertificate(String protocol) throws Exception {
		try (OtlpReceiver receiver = OtlpReceiver.start(valid.keys())) {
			DiagnosedApplication.assertOnly(FindingCode.EXPORT_TLS_UNTRUSTED,
					"observability.tracing.protocol=" + protocol, "observability.tracing.endpoint="
							+ ("grpc".equals(protocol) ? receiver.grpcEndpoint() : receiver.httpEndpoint()));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "grpc", "http/protobuf" })
	void theCertificateHasExpired(String protocol) throws Exception {
		try (OtlpReceiver receiver = OtlpReceiver.start(expired.keys())) {
			DiagnosedApplication.assertOnly(FindingCode.EXPORT_TLS_EXPIRED,
					with(expired.trusted(), "observability.tracing.protocol=" + protocol,
							"observability.tracing.endpoint="
									+ ("grpc".equals(protocol) ? receiver.grpcEndpoint() : receiver.httpEndpoint())));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "grpc", "http/protobuf" })
	void theCertificateIsForAnotherHost(String protocol) throws Exception {
		try (OtlpReceiver receiver = OtlpReceiver.start(ofAnotherHost.keys())) {
			DiagnosedApplication.assertOnly(FindingCode.EXPORT_TLS_HOST_NAME,
					with(ofAnotherHost.trusted(), "observability.tracing.protocol=" + protocol,
							"observability.tracing.endpoint="
									+ ("grpc".equals(protocol) ? receiver.grpcEndpoint() : receiver.httpEndpoint())));
		}
	}

	@Test
	void overHttpTheNameInTheSubjectIsEnough() throws Exception {
		try (OtlpReceiver receiver = OtlpReceiver.start(ofItsSubject.keys());
				DiagnosedApplication application = DiagnosedApplication
					.exporting(with(ofItsSubject.trusted(), "observability.tracing.protocol=http/protobuf",
							"observability.tracing.endpoint=" + receiver.httpEndpoint()))) {
			assertThat(application.findings()).as("before the first span").isEmpty();
			application.exportSpan();
			assertThat(application.findings()).isEmpty();
			assertThat(receiver.spans()).hasSize(1);
		}
	}

	@Test
	void overGrpcItIsNot() throws Exception {
		try (OtlpReceiver receiver = OtlpReceiver.start(ofItsSubject.keys());
				DiagnosedApplication application = DiagnosedApplication
					.exporting(with(ofItsSubject.trusted(), "observability.tracing.protocol=grpc",
							"observability.tracing.endpoint=" + receiver.grpcEndpoint()))) {
			for (String when : List.of("before the first span", "after it")) {
				assertThat(application.findings()).as(when)
					.singleElement()
					.satisfies((finding) -> assertThat(finding).containsEntry("code", "export-tls-host-name")
						.extractingByKey("seen")
						.asString()
						.endsWith("in its subject alone, where this client does not look"));
				application.exportSpan();
			}
			assertThat(receiver.spans()).isEmpty();
		}
	}

	@Test
	void theCollectorWantsAClientCertificate() throws Exception {
		SSLContext context = SSLContext.getInstance("TLS");
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init((KeyStore) null);
		context.init(valid.keys().getKeyManagers(), trust.getTrustManagers(), null);
		HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setHttpsConfigurator(new HttpsConfigurator(context) {

			@Override
			public void configure(HttpsParameters parameters) {
				SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
				wanted.setNeedClientAuth(true);
				parameters.setSSLParameters(wanted);
			}

		});
		server.start();
		try {
			DiagnosedApplication.assertOnly(FindingCode.EXPORT_TLS_FAILED, with(valid.trusted(),
					"observability.tracing.endpoint=https://localhost:" + server.getAddress().getPort()));
		}
		finally {
			server.stop(0);
		}
	}

	// Who reads the refusal too late sees a connection that broke
	@ParameterizedTest
	@ValueSource(strings = { "EOF reached while reading", "Connection reset", "Connection closed", "Broken pipe" })
	void theCollectorHangsUpOnWhoShowsNoCertificate(String failure) {
		assertThat(hangingUp(failure)).extracting(Finding::code).containsExactly(FindingCode.EXPORT_TLS_FAILED);
	}

	// The doctor itself never shows one
	@ParameterizedTest
	@ValueSource(strings = { "", "HTTP 503", "gRPC UNAVAILABLE", "timeout" })
	void aClientCertificateThatIsThereIsNotAskedFor(String failure) {
		assertThat(hangingUp(failure)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLS: NotAfter: Thu Jan 01 00:00:00 UTC 1970", "HTTP 503", "gRPC UNAVAILABLE" })
	void aPortThatAnswersTheExporterIsOnlyTooSlowForTheDoctor(String failure) {
		assertThat(saysNothing(failure)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "timeout", "HTTP/1.1 header parser received no bytes" })
	void aPortThatSaysNothingToEitherIsFound(String failure) {
		assertThat(saysNothing(failure)).extracting(Finding::code).containsExactly(FindingCode.EXPORT_NO_ANSWER);
	}

	private static List<Finding> saysNothing(String failure) {
		CollectorAddress address = new CollectorAddress(true, "localhost", 4318, false);
		return new PortExamination("https://localhost:4318 (http/protobuf)", address, failure)
			.examine(new PortReport(PortReport.State.OPEN, Set.of(), null, 0));
	}

	private static List<Finding> hangingUp(String failure) {
		CollectorAddress address = new CollectorAddress(true, "localhost", 4318, false);
		return new PortExamination("https://localhost:4318 (http/protobuf)", address, failure)
			.examine(new PortReport(PortReport.State.OPEN, Set.of(), TlsReport.unknown(), 0));
	}

	private static String[] with(String[] some, String... more) {
		List<String> all = new ArrayList<>(List.of(some));
		Collections.addAll(all, more);
		return all.toArray(String[]::new);
	}

}
