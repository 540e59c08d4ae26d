// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.observability.tracing.environment.KnownSettings.Setting;
import dev.observability.tracing.redaction.Redactor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

/**
 * The settings that are in effect, and where each came from. Step 11, on the thread of
 * the one who asks.
 * <p>
 * Numbers, switches and choices are shown; of texts only those that are listed here, and
 * what looks like a URL without its secrets. All others, and those to come, are told to
 * be set and no more.
 */
final class SettingsReport {

	private static final String HIDDEN = "******";

	private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("observability.tracing");

	/** Below {@link OtlpMapping#PREFIX}, or below the name of a further back end. */
	private static final Pattern SHOWN_TEXT = Pattern
		.compile("observability\\.tracing\\." + "(endpoint|environment|service-(name|namespace|version)|ssl-bundle"
				+ "|export\\.otlp\\.[^.]+\\.(enabled|endpoint|protocol|insecure|compression|timeout|ssl-bundle)"
				+ "|correlation\\.(accepted-headers|header|trace-id-header)|logging\\.mdc\\.[a-z-]+-key"
				+ "|observation\\.(client|server)\\.(request|response)-headers"
				+ "|propagation\\.(environment\\.baggage-keys|executors|outbound\\.(trace-context-)?hosts)"
				+ "|sampling\\.drop\\.paths)");

	/** What ours become, and what decides beside them. */
	private static final List<String> MANAGEMENT = List.of("management.opentelemetry.enabled",
			"management.tracing.export.enabled", "management.tracing.export.otlp.enabled", OtlpMapping.ENDPOINT,
			OtlpMapping.TRANSPORT, OtlpMapping.OTLP + "compression", OtlpMapping.OTLP + "timeout",
			OtlpMapping.OTLP + "connect-timeout", OtlpMapping.OTLP + "ssl.bundle",
			"management.opentelemetry.tracing.sampler", OtlpMapping.PROBABILITY, ExportDefaults.QUEUE_SIZE,
			ExportDefaults.BATCH_SIZE, "management.opentelemetry.tracing.export.schedule-delay",
			"management.opentelemetry.tracing.export.timeout",
			"management.opentelemetry.tracing.export.include-unsampled", "management.tracing.propagation.type",
			"management.tracing.propagation.produce", "management.tracing.propagation.consume",
			"management.tracing.exemplars.include", "spring.task.execution.propagate-context",
			"spring.reactor.context-propagation");

	private static final Set<String> SHOWN_ATTRIBUTES = Set.of("service.name", "service.version", "service.namespace",
			"service.instance.id", "deployment.environment.name", "deployment.environment");

	private final PropertyLookup lookup;

	private final KnownSettings known;

	SettingsReport(PropertyLookup lookup, KnownSettings known) {
		this.lookup = lookup;
		this.known = known;
	}

	/**
	 * The settings by their names.
	 * @return for each its value and its origin
	 */
	Map<String, Object> settings() {
		Map<String, Object> settings = new TreeMap<>();
		for (Setting setting : this.known.all()) {
			add(settings, setting.name(), setting.isPlain() || isShown(setting.name()), setting.defaultValue());
		}
		for (ConfigurationPropertyName name : written()) {
			if (this.known.get(name) == null) {
				add(settings, name.toString(), isShown(name.toString()), null);
				markUnknown(settings, name);
			}
		}
		MANAGEMENT.forEach((name) -> add(settings, name, true, null));
		addEntries(settings, OtlpMapping.OTLP + "headers", Set.of());
		addEntries(settings, ResourceDefaults.ATTRIBUTES, SHOWN_ATTRIBUTES);
		return settings;
	}

	private void addEntries(Map<String, Object> settings, String map, Set<String> shown) {
		this.lookup.map(map).forEach((key, value) -> {
			String name = map + "[" + key + "]";
			settings.put(name, entry(shown.contains(key) ? mask(value) : HIDDEN, origin(name, map + "." + key)));
		});
	}

	private static boolean isShown(String name) {
		return SHOWN_TEXT.matcher(name).matches();
	}

	// Of lists the whole, of maps each entry
	private Set<ConfigurationPropertyName> written() {
		Set<ConfigurationPropertyName> names = new LinkedHashSet<>();
		ConfigurationPropertySources.get(this.lookup.environment()).forEach((source) -> {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				names(iterable).filter(OURS::isAncestorOf).map(SettingsReport::withoutIndex).forEach(names::add);
			}
		});
		return names;
	}

	private static Stream<ConfigurationPropertyName> names(IterableConfigurationPropertySource source) {
		try {
			return source.stream();
		}
		catch (RuntimeException ex) {
			return Stream.empty();
		}
	}

	private static ConfigurationPropertyName withoutIndex(ConfigurationPropertyName name) {
		return (name.isLastElementIndexed() && isNumber(name)) ? name.getParent() : name;
	}

	private static boolean isNumber(ConfigurationPropertyName name) {
		return name.getLastElement(ConfigurationPropertyName.Form.ORIGINAL).chars().allMatch(Character::isDigit);
	}

	private void add(Map<String, Object> settings, String name, boolean shown, @Nullable String defaultValue) {
		String value = value(name);
		if (value == null && defaultValue == null) {
			return;
		}
		settings.put(name, entry(shown ? mask((value != null) ? value : String.valueOf(defaultValue)) : HIDDEN,
				(value != null) ? origin(name, name + "[0]") : "default"));
	}

	private static Map<String, Object> entry(String value, String origin) {
		Map<String, Object> entry = new LinkedHashMap<>();
		entry.put("value", value);
		entry.put("origin", origin);
		return entry;
	}

	private @Nullable String value(String name) {
		String value = this.lookup.value(name);
		return (value != null) ? value : list(name);
	}

	private @Nullable String list(String name) {
		try {
			List<String> values = Binder.get(this.lookup.environment())
				.bind(name, Bindable.listOf(String.class))
				.orElse(List.of());
			return values.isEmpty() ? null : String.join(",", values);
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	// What has an @ and no scheme may be an endpoint with a password, which is refused
	// only where tracing is on
	private static String mask(String value) {
		if (value.contains("://")) {
			return Redactor.standard().url(value);
		}
		return (value.indexOf('@') >= 0) ? HIDDEN : Redactor.standard().urls(value);
	}

	// Lists are written by their elements, entries of maps with brackets or without
	private String origin(String name, String other) {
		boolean isOther = this.lookup.origin(name) == null && ConfigurationPropertyName.isValid(other)
				&& this.lookup.origin(other) != null;
		String key = isOther ? other : name;
		String origin = this.lookup.describe(key);
		return origin.startsWith(key + " from ") ? origin.substring(key.length() + " from ".length()) : origin;
	}

	@SuppressWarnings("unchecked")
	private void markUnknown(Map<String, Object> settings, ConfigurationPropertyName name) {
		if (!this.known.isKnown(name) && settings.get(name.toString()) instanceof Map<?, ?> entry) {
			((Map<String, Object>) entry).put("unknown", true);
		}
	}

}
