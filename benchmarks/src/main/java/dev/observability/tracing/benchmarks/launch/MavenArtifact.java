// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * An entry of the class path with what its Maven descriptor says.
 *
 * @param id "group:artifact", or the path where there is no descriptor
 * @param file the jar or directory
 * @param dependencies "group:artifact" of what it needs to run
 */
record MavenArtifact(String id, Path file, List<String> dependencies) {

	static MavenArtifact read(Path file) {
		Path descriptor = descriptor(file.toAbsolutePath());
		if (descriptor == null) {
			return new MavenArtifact(file.toString(), file, List.of());
		}
		try {
			Element project = DocumentBuilderFactory.newInstance()
				.newDocumentBuilder()
				.parse(descriptor.toFile())
				.getDocumentElement();
			String group = group(project);
			return new MavenArtifact(group + ":" + text(project, "artifactId"), file, dependencies(project, group));
		}
		catch (IOException | SAXException | ParserConfigurationException ex) {
			throw new IllegalStateException("Cannot read " + descriptor, ex);
		}
	}

	private static @Nullable Path descriptor(Path file) {
		Path folder = file.getParent();
		if (folder == null || folder.getParent() == null) {
			return null;
		}
		// A module of this build: its jar or its classes are below "target"
		Path module = folder.getParent().resolve("pom.xml");
		if (file.endsWith("test-classes") || file.getFileName().toString().endsWith("-tests.jar")) {
			// Its tests are not what others declare
			return null;
		}
		if (folder.endsWith("target")) {
			return Files.exists(module) ? module : null;
		}
		Path inRepository = folder
			.resolve(folder.getParent().getFileName() + "-" + folder.getFileName().toString() + ".pom");
		return Files.exists(inRepository) ? inRepository : null;
	}

	private static String group(Element project) {
		String group = text(project, "groupId");
		Element parent = child(project, "parent");
		if (group.isEmpty() && parent != null) {
			return text(parent, "groupId");
		}
		return group;
	}

	private static List<String> dependencies(Element project, String group) {
		List<String> result = new ArrayList<>();
		Element dependencies = child(project, "dependencies");
		if (dependencies == null) {
			return result;
		}
		for (Node node = dependencies.getFirstChild(); node != null; node = node.getNextSibling()) {
			if (node instanceof Element dependency && isNeeded(dependency)) {
				String of = text(dependency, "groupId").replace("${project.groupId}", group)
					.replace("${pom.groupId}", group);
				result.add(of + ":" + text(dependency, "artifactId"));
			}
		}
		return result;
	}

	private static boolean isNeeded(Element dependency) {
		String scope = text(dependency, "scope");
		return (scope.isEmpty() || scope.equals("compile") || scope.equals("runtime"))
				&& !text(dependency, "optional").equals("true");
	}

	private static String text(Element parent, String name) {
		Element child = child(parent, name);
		return (child != null) ? child.getTextContent().trim() : "";
	}

	private static @Nullable Element child(Element parent, String name) {
		for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
			if (node instanceof Element element && element.getTagName().equals(name)) {
				return element;
			}
		}
		return null;
	}

}
