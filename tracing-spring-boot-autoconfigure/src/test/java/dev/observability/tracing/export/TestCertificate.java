// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for a host, made by the JDK's keytool: a key store for the server and a
 * trust store for the client.
 */
final class TestCertificate {

	private static final String PASSWORD = "changeit";

	private final Path keyStore;

	private final Path trustStore;

	private TestCertificate(Path keyStore, Path trustStore) {
		this.keyStore = keyStore;
		this.trustStore = trustStore;
	}

	static TestCertificate create(Path directory, String name, String subjectAlternativeName) throws Exception {
		Path keyStore = directory.resolve(name + ".p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name, "-ext",
				"san=" + subjectAlternativeName, "-storetype", "PKCS12", "-keystore", keyStore.toString(), "-storepass",
				PASSWORD)
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve(name + ".log").toFile())
			.start();
		if (keytool.waitFor() != 0) {
			throw new IllegalStateException(Files.readString(directory.resolve(name + ".log")));
		}
		Certificate certificate = load(keyStore).getCertificate(name);
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry(name, certificate);
		Path trustStore = directory.resolve(name + "-trust.p12");
		try (OutputStream output = Files.newOutputStream(trustStore)) {
			trusted.store(output, PASSWORD.toCharArray());
		}
		return new TestCertificate(keyStore, trustStore);
	}

	private static KeyStore load(Path path) throws GeneralSecurityException, IOException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream input = Files.newInputStream(path)) {
			store.load(input, PASSWORD.toCharArray());
		}
		return store;
	}

	KeyManagerFactory keys() throws GeneralSecurityException, IOException {
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(load(this.keyStore), PASSWORD.toCharArray());
		return keys;
	}

	SSLContext client() throws GeneralSecurityException, IOException {
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(load(this.trustStore));
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return context;
	}

	String[] trustedAsBundle(String bundle) {
		String prefix = "spring.ssl.bundle.jks." + bundle + ".truststore.";
		return new String[] { prefix + "location=file:" + this.trustStore, prefix + "password=" + PASSWORD,
				prefix + "type=PKCS12" };
	}

}
