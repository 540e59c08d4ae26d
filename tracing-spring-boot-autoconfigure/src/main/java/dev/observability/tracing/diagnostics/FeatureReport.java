// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.util.Map;
import java.util.TreeMap;

import dev.observability.tracing.ConditionalOnTracingFeature;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport.ConditionAndOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport.ConditionAndOutcomes;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.core.env.Environment;

/**
 * Which features are on, and why the others are not. Read from the auto-configurations of
 * ours and what Spring Boot decided about them. Step 11, on the thread of the one who
 * asks.
 */
final class FeatureReport {

	private static final String ROOT = ConditionalOnTracingFeature.class.getPackageName() + ".";

	private static final String SUFFIX = "AutoConfiguration";

	private static final String ROOT_KEY = "observability.tracing.";

	private final ConfigurableListableBeanFactory beans;

	private final Environment environment;

	FeatureReport(ConfigurableListableBeanFactory beans, Environment environment) {
		this.beans = beans;
		this.environment = environment;
	}

	/**
	 * The features by their names.
	 * @return {@code on}, or the conditions that did not match
	 */
	Map<String, Object> features() {
		Map<String, Object> features = new TreeMap<>();
		Map<String, ConditionAndOutcomes> outcomes = ConditionEvaluationReport.get(this.beans)
			.getConditionAndOutcomesBySource();
		for (String configuration : ImportCandidates.load(AutoConfiguration.class, this.beans.getBeanClassLoader())) {
			if (configuration.startsWith(ROOT) && configuration.endsWith(SUFFIX)) {
				String state = this.beans.containsBean(configuration) ? "on" : why(outcomes.get(configuration));
				// A feature of two configurations is on where one of them is
				features.merge(name(configuration), state, (one, other) -> "on".equals(one) ? one : other);
				// Parts of some stay, such as the API by hand
				features.computeIfPresent(name(configuration), (feature, each) -> switched(feature, each));
			}
		}
		return features;
	}

	private Object switched(String feature, Object state) {
		String key = ROOT_KEY + feature + ".enabled";
		boolean off = "on".equals(state) && "false".equals(this.environment.getProperty(key));
		return off ? "off: " + key + " is false" : state;
	}

	private static String name(String configuration) {
		String packageName = configuration.substring(ROOT.length(), configuration.lastIndexOf('.'));
		return packageName.substring(packageName.lastIndexOf('.') + 1);
	}

	private static String why(@Nullable ConditionAndOutcomes outcomes) {
		if (outcomes != null) {
			for (ConditionAndOutcome outcome : outcomes) {
				if (!outcome.getOutcome().isMatch()) {
					return "off: " + outcome.getOutcome().getMessage();
				}
			}
		}
		return "off: left out";
	}

}
