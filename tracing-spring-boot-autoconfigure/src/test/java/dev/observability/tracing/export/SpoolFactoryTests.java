// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.observability.tracing.InvalidTracingPropertyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SpoolFactory}.
 */
@ExtendWith(OutputCaptureExtension.class)
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

	@Test
	void folderByDefaultIsThatOfTheUsersStateAndNoneForAWhile() {
		assertThat(SpoolFactory.byDefault("/var/state", "/users/ada")).hasToString("/var/state/tracing-spool");
		assertThat(SpoolFactory.byDefault(null, "/users/ada")).hasToString("/users/ada/.local/state/tracing-spool");
		assertThat(SpoolFactory.byDefault("", "/users/ada")).hasToString("/users/ada/.local/state/tracing-spool");
		assertThat(SpoolFactory.byDefault("state", "/users/ada")).hasToString("/users/ada/.local/state/tracing-spool");
		String temporary = System.getProperty("java.io.tmpdir");
		for (String home : List.of("", "?", temporary, temporary + "/ada")) {
			assertThatExceptionOfType(InvalidTracingPropertyException.class).as(home)
				.isThrownBy(() -> SpoolFactory.byDefault(null, home))
				.withMessageContaining("observability.tracing.export.spool.directory");
		}
	}

	@Test
	void folderThatIsNamedMayBeATemporaryOneAndIsRegretted(CapturedOutput output) {
		open(factory(this.folder, "orders"), TARGET).close();
		assertThat(output).contains("The spool is in " + this.folder + ", a temporary folder");
	}

	private static ExportSpool open(SpoolFactory factory, ExportTarget target) {
		return factory.open(target, new ExportLedger(new ExportLosses()));
	}

	private static SpoolFactory factory(Path directory, String service) {
		return new SpoolFactory(new ExportProperties.Spool(true, directory, DataSize.ofMegabytes(1),
				Duration.ofHours(1), DataSize.ofMegabytes(1)), service);
	}

}
