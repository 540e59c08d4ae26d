// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginTrackedResource;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin.Location;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.FileUrlResource;
import org.springframework.core.io.Resource;

import static org.assertj.core.api.Assertions.assertThat;

class MappedOriginTests {

	private static String place(Resource resource) {
		return MappedOrigin.place(new TextResourceOrigin(resource, new Location(2, 18)));
	}

	@Test
	void namesTheFileAndTheLineCountedFromOne() {
		assertThat(place(new ClassPathResource("config/application-orders.yaml")))
			.isEqualTo("config/application-orders.yaml:3");
	}

	@Test
	void leavesOutTheJarAroundTheFile() {
		Resource inJar = new ClassPathResource("org/junit/jupiter/api/Test.class");
		assertThat(new TextResourceOrigin(inJar, null).toString()).contains(".jar");
		assertThat(MappedOrigin.place(new TextResourceOrigin(inJar, null)))
			.isEqualTo("org/junit/jupiter/api/Test.class");
	}

	@Test
	void tellsFilesOfTheWorkingDirectoryFromThoseOfTheClassPath() {
		assertThat(place(new FileSystemResource("application.yaml"))).isEqualTo("./application.yaml:3");
		assertThat(place(new FileSystemResource("./config/application.yaml"))).endsWith("./config/application.yaml:3");
	}

	@Test
	void namesAbsoluteFilesWhole(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("application.yaml"), "");
		assertThat(place(new FileUrlResource(file.toUri().toURL()))).isEqualTo(file + ":3");
	}

	@Test
	void looksThroughTheOriginOfTheFileItself() {
		Resource tracked = OriginTrackedResource.of(new ClassPathResource("application.yaml"),
				new MappedOrigin("import", null));
		assertThat(place(tracked)).isEqualTo("application.yaml:3");
	}

	@Test
	void namesOtherSourcesAsUsersDo() {
		assertThat(MappedOrigin.place(PropertySourceOrigin.get(new SimpleCommandLinePropertySource("--a=b"), "a")))
			.isEqualTo("the command line");
		assertThat(
				MappedOrigin.place(PropertySourceOrigin.get(new MapPropertySource("systemProperties", Map.of()), "a")))
			.isEqualTo("a system property");
		assertThat(MappedOrigin.place(PropertySourceOrigin.get(new MapPropertySource("vault", Map.of()), "a")))
			.isEqualTo("vault");
	}

	@Test
	void keepsTheWordsOfWhatIsNoFile() {
		assertThat(place(new ByteArrayResource(new byte[0], "bytes"))).isEqualTo("Byte array resource [bytes]:3");
		assertThat(MappedOrigin.place(new TextResourceOrigin(null, null))).isEqualTo("unknown resource [?]");
		Origin named = new MappedOrigin("port 4317", null);
		assertThat(MappedOrigin.place(named)).isEqualTo("port 4317");
	}

}
