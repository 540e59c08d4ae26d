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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A certificate authority, made by the JDK's keytool, that issues certificates.
 */
final class TestAuthority {

	static final String PASSWORD = "changeit";

	private final Path directory;

	private final String name;

	private TestAuthority(Path directory, String name) {
		this.directory = directory;
		this.name = name;
	}

	static TestAuthority create(Path directory, String name) throws Exception {
		TestAuthority authority = new TestAuthority(directory, name);
		authority.keytool("-alias", "ca", "-dname", "CN=" + name, "-ext", "bc:c");
		return authority;
	}

	/**
	 * Issues a certificate.
	 * @param name its common name
	 * @param extension such as {@code san=dns:localhost}
	 * @return a key store with the key and its chain
	 */
	Path issue(String name, String extension) throws Exception {
		keytool("-alias", name, "-dname", "CN=" + name, "-ext", extension, "-signer", "ca");
		KeyStore all = load(store());
		KeyStore one = empty();
		char[] password = PASSWORD.toCharArray();
		one.setKeyEntry(name, all.getKey(name, password), password, all.getCertificateChain(name));
		return save(one, this.directory.resolve(this.name + "-" + name + ".p12"));
	}

	/**
	 * The authority for those who trust it.
	 * @return a key store with its certificate alone
	 */
	Path trustStore() throws GeneralSecurityException, IOException {
		KeyStore trusted = empty();
		trusted.setCertificateEntry("ca", load(store()).getCertificate("ca"));
		return save(trusted, this.directory.resolve(this.name + "-trust.p12"));
	}

	static KeyStore load(Path path) throws GeneralSecurityException, IOException {
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

	private Path store() {
		return this.directory.resolve(this.name + ".p12");
	}

	private void keytool(String... arguments) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg",
						"EC", "-storetype", "PKCS12", "-keystore", store().toString(), "-storepass", PASSWORD));
		Collections.addAll(command, arguments);
		Path log = this.directory.resolve(this.name + ".log");
		Process keytool = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		if (keytool.waitFor() != 0) {
			throw new IllegalStateException(Files.readString(log));
		}
	}

}
