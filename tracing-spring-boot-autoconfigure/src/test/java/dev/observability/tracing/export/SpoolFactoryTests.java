// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import dev.observability.tracing.InvalidTracingPropertyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SpoolFactory}.
 */
class SpoolFactoryTests {

	private static final ExportTarget TARGET = new ExportTarget("https://collector:4318/v1/traces (http/protobuf)",
			"otlp_http_span_exporter", "collector", 4318);

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path folder;

	@Test
	void exportersAndServicesHaveFoldersOfTheirOwn() {
		SpoolFactory orders = factory(this.folder, "orders");
		Set<Path> parents = new HashSet<>();
		ExportTarget other = new ExportTarget("https://collector:4317 (grpc)", "otlp_grpc_span_exporter", "collector",
				4317);
		for (ExportSpool spool : new ExportSpool[] { open(orders, TARGET), open(orders, TARGET), open(orders, other),
				open(factory(this.folder, "payments"), TARGET) }) {
			parents.add(spool.path().getParent());
			spool.close();
		}
		assertThat(parents).hasSize(4).allSatisfy((parent) -> assertThat(parent).startsWith(this.folder));
	}

	@Test
	void sameExporterFindsItsFolderAgain() {
		ExportSpool first = open(factory(this.folder, "orders"), TARGET);
		first.close();
		ExportSpool next = open(factory(this.folder, "orders"), TARGET);
		assertThat(next.path()).isEqualTo(first.path());
		next.close();
	}

	@Test
	void nameOfAServiceLeadsNowhereElse() {
		ExportSpool spool = open(factory(this.folder.resolve("spool"), "../../etc/passwd"), TARGET);
		assertThat(spool.path()).startsWith(this.folder.resolve("spool"));
		spool.close();
	}

	@Test
	void folderThatCannotBeMadeStopsTheStart() throws IOException {
		Path file = Files.createFile(this.folder.resolve("file"));
		assertThatExceptionOfType(InvalidTracingPropertyException.class)
			.isThrownBy(() -> open(factory(file, "orders"), TARGET))
			.withMessageContaining("observability.tracing.export.spool.directory")
			.withMessageContaining(file.toString());
	}

	private static ExportSpool open(SpoolFactory factory, ExportTarget target) {
		return factory.open(target, new ExportLedger(new ExportLosses()));
	}

	private static SpoolFactory factory(Path directory, String service) {
		return new SpoolFactory(new ExportProperties.Spool(true, directory, DataSize.ofMegabytes(1),
				Duration.ofHours(1), DataSize.ofMegabytes(1)), service);
	}

}
