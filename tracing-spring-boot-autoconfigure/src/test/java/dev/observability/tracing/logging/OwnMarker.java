// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.util.Iterator;
import java.util.List;

import org.slf4j.Marker;

/**
 * A marker of an application, with any references.
 */
final class OwnMarker implements Marker {

	private static final long serialVersionUID = 1L;

	private final String name;

	private transient Iterable<Marker> references = List.of();

	OwnMarker(String name) {
		this.name = name;
	}

	OwnMarker refer(Iterable<Marker> references) {
		this.references = references;
		return this;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public void add(Marker reference) {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean remove(Marker reference) {
		return false;
	}

	@Override
	@SuppressWarnings("deprecation")
	public boolean hasChildren() {
		return hasReferences();
	}

	@Override
	public boolean hasReferences() {
		return this.references.iterator().hasNext();
	}

	@Override
	public Iterator<Marker> iterator() {
		return this.references.iterator();
	}

	@Override
	public boolean contains(Marker other) {
		return this == other;
	}

	@Override
	public boolean contains(String name) {
		return this.name.equals(name);
	}

}
