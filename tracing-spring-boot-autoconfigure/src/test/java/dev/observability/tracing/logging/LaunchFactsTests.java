// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LaunchFacts}.
 */
class LaunchFactsTests {

	private static final LaunchFacts JAR = new LaunchFacts(Set.of(), false, false, false, true, false);

	@Test
	void jarAndContainerAreForMachines() {
		assertThat(JAR.isForMachines()).isTrue();
		assertThat(new LaunchFacts(Set.of(), false, false, false, false, true).isForMachines()).isTrue();
		assertThat(new LaunchFacts(Set.of("production", "eu"), false, false, false, true, true).isForMachines())
			.isTrue();
	}

	@Test
	void neitherIsForPeople() {
		assertThat(new LaunchFacts(Set.of(), false, false, false, false, false).isForMachines()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "dev", "development", "local", "test", "Dev" })
	void profilesOfDevelopersAreForPeople(String profile) {
		assertThat(new LaunchFacts(Set.of("eu", profile), false, false, false, true, true).isForMachines()).isFalse();
	}

	@Test
	void devToolsTestsAndBuildOutputsAreForPeople() {
		assertThat(new LaunchFacts(Set.of(), true, false, false, true, true).isForMachines()).isFalse();
		assertThat(new LaunchFacts(Set.of(), false, true, false, true, true).isForMachines()).isFalse();
		assertThat(new LaunchFacts(Set.of(), false, false, true, true, true).isForMachines()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/srv/a/shop/target/classes/", "/a/target/test-classes/", "/a/build/classes/java/main/",
			"/a/build/classes/kotlin/main/", "/C:/a/out/production/shop/", "/a/bin/main/", "/a/shop/bin/",
			"C:\\a\\target\\classes\\" })
	void knowsWhereCompilersWrite(String location) {
		assertThat(LaunchFacts.isBuildOutput(location)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/app/classes/", "/app/shop.jar", "/app/BOOT-INF/classes/", "/usr/bin/shop.jar", "",
			"/a/target/shop.jar", "/a/webapps/shop/WEB-INF/classes/",
			"nested:/a/target/shop.jar/!BOOT-INF/classes/!/" })
	void takesOtherPlacesForNoBuildOutput(String location) {
		assertThat(LaunchFacts.isBuildOutput(location)).isFalse();
	}

	@Test
	void oneJarIsThePackagedApplication() {
		assertThat(LaunchFacts.isPackaged("/app/my shop.jar", null)).isTrue();
		assertThat(LaunchFacts.isPackaged("shop.WAR", null)).isTrue();
		assertThat(LaunchFacts.isPackaged("a.jar" + File.pathSeparator + "b.jar", null)).isFalse();
		assertThat(LaunchFacts.isPackaged("/app/classes", null)).isFalse();
		assertThat(LaunchFacts.isPackaged("", null)).isFalse();
	}

	@Test
	void containersShowByVariablesAndFiles(@TempDir Path folder) throws IOException {
		Path file = folder.resolve("marker");
		assertThat(LaunchFacts.isContainer(Map.of("HOME", "/"), List.of(file))).isFalse();
		assertThat(LaunchFacts.isContainer(Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1"), List.of())).isTrue();
		Files.createFile(file);
		assertThat(LaunchFacts.isContainer(Map.of(), List.of(file))).isTrue();
	}

	@Test
	void seesThatThisIsATest() {
		SpringApplication application = new SpringApplication(LaunchFactsTests.class);
		LaunchFacts facts = LaunchFacts.of(new StandardEnvironment(), application);
		assertThat(facts.test()).isTrue();
		assertThat(facts.devTools()).isFalse();
		assertThat(facts.isForMachines()).isFalse();
	}

	@Test
	void seesBootsCloudPlatforms() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getSystemProperties().put("spring.main.cloud-platform", "kubernetes");
		try {
			assertThat(LaunchFacts.of(environment, new SpringApplication(LaunchFactsTests.class)).container()).isTrue();
		}
		finally {
			environment.getSystemProperties().remove("spring.main.cloud-platform");
		}
	}

}
