// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.SSLContext;

import dev.observability.tracing.redaction.Redactor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * Boot's SSL bundles for exporters, which take what is in a bundle once and use it for
 * good: a bundle from here makes contexts that follow it. Start of the application, main
 * thread; a bundle is reloaded on a thread of Boot.
 */
final class ReloadingBundles {

	private static final Log logger = LogFactory.getLog(ReloadingBundles.class);

	private final ObjectProvider<SslBundles> bundles;

	/** By name: what several exporters use is reloaded, and reported, once. */
	private final Map<String, Reload> reloads = new ConcurrentHashMap<>();

	ReloadingBundles(ObjectProvider<SslBundles> bundles) {
		this.bundles = bundles;
	}

	/**
	 * Returns a bundle whose contexts follow it.
	 * @param name of a bundle
	 * @return the bundle
	 * @throws org.springframework.boot.ssl.NoSuchSslBundleException where there is none
	 * of that name
	 */
	SslBundle get(String name) {
		return new Following(this.bundles.getObject(), name, this.reloads.computeIfAbsent(name, Reload::new));
	}

	/** The newest context of one bundle. */
	private final class Reload {

		private final String name;

		private volatile SSLContext newest;

		Reload(String name) {
			this.name = name;
			// Within the lock, so that an update in between waits and is not lost
			synchronized (this) {
				ReloadingBundles.this.bundles.getObject().addBundleUpdateHandler(name, (updated) -> update());
				this.newest = read();
			}
		}

		private SSLContext read() {
			return ReloadingBundles.this.bundles.getObject().getBundle(this.name).createSslContext();
		}

		// Asks for the newest itself: of two updates the later may be told first
		private synchronized void update() {
			try {
				this.newest = read();
				logger.info("The SSL bundle '" + this.name + "' was reloaded; new connections for spans use it");
			}
			catch (RuntimeException ex) {
				logger.warn("The SSL bundle '" + this.name
						+ "' was not reloaded, connections for spans keep its former certificates: "
						+ Redactor.standard().text(String.valueOf(ex.getMessage())));
			}
		}

		SSLContext newest() {
			return this.newest;
		}

	}

	/**
	 * What exporters see of a bundle.
	 *
	 * @param bundles where it is
	 * @param name its name
	 * @param reload its newest context
	 */
	private record Following(SslBundles bundles, String name, Reload reload) implements SslBundle {

		private SslBundle newest() {
			return this.bundles.getBundle(this.name);
		}

		@Override
		public SSLContext createSslContext() {
			return new ReloadingSslContext(this.reload::newest);
		}

		@Override
		public SslStoreBundle getStores() {
			return newest().getStores();
		}

		@Override
		public SslBundleKey getKey() {
			return newest().getKey();
		}

		@Override
		public SslOptions getOptions() {
			return newest().getOptions();
		}

		@Override
		public String getProtocol() {
			return newest().getProtocol();
		}

		@Override
		public SslManagerBundle getManagers() {
			return newest().getManagers();
		}

		@Override
		public String toString() {
			return "SSL bundle " + this.name;
		}

	}

}
