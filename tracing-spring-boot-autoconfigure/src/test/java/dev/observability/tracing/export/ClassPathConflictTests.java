// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClassPathConflict}.
 */
class ClassPathConflictTests {

	private static final NoSuchMethodError ERROR = new NoSuchMethodError(
			"'okio.Socket okio.Okio.socket(java.net.Socket)'");

	@Test
	void findsTheErrorWhereverOkHttpHidesIt() {
		assertThat(ClassPathConflict.linkageError(ERROR)).isSameAs(ERROR);
		assertThat(ClassPathConflict.linkageError(new IOException("canceled due to", ERROR))).isSameAs(ERROR);
		IOException suppressing = new IOException("canceled");
		suppressing.addSuppressed(ERROR);
		assertThat(ClassPathConflict.linkageError(new IllegalStateException(suppressing))).isSameAs(ERROR);
		assertThat(ClassPathConflict.linkageError(new IOException("refused"))).isNull();
	}

	@Test
	void looksForItNotWithoutEnd() {
		IOException first = new IOException("first");
		IOException second = new IOException("second", first);
		first.initCause(second);
		assertThat(ClassPathConflict.linkageError(first)).isNull();
	}

	@Test
	void namesTheLibraryItsFileAndWhatNeedsAnother() {
		ClassPathConflict conflict = ClassPathConflict.of(ERROR);
		assertThat(conflict.artifact()).isEqualTo("Okio");
		assertThat(conflict.jar()).matches("okio-jvm-[0-9.]+\\.jar");
		assertThat(conflict.user()).matches("okhttp-jvm-[0-9.]+\\.jar");
		assertThat(conflict.error()).isEqualTo("NoSuchMethodError: okio.Socket okio.Okio.socket(java.net.Socket)");
		assertThat(ClassPathConflict.of(new NoClassDefFoundError("kotlin/enums/EnumEntriesKt")).jar())
			.startsWith("kotlin-stdlib-");
		assertThat(ClassPathConflict.of(new NoClassDefFoundError("okhttp3/OkHttpClient")).artifact())
			.isEqualTo("OkHttp");
		assertThat(ClassPathConflict.of(new NoSuchMethodError("x".repeat(1000))).error()).hasSizeLessThan(200);
		assertThat(ClassPathConflict.of(new LinkageError()).error()).isEqualTo("LinkageError: ");
	}

	@Test
	void saysWhatHappensInsteadAndHowToMendIt() {
		ClassPathConflict conflict = new ClassPathConflict("Okio", "okio-jvm-3.9.0.jar", "okhttp-jvm-5.3.2.jar",
				"NoSuchMethodError: x", "", null)
			.sentTo("http://collector:4318/v1/traces");
		assertThat(conflict.text()).isEqualTo("Nothing can leave over gRPC: Okio of okio-jvm-3.9.0.jar on the class"
				+ " path does not fit okhttp-jvm-5.3.2.jar (NoSuchMethodError: x). It goes to"
				+ " http://collector:4318/v1/traces instead. Bring Okio to the version that okhttp-jvm-5.3.2.jar asks"
				+ " for, or set observability.tracing.protocol=http/protobuf and the endpoint of HTTP");
		assertThat(conflict.answered("HTTP 404").text()).contains("It is sent to http://collector:4318/v1/traces"
				+ " instead, which does not take it (HTTP 404): it is dropped and counted until that does.");
		assertThat(conflict.answered("HTTP 404").answered(null)).isEqualTo(conflict);
	}

	@ParameterizedTest
	@CsvSource({ "file:/repository/okio-jvm-3.9.0.jar, okio-jvm-3.9.0.jar",
			"jar:nested:/app.jar/!BOOT-INF/lib/okio-jvm-3.9.0.jar!/, okio-jvm-3.9.0.jar",
			"jar:file:/a.jar!/BOOT-INF/lib/okio%20jvm.jar!/, okio jvm.jar", "file:/app/classes/, classes" })
	void fileOfALocationHasNoDirectories(String location, String name) {
		assertThat(ClassPathConflict.fileName(location)).isEqualTo(name);
	}

}
