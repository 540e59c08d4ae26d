// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.core.NativeDetector;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * How the application was started, as far as it tells who reads the console. Start of the
 * application, main thread.
 *
 * @param profiles active profiles
 * @param devTools whether Spring Boot's DevTools are there
 * @param test whether a test runs the application
 * @param buildOutput whether the application's classes are where a compiler put them, as
 * for an IDE, {@code spring-boot:run} and {@code bootRun}
 * @param packaged whether it runs as one jar, extracted or not, or as a native image
 * @param container whether it runs in a container or on a cloud platform
 */
record LaunchFacts(Set<String> profiles, boolean devTools, boolean test, boolean buildOutput, boolean packaged,
		boolean container) {

	private static final Set<String> DEVELOPMENT_PROFILES = Set.of("dev", "development", "local", "test");

	/** Where Maven, Gradle, IntelliJ and Eclipse write classes. */
	private static final List<String> BUILD_OUTPUTS = List.of("/target/classes/", "/target/test-classes/",
			"/build/classes/", "/out/production/", "/out/test/", "/bin/main/", "/bin/test/", "/bin/");

	/** Set by Kubernetes, Podman and others, Amazon ECS, Google Cloud Run. */
	private static final List<String> CONTAINER_VARIABLES = List.of("KUBERNETES_SERVICE_HOST", "container",
			"ECS_CONTAINER_METADATA_URI_V4", "K_SERVICE");

	/** Made by Docker and by Podman. */
	private static final List<Path> CONTAINER_FILES = List.of(Path.of("/.dockerenv"), Path.of("/run/.containerenv"));

	/**
	 * Whether lines are for machines: whoever develops or tests reads text; else a jar, a
	 * container and a platform write JSON.
	 * @return whether the console gets JSON
	 */
	boolean isForMachines() {
		boolean development = this.profiles.stream()
			.anyMatch((profile) -> DEVELOPMENT_PROFILES.contains(profile.toLowerCase(Locale.ROOT)));
		if (development || this.devTools || this.test || this.buildOutput) {
			return false;
		}
		return this.packaged || this.container;
	}

	static LaunchFacts of(Environment environment, SpringApplication application) {
		ClassLoader classLoader = application.getClassLoader();
		Class<?> main = mainClass(application);
		return new LaunchFacts(Set.of(environment.getActiveProfiles()),
				ClassUtils.isPresent("org.springframework.boot.devtools.RemoteSpringApplication", classLoader),
				ClassUtils.isPresent("org.springframework.boot.test.context.SpringBootTest", classLoader)
						|| isTestOnStack(),
				main != null && isBuildOutput(location(main)),
				isPackaged(String.valueOf(System.getProperty("java.class.path")), classLoader),
				CloudPlatform.getActive(environment) != null || isContainer(System.getenv(), CONTAINER_FILES));
	}

	static boolean isBuildOutput(String location) {
		String path = location.replace('\\', '/');
		for (String output : BUILD_OUTPUTS) {
			// Below some of them are folders by language and source set
			if (path.endsWith(output) || (output.length() > 6 && path.endsWith("/") && path.contains(output))) {
				return true;
			}
		}
		return false;
	}

	// With -jar the class path is the one jar; Boot's loader has a class loader of its
	// own
	static boolean isPackaged(String classPath, @Nullable ClassLoader classLoader) {
		boolean nested = classLoader != null
				&& classLoader.getClass().getName().startsWith("org.springframework.boot.loader.");
		String path = classPath.toLowerCase(Locale.ROOT);
		boolean single = (path.endsWith(".jar") || path.endsWith(".war")) && !path.contains(File.pathSeparator);
		return nested || single || NativeDetector.inNativeImage();
	}

	static boolean isContainer(Map<String, String> variables, List<Path> files) {
		return CONTAINER_VARIABLES.stream().anyMatch(variables::containsKey) || files.stream().anyMatch(Files::exists);
	}

	private static boolean isTestOnStack() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.anyMatch((frame) -> frame.getClassName().startsWith("org.junit.")
					|| frame.getClassName().startsWith("org.testng.")));
	}

	private static @Nullable Class<?> mainClass(SpringApplication application) {
		if (application.getMainApplicationClass() != null) {
			return application.getMainApplicationClass();
		}
		for (Object source : application.getAllSources()) {
			if (source instanceof Class<?> type) {
				return type;
			}
		}
		return null;
	}

	private static String location(Class<?> type) {
		CodeSource source = type.getProtectionDomain().getCodeSource();
		return (source != null && source.getLocation() != null) ? source.getLocation().getPath() : "";
	}

}
