// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Locale;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

import dev.observability.tracing.diagnostics.PortReport.Language;
import org.jspecify.annotations.Nullable;

/**
 * Opens TLS to a port only to see what it shows. Trusts whatever comes, because it is the
 * certificate itself that is to be looked at: nothing of the application goes over such a
 * connection. Thread of {@link PortProbes}.
 */
final class TlsHello {

	private final SSLContext context;

	TlsHello() {
		try {
			this.context = SSLContext.getInstance("TLS");
			this.context.init(null, new TrustManager[] { new Looking() }, null);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Looks at the certificate.
	 * @param plain a connection, which is closed with it
	 * @param host its host
	 * @return what the port shows, or {@code null} where it does not speak TLS
	 * @throws IOException where the port hangs up
	 */
	@Nullable TlsReport report(Socket plain, String host) throws IOException {
		try (SSLSocket socket = socket(plain, host, "h2", "http/1.1")) {
			socket.startHandshake();
			Certificate[] chain = socket.getSession().getPeerCertificates();
			return (chain.length > 0 && chain[0] instanceof X509Certificate certificate) ? TlsReport.of(certificate)
					: TlsReport.unknown();
		}
		catch (SSLException ex) {
			// An alert is TLS; what cannot be read as TLS is none
			String message = String.valueOf(ex.getMessage()).toLowerCase(Locale.ROOT);
			return message.contains("alert") ? TlsReport.unknown() : null;
		}
	}

	/**
	 * Opens a connection for one language.
	 * @param plain a connection, which is closed with it
	 * @param host its host
	 * @param language what is asked for
	 * @return the connection
	 * @throws IOException where the port does not agree
	 */
	Socket open(Socket plain, String host, Language language) throws IOException {
		SSLSocket socket = socket(plain, host, (language == Language.HTTP_2) ? "h2" : "http/1.1");
		socket.startHandshake();
		return socket;
	}

	private SSLSocket socket(Socket plain, String host, String... protocols) throws IOException {
		SSLSocket socket = (SSLSocket) this.context.getSocketFactory().createSocket(plain, host, plain.getPort(), true);
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setApplicationProtocols(protocols);
		socket.setSSLParameters(parameters);
		return socket;
	}

	/** Looks and does not judge. */
	private static final class Looking extends X509ExtendedTrustManager {

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String type) {
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String type) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
