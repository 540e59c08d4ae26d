// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginTrackedResource;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin.Location;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

/**
 * Where a value that we publish came from, so that reports and the start-up line name
 * what the user wrote. Start of the application, main thread.
 *
 * @param name key, environment variable or rule, such as
 * {@code observability.tracing.endpoint} or {@code port 4317}
 * @param parent where the user wrote it, or {@code null} where nobody did
 */
record MappedOrigin(String name, @Nullable Origin parent) implements Origin {

	@Override
	public @Nullable Origin getParent() {
		return this.parent;
	}

	@Override
	public String toString() {
		return (this.parent != null) ? this.name + " from " + place(this.parent) : this.name;
	}

	/**
	 * Names a place in the words of users. A file is short and can be clicked in an IDE;
	 * the jar around it and the column would only make the line longer.
	 * @param origin any origin
	 * @return for example {@code environment variable HOSTNAME},
	 * {@code application.yaml:3} or {@code ./config/application.yaml:3}
	 */
	static String place(Origin origin) {
		if (origin instanceof SystemEnvironmentOrigin variable) {
			return "environment variable " + variable.getProperty();
		}
		if (origin instanceof PropertySourceOrigin source) {
			return place(source.getPropertySource());
		}
		if (origin instanceof TextResourceOrigin text && text.getResource() != null) {
			Location location = text.getLocation();
			return place(text.getResource()) + ((location != null) ? ":" + (location.getLine() + 1) : "");
		}
		return origin.toString();
	}

	private static String place(PropertySource<?> source) {
		if (source instanceof CommandLinePropertySource) {
			return "the command line";
		}
		String name = source.getName();
		return StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME.equals(name) ? "a system property" : name;
	}

	// The "./" tells a file of the working directory from one of the class path
	private static String place(Resource resource) {
		Resource file = (resource instanceof OriginTrackedResource tracked) ? tracked.getResource() : resource;
		if (file instanceof ClassPathResource inClassPath) {
			return inClassPath.getPath();
		}
		try {
			String path = file.isFile() ? file.getFile().getPath() : file.getDescription();
			return (file.isFile() && !file.getFile().isAbsolute() && !path.startsWith(".")) ? "./" + path : path;
		}
		catch (IOException ex) {
			return file.getDescription();
		}
	}

}
