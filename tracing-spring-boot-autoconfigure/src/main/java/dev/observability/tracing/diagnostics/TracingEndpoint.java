// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import dev.observability.tracing.DiagnosticsSection;
import dev.observability.tracing.InstrumentationScope;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@code /actuator/tracing}: what is in effect, what became of the spans, and what is
 * wrong. Step 11, on the thread of the one who asks. Reads only; like Boot's own, it
 * answers nobody before the application exposes it.
 *
 * @since 0.1.0
 */
@Endpoint(id = "tracing", defaultAccess = Access.READ_ONLY)
public final class TracingEndpoint {

	private static final String DOCTOR = "doctor";

	private static final String EXPORTERS = "exporters";

	private static final String FEATURES = "features";

	private final FeatureReport features;

	private final ObjectProvider<DiagnosticsContributor> contributors;

	private final ObjectProvider<ExporterReports> exporters;

	private final ObjectProvider<DiagnosticsSection> sections;

	private final Doctor doctor;

	private final ReportMask mask;

	TracingEndpoint(FeatureReport features, ObjectProvider<DiagnosticsContributor> contributors,
			ObjectProvider<ExporterReports> exporters, ObjectProvider<DiagnosticsSection> sections, Doctor doctor,
			ReportMask mask) {
		this.features = features;
		this.contributors = contributors;
		this.exporters = exporters;
		this.sections = sections;
		this.doctor = doctor;
		this.mask = mask;
	}

	/**
	 * Everything but what has a path of its own: the doctor's findings, and long lists.
	 * @return a section for each feature
	 */
	@ReadOperation
	public Map<String, Object> tracing() {
		Map<String, Object> report = new LinkedHashMap<>();
		report.put("version", String.valueOf(InstrumentationScope.version()));
		report.put("more", more());
		report.put(FEATURES, this.features.features());
		report.put(EXPORTERS, exporters());
		this.contributors.orderedStream().forEach((each) -> report.put(each.feature(), asked(each::facts)));
		return OperationResponseBody.of(this.mask.mask(report));
	}

	// What can be asked for and is not in the answer to all
	private Set<String> more() {
		Set<String> more = new TreeSet<>();
		more.add(DOCTOR);
		this.sections.orderedStream().forEach((each) -> more.add(each.name()));
		return more;
	}

	/**
	 * One section, or what is wrong.
	 * @param section {@code doctor}, or the name of a section
	 * @return {@code null} where there is no such section
	 */
	@ReadOperation
	public @Nullable Map<String, Object> section(@Selector String section) {
		Map<String, ?> report = switch (section) {
			case DOCTOR -> Map.of("findings", this.doctor.examine().stream().map(Finding::toMap).toList());
			case EXPORTERS -> Map.of(EXPORTERS, exporters());
			case FEATURES -> this.features.features();
			default -> ofOthers(section);
		};
		return (report != null) ? OperationResponseBody.of(this.mask.mask(report)) : null;
	}

	private @Nullable Map<String, ?> ofOthers(String section) {
		for (DiagnosticsContributor contributor : this.contributors.orderedStream().toList()) {
			if (contributor.feature().equals(section)) {
				return asked(contributor::facts);
			}
		}
		for (DiagnosticsSection each : this.sections.orderedStream().toList()) {
			if (each.name().equals(section)) {
				return asked(each::content);
			}
		}
		return null;
	}

	private List<Map<String, Object>> exporters() {
		return this.exporters.orderedStream()
			.flatMap((each) -> Doctor.of(each).stream())
			.map(ExporterReport::toMap)
			.toList();
	}

	// One that fails must not hide the others
	private static Map<String, ?> asked(Supplier<Map<String, ?>> facts) {
		try {
			return facts.get();
		}
		catch (RuntimeException | LinkageError ex) {
			return Map.of("unknown", ex.getClass().getName());
		}
	}

}
