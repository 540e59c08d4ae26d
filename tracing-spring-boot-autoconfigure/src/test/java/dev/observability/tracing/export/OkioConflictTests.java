// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.observability.tracing.testing.OtlpReceiver;
import dev.observability.tracing.testing.ReceiverFault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application with an Okio on its class path that is too old for OkHttp: a
 * JVM of its own, with that Okio in place of the one that fits.
 */
class OkioConflictTests {

	private static final Path OKIO = Path.of("target", "old-okio", "okio-jvm-3.9.0.jar");

	private static final OtlpReceiver receiver = OtlpReceiver.start();

	private static final OtlpReceiver away = OtlpReceiver.start();

	/** What each of the three applications logged. */
	private static List<List<String>> lines = List.of();

	@BeforeAll
	static void runTheApplications(@TempDir Path directory) throws Exception {
		away.fault(ReceiverFault.REFUSE);
		Path log = directory.resolve("output.txt");
		ProcessBuilder builder = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"),
				"-XX:TieredStopAtLevel=1", OkioApplication.class.getName(), receiver.httpEndpoint(),
				receiver.grpcEndpoint(), String.valueOf(receiver.httpPort()), String.valueOf(away.httpPort()))
			.redirectErrorStream(true)
			.redirectOutput(log.toFile());
		builder.environment().keySet().removeIf((name) -> name.startsWith("OTEL_"));
		builder.environment().put("CLASSPATH", classPath());
		Process process = builder.start();
		try {
			assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(() -> read(log)).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		assertThat(process.exitValue()).as(() -> read(log)).isZero();
		lines = Stream.of(read(log).split("ended\\R")).map((text) -> text.lines().toList()).toList();
		assertThat(lines).as(() -> read(log)).hasSize(3);
	}

	@AfterAll
	static void close() {
		lines = List.of();
		receiver.close();
		away.close();
	}

	@Test
	void httpWorksAsIfNothingWere() {
		assertThat(lines.get(0)).noneMatch((line) -> line.contains(" WARN "))
			.anyMatch((line) -> line
				.contains("10 accepted + 0 restored = 10 exported + 0 in flight + 0 spooled + 0 lost"))
			.anyMatch((line) -> line.endsWith("conflicts: []"));
	}

	@Test
	void grpcGoesByHttpOfTheSameHostAndOneWarningSaysWhyAndWhatToDo() {
		assertThat(lines.get(1)).filteredOn((line) -> line.contains(" WARN "))
			.singleElement()
			.asString()
			.contains("Okio of okio-jvm-3.9.0.jar on the class path does not fit okhttp-jvm-",
					"NoSuchMethodError: okio.Socket okio.Okio.socket(java.net.Socket)",
					"It goes to " + receiver.httpEndpoint() + " instead. Bring Okio to the version");
		assertThat(lines.get(1)).anyMatch(
				(line) -> line.contains("10 accepted + 0 restored = 10 exported + 0 in flight + 0 spooled + 0 lost"))
			.anyMatch((line) -> line.contains("conflicts: [ClassPathConflict[artifact=Okio, jar=okio-jvm-3.9.0.jar"));
	}

	@Test
	void theDoctorFindsItAndNothingElse() {
		assertThat(doctor(0)).endsWith("doctor: {findings=[]}");
		assertThat(doctor(1)).containsOnlyOnce("code=")
			.contains("code=class-path-conflict, confidence=high", "Okio of okio-jvm-3.9.0.jar does not fit",
					"they go to " + receiver.httpEndpoint() + " instead");
		assertThat(doctor(2)).containsOnlyOnce("code=")
			.contains("code=class-path-conflict", "they do not arrive: Connection refused");
	}

	private static String doctor(int application) {
		return lines.get(application).stream().filter((line) -> line.contains("doctor: ")).findFirst().orElse("");
	}

	@Test
	void everySpanOfBothArrivesWithTheHeadersThatAreSet() {
		assertThat(receiver.spans()).hasSize(2 * OkioApplication.SPANS).allSatisfy((span) -> {
			assertThat(span.protocol()).isEqualTo("http/protobuf");
			assertThat(span.headers()).containsEntry("x-key", "value");
		});
	}

	@Test
	void spansAreCountedWhereNobodyAnswersThereEither() {
		assertThat(lines.get(2)).filteredOn((line) -> line.contains(" WARN ") && line.contains("Okio"))
			.singleElement()
			.asString()
			.contains("It is sent to " + away.httpEndpoint()
					+ " instead, which does not take it (Connection refused): it is dropped and counted until that does.");
		assertThat(lines.get(2))
			.anyMatch(
					(line) -> line.contains("10 accepted + 0 restored = 0 exported + 0 in flight + 0 spooled + 10 lost")
							&& line.contains("UNREACHABLE=10"))
			.anyMatch((line) -> line
				.contains("no gRPC in this application, and " + away.httpEndpoint() + " says Connection refused"));
	}

	private static String classPath() {
		assertThat(OKIO).exists();
		String current = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		List<String> others = Stream.of(current.split(File.pathSeparator))
			.filter((entry) -> !Path.of(entry).getFileName().toString().startsWith("okio-"))
			.toList();
		return Stream.concat(Stream.of(OKIO.toAbsolutePath().toString()), others.stream())
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static String read(Path log) {
		try {
			return Files.readString(log);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
