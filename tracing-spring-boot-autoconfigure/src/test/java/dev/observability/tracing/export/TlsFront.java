// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

/**
 * A TLS server in front of a port without TLS, whose certificate and trusted clients are
 * exchanged while it runs. Any thread; {@link #close()} ends its threads.
 */
final class TlsFront implements AutoCloseable {

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "tls-front");
		thread.setDaemon(true);
		return thread;
	});

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private final List<String> clients = new CopyOnWriteArrayList<>();

	private final AtomicInteger refusals = new AtomicInteger();

	private final ServerSocket server;

	private final int target;

	private final String protocol;

	private volatile SSLContext context;

	private volatile boolean clientsNeedCertificates;

	/**
	 * Starts on a free port of loopback.
	 * @param target the port behind
	 * @param protocol what is agreed upon within TLS: {@code h2} or {@code http/1.1}
	 * @param keyStore what it presents
	 * @param trustedClients who may come, all when {@code null}
	 */
	TlsFront(int target, String protocol, Path keyStore, @Nullable Path trustedClients)
			throws IOException, GeneralSecurityException {
		this.target = target;
		this.protocol = protocol;
		this.context = context(keyStore, trustedClients);
		this.clientsNeedCertificates = (trustedClients != null);
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		this.threads.execute(this::accept);
	}

	int port() {
		return this.server.getLocalPort();
	}

	// Who shook hands, "anyone" without a certificate
	List<String> clients() {
		return List.copyOf(this.clients);
	}

	// Handshakes that one of the two sides broke off
	int refusals() {
		return this.refusals.get();
	}

	/**
	 * Exchanges the certificate and ends all connections, as a restart does.
	 * @param keyStore what it presents from now on
	 * @param trustedClients who may come from now on
	 */
	void present(Path keyStore, @Nullable Path trustedClients) throws IOException, GeneralSecurityException {
		this.context = context(keyStore, trustedClients);
		this.clientsNeedCertificates = (trustedClients != null);
		endConnections();
	}

	/** Ends all connections and forgets no session of theirs. */
	void endConnections() {
		this.open.forEach(TlsFront::end);
	}

	private static SSLContext context(Path keyStore, @Nullable Path trusted)
			throws IOException, GeneralSecurityException {
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(TestAuthority.load(keyStore), TestAuthority.PASSWORD.toCharArray());
		TrustManager[] managers = null;
		if (trusted != null) {
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(TestAuthority.load(trusted));
			managers = trust.getTrustManagers();
		}
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), managers, null);
		return context;
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket plain = this.server.accept();
				this.open.add(plain);
				this.threads.execute(() -> serve(plain));
			}
			catch (IOException ex) {
				// closed
			}
		}
	}

	private void serve(Socket plain) {
		try (plain;
				SSLSocket client = (SSLSocket) this.context.getSocketFactory()
					.createSocket(plain, null, plain.getPort(), true);
				Socket behind = new Socket(InetAddress.getLoopbackAddress(), this.target)) {
			this.open.add(behind);
			client.setUseClientMode(false);
			SSLParameters parameters = client.getSSLParameters();
			parameters.setApplicationProtocols(new String[] { this.protocol });
			parameters.setNeedClientAuth(this.clientsNeedCertificates);
			client.setSSLParameters(parameters);
			shakeHands(client);
			this.threads.execute(() -> pump(behind, client));
			pump(client, behind);
		}
		catch (IOException ex) {
			// one of the two sides went, or they do not trust each other
		}
		finally {
			this.open.remove(plain);
		}
	}

	private void shakeHands(SSLSocket client) throws IOException {
		try {
			client.startHandshake();
		}
		catch (IOException ex) {
			this.refusals.incrementAndGet();
			throw ex;
		}
		this.clients.add(name(client));
	}

	private static String name(SSLSocket client) {
		try {
			return client.getSession().getPeerPrincipal().getName();
		}
		catch (SSLPeerUnverifiedException ex) {
			return "anyone";
		}
	}

	private static void pump(Socket from, Socket to) {
		try {
			InputStream input = from.getInputStream();
			OutputStream output = to.getOutputStream();
			byte[] buffer = new byte[8192];
			for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
				output.write(buffer, 0, read);
				output.flush();
			}
		}
		catch (IOException ex) {
			// said by the other side
		}
		finally {
			end(from);
			end(to);
		}
	}

	private static void end(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// it has ended
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		endConnections();
		this.threads.shutdownNow();
	}

}
