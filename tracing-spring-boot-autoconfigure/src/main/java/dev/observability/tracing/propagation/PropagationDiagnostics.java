// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.observability.tracing.diagnostics.Confidence;
import dev.observability.tracing.diagnostics.DiagnosticsContributor;
import dev.observability.tracing.diagnostics.Finding;
import dev.observability.tracing.diagnostics.FindingCode;
import dev.observability.tracing.diagnostics.HeldObjects;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Tells what was not passed on, and which executors pass nothing on. Step 11, on the
 * thread of the one who asks.
 */
final class PropagationDiagnostics implements DiagnosticsContributor {

	private static final String SWITCH = "spring.task.execution.propagate-context";

	private final ConfigurableListableBeanFactory beans;

	private final ObjectProvider<TaskThreads> threads;

	private final PropagationLosses losses;

	PropagationDiagnostics(ConfigurableListableBeanFactory beans, ObjectProvider<TaskThreads> threads,
			PropagationLosses losses) {
		this.beans = beans;
		this.threads = threads;
		this.losses = losses;
	}

	@Override
	public String feature() {
		return "propagation";
	}

	@Override
	public Map<String, ?> facts() {
		Map<String, Object> dropped = new LinkedHashMap<>();
		for (PropagationLoss reason : PropagationLoss.values()) {
			dropped.put(reason.name().toLowerCase(Locale.ROOT), this.losses.count(reason));
		}
		return Map.of("dropped", dropped, "executorsPassContextOn", this.threads.getIfAvailable() != null);
	}

	@Override
	public List<Finding> findings() {
		TaskThreads threads = this.threads.getIfAvailable();
		if (threads == null) {
			return ClassUtils.isPresent("io.micrometer.context.ContextExecutorService", null)
					? List.of(finding(Confidence.HIGH, "No executor passes the context on: " + SWITCH + " is false",
							"Remove that property, or set it to true"))
					: List.of();
		}
		ExecutorExamination examination = new ExecutorExamination(this.beans, threads);
		List<Finding> findings = new ArrayList<>();
		examination.beans()
			.forEach((name,
					mayBeNamed) -> findings.add(finding(Confidence.MEDIUM,
							"Tasks of the executor bean '" + name + "' do not know the span of who gives them",
							mayBeNamed ? "Name it in " + TaskThreads.KEY
									: "Set a ContextPropagatingTaskDecorator where the bean is made")));
		Set<String> held = HeldObjects.find(this.beans, (owner, value) -> examination.isUnseen(value)).keySet();
		if (!held.isEmpty()) {
			findings.add(finding(Confidence.LOW,
					"Tasks of executors that are no beans do not know the span of who gives them: "
							+ String.join(", ", held),
					"Where the tasks belong to requests, make the executor a bean and name it in " + TaskThreads.KEY
							+ ", or wrap it by ContextExecutorService"));
		}
		return findings;
	}

	private static Finding finding(Confidence confidence, String seen, String fix) {
		return new Finding(FindingCode.EXECUTOR_WITHOUT_CONTEXT, confidence, seen, fix);
	}

}
