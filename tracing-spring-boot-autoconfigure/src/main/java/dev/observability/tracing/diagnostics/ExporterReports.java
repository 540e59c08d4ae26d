// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.util.List;

/**
 * Tells how the exporters are. Each bean of this type is asked at step 11, on the thread
 * of the one who looks.
 *
 * @since 0.1.0
 */
public interface ExporterReports {

	/**
	 * The exporters as they are now.
	 * @return one report for each, none where nothing is exported
	 */
	List<ExporterReport> exporters();

	/**
	 * Whether somebody gets the spans without an exporter that is a bean, such as the
	 * trace page, or an exporter within a processor of the application.
	 * @return whether an application that exports nothing is well
	 */
	default boolean isWatched() {
		return false;
	}

}
