// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.documentation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The test classes of all modules and their test methods, read from the sources, because
 * the classes of the other modules are not on the class path here.
 */
final class TestSources {

	private static final Pattern TEST_ANNOTATION = Pattern
		.compile("\\s*@(Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate)\\b.*");

	private static final Pattern METHOD = Pattern
		.compile("\\s*(?:(?:public|final) )*(?:void|Stream<\\w+>|List<\\w+>) (\\w+)\\(.*");

	private final Map<String, Set<String>> methods = new HashMap<>();

	static TestSources of(Repository repository) {
		TestSources sources = new TestSources();
		repository.files("").forEach((file) -> {
			String path = repository.root().relativize(file).toString().replace('\\', '/');
			if (path.contains("/src/test/java/") && path.endsWith(".java")) {
				String name = path.substring(path.lastIndexOf('/') + 1, path.length() - ".java".length());
				sources.add(name, Repository.readText(file).orElse(""));
			}
		});
		return sources;
	}

	void add(String className, String source) {
		Set<String> found = this.methods.computeIfAbsent(className, (name) -> new HashSet<>());
		boolean annotated = false;
		for (String line : source.lines().toList()) {
			Matcher method = METHOD.matcher(line);
			if (TEST_ANNOTATION.matcher(line).matches()) {
				annotated = true;
			}
			else if (annotated && method.matches()) {
				found.add(method.group(1));
				annotated = false;
			}
		}
	}

	/**
	 * Whether the reference names a test.
	 * @param reference {@code ClassTests} or {@code ClassTests#method}
	 * @return whether that class has a test, or that test
	 */
	boolean contains(String reference) {
		int hash = reference.indexOf('#');
		String className = (hash < 0) ? reference : reference.substring(0, hash);
		Set<String> found = this.methods.getOrDefault(className, Set.of());
		return (hash < 0) ? !found.isEmpty() : found.contains(reference.substring(hash + 1));
	}

}
