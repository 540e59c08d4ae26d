// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

import dev.observability.tracing.InvalidTracingPropertyException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens a spool for each exporter, in a folder that is named for the service and for
 * where it sends, so that nobody sends what waits for another. Start of the application,
 * main thread.
 */
final class SpoolFactory {

	private static final Log logger = LogFactory.getLog(SpoolFactory.class);

	private static final String KEY = ExportProperties.PREFIX + ".spool.directory";

	private final ExportProperties.Spool properties;

	private final String service;

	/** How many exporters send to a target; they differ in their credentials. */
	private final Map<String, Integer> targets = new HashMap<>();

	/**
	 * Creates the factory.
	 * @param properties where, how much and how long
	 * @param service name of the service
	 */
	SpoolFactory(ExportProperties.Spool properties, String service) {
		this.properties = properties;
		this.service = service;
	}

	ExportProperties.Spool properties() {
		return this.properties;
	}

	/**
	 * Opens the spool of an exporter.
	 * @param target where that sends
	 * @param ledger its counters
	 * @return the spool
	 * @throws InvalidTracingPropertyException if its folder cannot be used
	 */
	ExportSpool open(ExportTarget target, ExportLedger ledger) {
		Path directory = directory();
		warnOfTemporary(directory);
		try {
			Path folder = directory.resolve(plain(this.service)).resolve(name(target));
			return new ExportSpool(SpoolDirectory.take(folder), this.properties.bounds(), ledger,
					System::currentTimeMillis);
		}
		catch (IOException | RuntimeException ex) {
			throw new InvalidTracingPropertyException(KEY, directory.toString(),
					"a folder that this process may write to, and it cannot be used (" + ex + ")",
					"Name another folder, or set " + ExportProperties.PREFIX + ".spool.enabled=false");
		}
	}

	private Path directory() {
		Path configured = this.properties.directory();
		if (configured != null) {
			return configured.toAbsolutePath().normalize();
		}
		return byDefault(System.getenv("XDG_STATE_HOME"), System.getProperty("user.home", ""));
	}

	/**
	 * The folder where none is set, by the base directories that freedesktop.org names.
	 * @param state of the user's programs, which does not count where it is relative
	 * @param home of the user
	 * @return a folder that is none of those for a while
	 */
	static Path byDefault(@Nullable String state, String home) {
		boolean isNamed = state != null && Path.of(state).isAbsolute();
		if (!isNamed && (home.isEmpty() || "?".equals(home))) {
			throw none("set where the user of the process has no home folder");
		}
		Path base = isNamed ? Path.of(state) : Path.of(home, ".local", "state");
		Path directory = base.resolve("tracing-spool").toAbsolutePath().normalize();
		if (isTemporary(directory)) {
			throw none("set where the home folder of the user (" + base + ") is a temporary one");
		}
		return directory;
	}

	private static InvalidTracingPropertyException none(String range) {
		return new InvalidTracingPropertyException(KEY, "", range,
				"Name a folder that outlives the process, such as a mounted volume");
	}

	private static boolean isTemporary(Path directory) {
		@Nullable String temporary = System.getProperty("java.io.tmpdir");
		return temporary != null && directory.startsWith(Path.of(temporary).toAbsolutePath().normalize());
	}

	private static void warnOfTemporary(Path directory) {
		if (isTemporary(directory)) {
			logger.warn("The spool is in " + directory + ", a temporary folder: what waits there may be gone after a"
					+ " restart of the machine. " + KEY + " names another");
		}
	}

	// Readable, and different for each exporter
	private String name(ExportTarget target) {
		CRC32C sum = new CRC32C();
		sum.update(target.text().getBytes(StandardCharsets.UTF_8));
		String readable = target.host().isEmpty() ? "exporter" : target.host() + "-" + target.port();
		int number = this.targets.merge(target.text(), 1, Integer::sum);
		return plain(readable) + "-" + Long.toHexString(sum.getValue()) + ((number > 1) ? "-" + number : "");
	}

	private static String plain(String text) {
		String plain = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "_");
		return (plain.length() > 60) ? plain.substring(0, 60) : plain;
	}

}
