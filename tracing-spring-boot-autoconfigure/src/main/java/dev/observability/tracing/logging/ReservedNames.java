// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.util.HashSet;
import java.util.Set;

/**
 * Names that a field of the application must not have, because a format has them, step 7
 * of a request. Any thread.
 * <p>
 * Stores that take dots for objects, such as Elasticsearch, refuse a line with a text
 * under {@code log} or a field {@code message.id} beside {@code log.level} and
 * {@code message}.
 */
final class ReservedNames {

	private final String[] names;

	private final Set<String> taken = new HashSet<>();

	ReservedNames(Set<String> names) {
		this.taken.add(LogFields.DROPPED);
		this.names = names.toArray(String[]::new);
		for (String name : names) {
			this.taken.add(name);
			for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
				this.taken.add(name.substring(0, dot));
			}
		}
	}

	// Whether the format has the name, or names that begin with it and a dot.
	boolean contains(String name) {
		return this.taken.contains(name);
	}

	// Keeps the name of a field out of an object that is a text already.
	String outside(String name) {
		if (name.indexOf('.') < 0) {
			return name;
		}
		for (String text : this.names) {
			if (name.length() > text.length() && name.charAt(text.length()) == '.' && name.startsWith(text)) {
				return name.replace('.', '_');
			}
		}
		return name;
	}

}
