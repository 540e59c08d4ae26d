// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.function.Supplier;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

import org.jspecify.annotations.Nullable;

/**
 * An SSL context that stands for whatever context is the newest: each new connection of a
 * client that was given it once has today's certificates, and a session cache in which no
 * session of former ones is. Connections that are open stay as they are. Exporter
 * threads.
 */
final class ReloadingSslContext extends SSLContext {

	/**
	 * Creates the context.
	 * @param current returns the newest, asked for each connection
	 */
	ReloadingSslContext(Supplier<SSLContext> current) {
		super(new Newest(current), current.get().getProvider(), current.get().getProtocol());
	}

	/** Asks the newest context for everything. */
	private static final class Newest extends SSLContextSpi {

		private final Supplier<SSLContext> current;

		Newest(Supplier<SSLContext> current) {
			this.current = current;
		}

		@Override
		protected void engineInit(KeyManager @Nullable [] keys, TrustManager @Nullable [] trusted,
				@Nullable SecureRandom random) {
			throw new UnsupportedOperationException("an SSL bundle has initialized the context");
		}

		@Override
		protected SSLSocketFactory engineGetSocketFactory() {
			return new NewestSocketFactory(this.current);
		}

		@Override
		protected SSLServerSocketFactory engineGetServerSocketFactory() {
			return this.current.get().getServerSocketFactory();
		}

		@Override
		protected SSLEngine engineCreateSSLEngine() {
			return this.current.get().createSSLEngine();
		}

		@Override
		protected SSLEngine engineCreateSSLEngine(String host, int port) {
			return this.current.get().createSSLEngine(host, port);
		}

		@Override
		protected SSLSessionContext engineGetServerSessionContext() {
			return this.current.get().getServerSessionContext();
		}

		@Override
		protected SSLSessionContext engineGetClientSessionContext() {
			return this.current.get().getClientSessionContext();
		}

		@Override
		protected SSLParameters engineGetDefaultSSLParameters() {
			return this.current.get().getDefaultSSLParameters();
		}

		@Override
		protected SSLParameters engineGetSupportedSSLParameters() {
			return this.current.get().getSupportedSSLParameters();
		}

	}

	/** OkHttp takes a factory once and for all connections. */
	private static final class NewestSocketFactory extends SSLSocketFactory {

		private final Supplier<SSLContext> current;

		NewestSocketFactory(Supplier<SSLContext> current) {
			this.current = current;
		}

		private SSLSocketFactory newest() {
			return this.current.get().getSocketFactory();
		}

		@Override
		public String[] getDefaultCipherSuites() {
			return newest().getDefaultCipherSuites();
		}

		@Override
		public String[] getSupportedCipherSuites() {
			return newest().getSupportedCipherSuites();
		}

		@Override
		public Socket createSocket() throws IOException {
			return newest().createSocket();
		}

		@Override
		public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
			return newest().createSocket(socket, host, port, autoClose);
		}

		@Override
		public Socket createSocket(String host, int port) throws IOException {
			return newest().createSocket(host, port);
		}

		@Override
		public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
			return newest().createSocket(host, port, localHost, localPort);
		}

		@Override
		public Socket createSocket(InetAddress host, int port) throws IOException {
			return newest().createSocket(host, port);
		}

		@Override
		public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
				throws IOException {
			return newest().createSocket(host, port, localHost, localPort);
		}

	}

}
