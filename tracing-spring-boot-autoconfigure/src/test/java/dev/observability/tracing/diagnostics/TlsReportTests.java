// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whom a certificate is for, in the eyes of the clients that exporters have.
 */
class TlsReportTests {

	@ParameterizedTest
	@CsvSource({ "*.example.com, a.example.com, true", "*.example.com, example.com, false",
			"*.example.com, a.b.example.com, false", "Collector, collector, true", "127.0.0.1, 127.0.0.1, true",
			"other, collector, false" })
	void isForItsNames(String name, String host, boolean matches) {
		TlsReport report = report(List.of(name), null);
		assertThat(report.isFor(http(host))).isEqualTo(matches);
		assertThat(report.isFor(grpc(host))).isEqualTo(matches);
	}

	@Test
	void isForTheEleventhOfItsNames(@TempDir Path directory) throws Exception {
		String names = IntStream.rangeClosed(1, 11)
			.mapToObj((number) -> "dns:host-" + number)
			.collect(Collectors.joining(","));
		TlsReport report = TlsReport.of(SignedCertificate.create(directory, names).certificate());
		assertThat(report.isFor(http("host-11"))).isTrue();
		assertThat(report.isFor(grpc("host-11"))).isTrue();
		assertThat(report.isFor(grpc("host-12"))).isFalse();
		assertThat(report.instead("host-12")).isEqualTo(
				", it is for host-1, host-2, host-3, host-4, host-5, host-6, host-7, host-8, host-9, host-10 and 1 more");
	}

	@Test
	void isNotJudgedWithMoreNamesThanAreKept() {
		List<String> names = IntStream.range(0, 1_000).mapToObj((number) -> "host-" + number).toList();
		assertThat(report(names, null).isFor(grpc("any"))).isTrue();
		assertThat(report(names.subList(1, 1_000), null).isFor(grpc("any"))).isFalse();
	}

	@Test
	void isForItsCommonNameWhereThereIsNoOther() {
		TlsReport report = report(List.of(), "collector");
		assertThat(report.isFor(http("collector"))).isTrue();
		assertThat(report.isFor(http("other"))).isFalse();
		assertThat(report.isFor(grpc("collector"))).isFalse();
		assertThat(report.instead("collector")).contains("in its subject alone");
		assertThat(report.instead("other")).isEqualTo(", it is for collector");
	}

	@Test
	void isNotForAnAddressInItsSubject() {
		assertThat(report(List.of(), "127.0.0.1").isFor(http("127.0.0.1"))).isFalse();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "none", delimiter = ';',
			value = { "dns:localhost; none", "ip:127.0.0.1; server", "email:a@example.com; server" })
	void hasACommonNameWhereNoHostIsNamed(String name, @Nullable String commonName, @TempDir Path directory)
			throws Exception {
		assertThat(TlsReport.of(SignedCertificate.create(directory, name).certificate()).commonName())
			.isEqualTo(commonName);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', nullValues = "none",
			value = { "CN=localhost, O=Example; localhost", "CN=localhost, OU=a, CN=ca; localhost", "O=Example; none" })
	void takesTheMostSpecificCommonName(String subject, @Nullable String commonName, @TempDir Path directory)
			throws Exception {
		assertThat(TlsReport.of(SignedCertificate.ofSubject(directory, subject).certificate()).commonName())
			.isEqualTo(commonName);
	}

	@Test
	void isNotJudgedWhereItWasNotShown() {
		assertThat(TlsReport.unknown().isFor(grpc("any"))).isTrue();
		assertThat(TlsReport.unknown().isValidAt(Instant.EPOCH)).isTrue();
	}

	private static TlsReport report(List<String> names, @Nullable String commonName) {
		return new TlsReport(names, commonName, Instant.EPOCH, Instant.MAX);
	}

	private static CollectorAddress http(String host) {
		return new CollectorAddress(true, host, 4318, false);
	}

	private static CollectorAddress grpc(String host) {
		return new CollectorAddress(true, host, 4317, true);
	}

}
