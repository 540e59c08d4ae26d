// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;

/**
 * A certificate that an authority of its own signed, made by the JDK's keytool: keys for
 * the server and, for the client, a bundle that trusts the authority. Not the certificate
 * itself, whose dates Java would not look at then.
 */
final class SignedCertificate {

	private static final String PASSWORD = "changeit";

	private final Path store;

	private final Path trust;

	private SignedCertificate(Path store, Path trust) {
		this.store = store;
		this.trust = trust;
	}

	/**
	 * Makes a certificate.
	 * @param directory where files go
	 * @param host such as {@code dns:localhost}
	 * @param validity options of keytool, such as {@code -validity 90}
	 * @return the certificate
	 */
	static SignedCertificate create(Path directory, String host, String... validity) throws Exception {
		List<String> arguments = new ArrayList<>(List.of("-dname", "CN=server", "-ext", "san=" + host));
		Collections.addAll(arguments, validity);
		return signed(directory, arguments);
	}

	/**
	 * Makes a certificate as they were before there were other names.
	 * @param directory where files go
	 * @param subject such as {@code CN=localhost}
	 * @return the certificate
	 */
	static SignedCertificate ofSubject(Path directory, String subject) throws Exception {
		return signed(directory, List.of("-dname", subject));
	}

	private static SignedCertificate signed(Path directory, List<String> options) throws Exception {
		Path all = directory.resolve("all.p12");
		keytool(all, "-alias", "ca", "-dname", "CN=ca", "-ext", "bc:c", "-validity", "3650", "-startdate", "-1y");
		List<String> arguments = new ArrayList<>(List.of("-alias", "server", "-signer", "ca"));
		arguments.addAll(options);
		keytool(all, arguments.toArray(String[]::new));
		KeyStore made = load(all);
		KeyStore server = empty();
		server.setKeyEntry("server", made.getKey("server", PASSWORD.toCharArray()), PASSWORD.toCharArray(),
				made.getCertificateChain("server"));
		KeyStore trusted = empty();
		trusted.setCertificateEntry("ca", made.getCertificate("ca"));
		return new SignedCertificate(save(server, directory.resolve("server.p12")),
				save(trusted, directory.resolve("trust.p12")));
	}

	private static void keytool(Path store, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg",
						"EC", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD));
		Collections.addAll(command, arguments);
		Path log = store.resolveSibling("keytool.log");
		Process keytool = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		if (keytool.waitFor() != 0) {
			throw new IllegalStateException(Files.readString(log));
		}
	}

	private static KeyStore load(Path path) throws GeneralSecurityException, IOException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream input = Files.newInputStream(path)) {
			store.load(input, PASSWORD.toCharArray());
		}
		return store;
	}

	private static KeyStore empty() throws GeneralSecurityException, IOException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		return store;
	}

	private static Path save(KeyStore store, Path path) throws GeneralSecurityException, IOException {
		try (OutputStream output = Files.newOutputStream(path)) {
			store.store(output, PASSWORD.toCharArray());
		}
		return path;
	}

	X509Certificate certificate() throws GeneralSecurityException, IOException {
		return (X509Certificate) load(this.store).getCertificate("server");
	}

	KeyManagerFactory keys() throws GeneralSecurityException, IOException {
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(load(this.store), PASSWORD.toCharArray());
		return keys;
	}

	/**
	 * The properties of an application that trusts the authority.
	 * @return a bundle, and the key that names it
	 */
	String[] trusted() {
		String prefix = "spring.ssl.bundle.jks.collector.truststore.";
		return new String[] { prefix + "location=file:" + this.trust, prefix + "password=" + PASSWORD,
				prefix + "type=PKCS12", "observability.tracing.ssl-bundle=collector" };
	}

}
