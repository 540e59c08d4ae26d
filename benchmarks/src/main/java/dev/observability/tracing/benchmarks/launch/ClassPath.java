// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.launch;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Chooses from this process's class path the jars that some dependencies need: what Maven
 * would put on the class path of an application that declares just those.
 * <p>
 * Reads the descriptors that lie beside the jars, so that it needs no network and takes
 * the versions that were resolved for this module. Dependencies that are nowhere on the
 * class path are left out, as are those that a parent's descriptor declares.
 */
public final class ClassPath {

	private final Map<String, MavenArtifact> artifacts;

	private ClassPath(Map<String, MavenArtifact> artifacts) {
		this.artifacts = artifacts;
	}

	public static ClassPath current() {
		Map<String, MavenArtifact> artifacts = new LinkedHashMap<>();
		Arrays.stream(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)))
			.map(Path::of)
			.map(MavenArtifact::read)
			.forEach((artifact) -> artifacts.putIfAbsent(artifact.id(), artifact));
		return new ClassPath(artifacts);
	}

	/**
	 * Where a class of ours comes from.
	 * @param type the class
	 * @return jar or directory
	 */
	public static Path entryOf(Class<?> type) {
		try {
			return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Whether dependencies are there at all.
	 * @param roots "group:artifact" each
	 * @return whether all are on the class path of this process
	 */
	public boolean has(Collection<String> roots) {
		return this.artifacts.keySet().containsAll(roots);
	}

	/**
	 * The jars that dependencies need, themselves included, in the order of the class
	 * path.
	 * @param roots what an application declares, "group:artifact" each
	 * @param without what it excludes, "group:artifact" each
	 * @return paths of jars and directories
	 */
	public Set<Path> closure(Collection<String> roots, Collection<String> without) {
		Set<String> found = new LinkedHashSet<>();
		Deque<String> open = new ArrayDeque<>();
		for (String root : roots) {
			if (!this.artifacts.containsKey(root)) {
				throw new IllegalArgumentException("root must be on the class path but was " + root);
			}
			open.add(root);
		}
		while (!open.isEmpty()) {
			String id = open.remove();
			MavenArtifact artifact = this.artifacts.get(id);
			if (artifact != null && !without.contains(id) && found.add(id)) {
				open.addAll(artifact.dependencies());
			}
		}
		return this.artifacts.values()
			.stream()
			.filter((artifact) -> found.contains(artifact.id()))
			.map(MavenArtifact::file)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	public static String join(Collection<Path> files) {
		return files.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
	}

}
