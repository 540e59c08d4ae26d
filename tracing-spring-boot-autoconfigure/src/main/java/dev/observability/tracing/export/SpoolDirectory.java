// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A folder that belongs to one exporter of one process at a time, and to its owner alone.
 * Instances of a service on one machine take one each; that of a process which is gone is
 * taken by the next that starts, with what it left. Start of the application, main
 * thread.
 */
final class SpoolDirectory implements AutoCloseable {

	/** Instances of a service on one machine. */
	private static final int MAX_INSTANCES = 64;

	private final Path path;

	private final FileChannel lock;

	private SpoolDirectory(Path path, FileChannel lock) {
		this.path = path;
		this.lock = lock;
	}

	/**
	 * Takes the first folder that is free.
	 * @param parent of all instances
	 * @return the folder, locked until it is closed
	 * @throws IOException if there is none or it cannot be written
	 */
	static SpoolDirectory take(Path parent) throws IOException {
		create(parent);
		for (int i = 0; i < MAX_INSTANCES; i++) {
			Path path = parent.resolve(String.valueOf(i));
			create(path);
			Path file = path.resolve("lock");
			FileChannel channel = FileChannel.open(file,
					Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
					ownerOnly(path, "rw-------"));
			if (isLocked(channel)) {
				return new SpoolDirectory(path, channel);
			}
			channel.close();
		}
		throw new IOException("all " + MAX_INSTANCES + " folders in " + parent + " are in use");
	}

	private static boolean isLocked(FileChannel channel) throws IOException {
		try {
			FileLock lock = channel.tryLock();
			return lock != null;
		}
		catch (OverlappingFileLockException ex) {
			// By another application of this process
			return false;
		}
	}

	private static void create(Path path) throws IOException {
		if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
			Path parent = path.getParent();
			if (parent != null) {
				Files.createDirectories(parent);
			}
			Files.createDirectory(path, ownerOnly(path, "rwx------"));
		}
		if (isPosix(path)) {
			Set<PosixFilePermission> mine = PosixFilePermissions.fromString("rwx------");
			if (!mine.equals(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS))) {
				Files.setPosixFilePermissions(path, mine);
			}
		}
	}

	/**
	 * The permissions of a new file or folder.
	 * @param path of it
	 * @param permissions such as {@code rw-------}
	 * @return none where the file system has no such permissions
	 */
	static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
		return isPosix(path)
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

	private static boolean isPosix(Path path) {
		return path.getFileSystem().supportedFileAttributeViews().contains("posix")
				&& Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
	}

	Path path() {
		return this.path;
	}

	@Override
	public void close() throws IOException {
		this.lock.close();
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

}
