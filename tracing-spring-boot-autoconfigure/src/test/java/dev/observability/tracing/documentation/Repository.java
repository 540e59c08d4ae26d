// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of the working tree, read where they are. Maven gives the directory of the
 * module as {@code basedir}; an IDE starts in that directory or in one above it.
 */
final class Repository {

	/** Hidden directories that belong to the project; all others are some tool's own. */
	private static final Set<String> HIDDEN_BUT_OURS = Set.of(".ci", ".mvn", ".github");

	private static final Set<String> BUILT = Set.of("target", "node_modules");

	private final Path root;

	private Repository(Path root) {
		this.root = root;
	}

	static Repository find() {
		Path start = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
		for (Path directory = start; directory != null; directory = directory.getParent()) {
			if (Files.isRegularFile(directory.resolve("src/docs/seeds.md"))) {
				return new Repository(directory);
			}
		}
		throw new IllegalStateException("no src/docs/seeds.md above " + start);
	}

	Path root() {
		return this.root;
	}

	String read(String file) {
		return readText(this.root.resolve(file)).orElseThrow(() -> new IllegalStateException(file + " is not text"));
	}

	/**
	 * README.md and the pages of src/docs, relative to the root, in the order of their
	 * names.
	 * @return the documents a user reads
	 */
	List<String> userDocuments() {
		List<String> documents = new ArrayList<>(List.of("README.md"));
		try (Stream<Path> pages = Files.list(this.root.resolve("src/docs"))) {
			pages.filter((page) -> page.toString().endsWith(".md"))
				.map((page) -> "src/docs/" + page.getFileName())
				.sorted()
				.forEach(documents::add);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return documents;
	}

	/**
	 * Every file below the directory that belongs to the project: neither built, nor of a
	 * tool, nor a log.
	 * @param directory relative to the root, empty for the root
	 * @return the files
	 */
	List<Path> files(String directory) {
		List<Path> files = new ArrayList<>();
		try {
			Files.walkFileTree(this.root.resolve(directory), new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
					boolean skipped = !dir.equals(Repository.this.root) && isForeign(dir.getFileName().toString());
					return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
					String name = file.getFileName().toString();
					// ".git" is a file, not a directory, in a second work tree
					if (attributes.isRegularFile() && !name.equals(".git") && !name.endsWith(".log")
							&& !isOfAnotherJvm(name)) {
						files.add(file);
					}
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFileFailed(Path file, IOException ex) throws IOException {
					if (isOfAnotherJvm(file.getFileName().toString())) {
						return FileVisitResult.CONTINUE;
					}
					throw ex;
				}

			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return files;
	}

	// Tests in a JVM beside this one attach agents, by files that come and go
	private static boolean isOfAnotherJvm(String file) {
		return file.startsWith(".attach_pid") || file.startsWith(".java_pid");
	}

	private static boolean isForeign(String directory) {
		return BUILT.contains(directory) || (directory.startsWith(".") && !HIDDEN_BUT_OURS.contains(directory));
	}

	/**
	 * The text of the file.
	 * @param file the file
	 * @return its text, or nothing where it is not UTF-8
	 */
	static Optional<String> readText(Path file) {
		try {
			return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
		}
		catch (CharacterCodingException ex) {
			return Optional.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
