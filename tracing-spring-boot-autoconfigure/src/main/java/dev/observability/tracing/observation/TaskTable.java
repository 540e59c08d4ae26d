// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.List;
import java.util.Set;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

/**
 * Rows of {@link ObservedTable} for what happens inside: scheduled methods, Spring Batch,
 * Spring Security. Step 6 of a request, on the thread that works.
 */
final class TaskTable {

	private static final Set<String> FAILED = Set.of("FAILED", "FAILURE");

	// @formatter:off
	static final List<KeyValueConvention> ROWS = List.of(
			KeyValueConvention.row("tasks.scheduled.execution",
						"org.springframework.scheduling.support.ScheduledTaskObservationContext")
				.kind(SpanKind.INTERNAL)
				.scheduled()
				.name((context) -> function(context, true))
				.without("code.function", "code.namespace", "exception", "outcome")
				.detail(ObservedOutcome.ERROR.and((context, span) ->
						span.setAttribute(CallAttributes.CODE_FUNCTION_NAME, function(context, false))))
				.build(),

			KeyValueConvention.row("spring.batch.job", null)
				.kind(SpanKind.INTERNAL)
				.name(ObservedName.operation("job", "spring.batch.job.name"))
				.column("spring.batch.job.name", KeyValueColumn.text(JobAttribute.NAME.key()))
				.column("spring.batch.job.executionId", KeyValueColumn.text(JobAttribute.ID.key()))
				.column("spring.batch.job.status", KeyValueColumn.word(JobAttribute.RESULT.key()))
				.detail(ObservedOutcome.errorOr("spring.batch.job.status", FAILED))
				.build(),

			KeyValueConvention.row("spring.batch.step", null)
				.kind(SpanKind.INTERNAL)
				.name(ObservedName.operation("step", "spring.batch.step.name"))
				.column("spring.batch.step.name", KeyValueColumn.text(JobAttribute.STEP_NAME.key()))
				.column("spring.batch.step.executionId", KeyValueColumn.text(JobAttribute.STEP_ID.key()))
				.column("spring.batch.step.status", KeyValueColumn.word(JobAttribute.STEP_RESULT.key()))
				.column("spring.batch.step.job.name", KeyValueColumn.text(JobAttribute.NAME.key()))
				.detail(ObservedOutcome.errorOr("spring.batch.step.status", FAILED))
				.build(),

			security("spring.security.authentications",
					"org.springframework.security.authentication.AuthenticationObservationContext"),
			security("spring.security.authorizations",
					"org.springframework.security.authorization.AuthorizationObservationContext"),
			security("spring.security.http.secured.requests", null),
			security("spring.security.http.unsecured.requests", null),
			security("spring.security.filterchains", null));
	// @formatter:on

	private TaskTable() {
	}

	// Spring Security's own names are of low cardinality and read well
	private static KeyValueConvention security(String name, @Nullable String type) {
		return KeyValueConvention.row(name, type)
			.kind(SpanKind.INTERNAL)
			.detail(ObservedOutcome.ERROR_UNLESS_DENIED)
			.build();
	}

	private static String function(Observation.Context context, boolean simple) {
		String method = ObservedValues.find(context, "code.function");
		String type = ObservedValues.find(context, "code.namespace");
		if (method == null) {
			return PlainConvention.name(context);
		}
		if (type == null || "ANONYMOUS".equals(type)) {
			return method;
		}
		return (simple ? type.substring(type.lastIndexOf('.') + 1) : type) + "." + method;
	}

}
