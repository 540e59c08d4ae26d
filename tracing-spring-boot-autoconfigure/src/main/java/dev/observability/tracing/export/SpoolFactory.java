// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32C;

import dev.observability.tracing.InvalidTracingPropertyException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens a spool for each exporter. Start of the application, main thread.
 *
 * @param properties where, how much and how long
 * @param service name of the service, for the default folder
 */
record SpoolFactory(ExportProperties.Spool properties, String service) {

	private static final Log logger = LogFactory.getLog(SpoolFactory.class);

	private static final String KEY = ExportProperties.PREFIX + ".spool.directory";

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
			return new ExportSpool(SpoolDirectory.take(directory.resolve(name(target))), this.properties.bounds(),
					ledger, System::currentTimeMillis);
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
		String state = System.getenv("XDG_STATE_HOME");
		String home = System.getProperty("user.home", "");
		if (state == null && (home.isEmpty() || "?".equals(home))) {
			throw new InvalidTracingPropertyException(KEY, "", "set where the user of the process has no home folder",
					"Name a folder that outlives the process, such as a mounted volume");
		}
		Path base = (state != null) ? Path.of(state) : Path.of(home, ".local", "state");
		return base.resolve("tracing-spool").resolve(plain(this.service)).toAbsolutePath().normalize();
	}

	private static void warnOfTemporary(Path directory) {
		@Nullable String temporary = System.getProperty("java.io.tmpdir");
		if (temporary != null && directory.startsWith(Path.of(temporary).toAbsolutePath().normalize())) {
			logger.warn("The spool is in " + directory + ", a temporary folder: what waits there may be gone after a"
					+ " restart of the machine. " + KEY + " names another");
		}
	}

	// Readable, and different for each target
	private static String name(ExportTarget target) {
		CRC32C sum = new CRC32C();
		sum.update(target.text().getBytes(StandardCharsets.UTF_8));
		String readable = target.host().isEmpty() ? "exporter" : target.host() + "-" + target.port();
		return plain(readable) + "-" + Long.toHexString(sum.getValue());
	}

	private static String plain(String text) {
		String plain = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "_");
		return (plain.length() > 60) ? plain.substring(0, 60) : plain;
	}

}
