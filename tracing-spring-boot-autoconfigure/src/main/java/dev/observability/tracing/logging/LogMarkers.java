// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.slf4j.Marker;

/**
 * Collects the names of the markers of an event, step 7 of a request. Any thread.
 */
final class LogMarkers {

	/** On every line that came by commons-logging, as those of Spring do. */
	private static final String COMMONS_LOGGING = "COMMONS-LOGGING";

	private static final int MAX_MARKERS = 64;

	private LogMarkers() {
	}

	static Set<String> names(List<Marker> markers) {
		if (markers.size() == 1 && isNoise(markers.get(0)) && !markers.get(0).hasReferences()) {
			return Collections.emptySet();
		}
		Set<Marker> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		Set<String> names = new LinkedHashSet<>();
		markers.forEach((marker) -> collect(marker, seen, names));
		return names;
	}

	private static void collect(Marker marker, Set<Marker> seen, Set<String> names) {
		if (marker == null || seen.size() == MAX_MARKERS || !seen.add(marker)) {
			return;
		}
		if (!isNoise(marker) && !LogstashFields.isField(marker)) {
			names.add(String.valueOf(marker.getName()));
		}
		for (Iterator<Marker> references = marker.iterator(); references.hasNext();) {
			collect(references.next(), seen, names);
		}
	}

	private static boolean isNoise(Marker marker) {
		return COMMONS_LOGGING.equals(marker.getName());
	}

}
