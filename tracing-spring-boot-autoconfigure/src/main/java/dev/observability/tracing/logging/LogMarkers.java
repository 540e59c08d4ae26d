// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.slf4j.Marker;

/**
 * Collects the markers of an event and those that they refer to, step 7 of a request. Any
 * thread. An application may bring markers of its own that refer to each other, or to
 * many: each is looked at once, and not more of them than the bound.
 */
final class LogMarkers {

	/** On every line that came by commons-logging, as those of Spring do. */
	private static final String COMMONS_LOGGING = "COMMONS-LOGGING";

	private static final int MAX_MARKERS = 64;

	private static final int MAX_REFERENCES = 1000;

	private LogMarkers() {
	}

	// The markers in the order of their references, depth first.
	static Collection<Marker> all(List<Marker> markers) {
		if (markers.size() == 1 && markers.get(0) != null && !markers.get(0).hasReferences()) {
			return markers;
		}
		Set<Marker> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		List<Marker> all = new ArrayList<>();
		Deque<Iterator<Marker>> open = new ArrayDeque<>();
		open.push(markers.iterator());
		for (int i = 0; i < MAX_REFERENCES && all.size() < MAX_MARKERS && !open.isEmpty(); i++) {
			if (!open.element().hasNext()) {
				open.pop();
				continue;
			}
			Marker marker = open.element().next();
			if (marker != null && seen.add(marker)) {
				all.add(marker);
				open.push(marker.iterator());
			}
		}
		return all;
	}

	static Set<String> names(Collection<Marker> all) {
		if (all.size() == 1 && isNoise(all.iterator().next())) {
			return Collections.emptySet();
		}
		Set<String> names = new LinkedHashSet<>();
		for (Marker marker : all) {
			if (!isNoise(marker) && !LogstashFields.isField(marker)) {
				names.add(String.valueOf(marker.getName()));
			}
		}
		return names;
	}

	private static boolean isNoise(Marker marker) {
		return COMMONS_LOGGING.equals(marker.getName());
	}

}
