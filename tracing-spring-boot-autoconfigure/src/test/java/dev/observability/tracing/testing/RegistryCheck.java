// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.observability.tracing.testing.RegistryFinding.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Judges what a collector stored by the registry of OpenTelemetry's semantic conventions:
 * names, types, and what the definition of the span demands. Any thread.
 */
public final class RegistryCheck {

	private static final Registry registry = Registry.load();

	private static final String OWN_SCOPES = "dev.observability.tracing";

	/** What each resource has; the others only where one attribute of theirs is there. */
	private static final Set<String> ENTITIES = Set.of("service", "service.instance", "telemetry.sdk");

	private final SpanDefinitions definitions = new SpanDefinitions(registry);

	private final Set<String> own;

	private final Set<String> former;

	private RegistryCheck(Set<String> own, Set<String> former) {
		this.own = own;
		this.former = former;
	}

	/**
	 * Creates a check that knows the registry only.
	 * @return a check
	 */
	public static RegistryCheck create() {
		return new RegistryCheck(Set.of(), Set.of());
	}

	/**
	 * Allows names of our own.
	 * @param names such as {@code correlation.id}
	 * @return a check that allows them too
	 * @throws IllegalArgumentException when one is inside a registered namespace
	 */
	public RegistryCheck allowing(String... names) {
		for (String name : names) {
			if (name.indexOf('.') < 0 || registry.isNamespace(name.substring(0, name.indexOf('.')))) {
				throw new IllegalArgumentException("'" + name + "' must have a namespace that is not registered");
			}
		}
		return new RegistryCheck(with(this.own, names), this.former);
	}

	/**
	 * Allows deprecated names, as asked for by {@code semantic-conventions=both}.
	 * @param names such as {@code db.system}
	 * @return a check that allows them too
	 */
	public RegistryCheck allowingFormer(String... names) {
		return new RegistryCheck(this.own, with(this.former, names));
	}

	private static Set<String> with(Set<String> names, String... more) {
		Set<String> all = new HashSet<>(names);
		Collections.addAll(all, more);
		return all;
	}

	/**
	 * The version of the registry.
	 * @return such as {@code 1.44.0}
	 */
	public static String version() {
		return registry.version();
	}

	/**
	 * Returns today's name of an attribute.
	 * @param name a name of today or one that has been renamed
	 * @return the name of today, or the same where nothing replaced it one to one
	 */
	public static String today(String name) {
		String replacement = registry.replacement(name);
		return (replacement != null && registry.type(replacement) != null) ? replacement : name;
	}

	/**
	 * Judges a span with its events, links, scope and resource.
	 * @param span as it was received
	 * @return what is wrong, empty when nothing is
	 */
	public List<RegistryFinding> check(ReceivedSpan span) {
		List<RegistryFinding> findings = new ArrayList<>();
		attributes("span", span.attributes(), findings);
		span.events().forEach((event) -> attributes("event " + event.name(), event.attributes(), findings));
		span.links().forEach((link) -> attributes("link", link.attributes(), findings));
		definitions(span, findings);
		scope(span, findings);
		attributes("resource", span.resource(), findings);
		entities(span.resource(), findings);
		return findings;
	}

	private void attributes(String where, Map<String, Object> attributes, List<RegistryFinding> findings) {
		attributes.forEach((name, value) -> {
			RegistryFinding finding = attribute(where, name, value);
			if (finding != null) {
				findings.add(finding);
			}
		});
	}

	private @Nullable RegistryFinding attribute(String where, String name, Object value) {
		if (this.own.contains(name) || this.former.contains(name)) {
			return null;
		}
		String replacement = registry.replacement(name);
		if (replacement != null) {
			return new RegistryFinding(Kind.DEPRECATED, where, name, "today: " + replacement);
		}
		String type = registry.type(name);
		if (type == null) {
			return new RegistryFinding(Kind.UNKNOWN, where, name, "is not in the registry");
		}
		if (!isOfType(type, value)) {
			return new RegistryFinding(Kind.TYPE, where, name,
					"%s is a %s and not %s".formatted(value, value.getClass().getSimpleName(), type));
		}
		List<String> values = registry.values(name);
		boolean allowed = values.isEmpty() || values.contains(String.valueOf(value));
		return allowed ? null : new RegistryFinding(Kind.VALUE, where, name, value + " is not one of " + values);
	}

	private static boolean isOfType(String type, Object value) {
		if (type.endsWith("[]")) {
			String element = type.substring(0, type.length() - 2);
			return value instanceof List<?> list
					&& list.stream().allMatch((item) -> item != null && isOfType(element, item));
		}
		return switch (type) {
			case "string" -> value instanceof String;
			case "enum" -> value instanceof String || value instanceof Long;
			case "int" -> value instanceof Long;
			case "double" -> value instanceof Double;
			case "boolean" -> value instanceof Boolean;
			default -> true;
		};
	}

	private void definitions(ReceivedSpan span, List<RegistryFinding> findings) {
		List<Registry.Definition> matching = this.definitions.of(span);
		if (matching.isEmpty() && !span.kind().equals("INTERNAL")) {
			findings.add(new RegistryFinding(Kind.NO_DEFINITION, "span", span.kind(),
					"'%s' is described by no definition".formatted(span.name())));
		}
		for (Registry.Definition definition : matching) {
			missing("span", definition, span.attributes(), findings);
			new ConditionCheck(span, findings).check(definition);
		}
	}

	private void entities(Map<String, Object> resource, List<RegistryFinding> findings) {
		for (Registry.Definition entity : registry.entities()) {
			boolean there = entity.others().stream().anyMatch(resource::containsKey)
					|| entity.required().stream().anyMatch(resource::containsKey);
			if (there || ENTITIES.contains(entity.name())) {
				missing("resource", entity, resource, findings);
			}
		}
	}

	private static void missing(String where, Registry.Definition definition, Map<String, Object> attributes,
			List<RegistryFinding> findings) {
		definition.required()
			.stream()
			.filter((name) -> !attributes.containsKey(name))
			.forEach((name) -> findings
				.add(new RegistryFinding(Kind.MISSING, where, name, "is required by " + definition.name())));
	}

	private static void scope(ReceivedSpan span, List<RegistryFinding> findings) {
		if (span.scope().isEmpty()) {
			findings.add(new RegistryFinding(Kind.MISSING, "scope", "name", "is empty"));
		}
		if (!span.scope().startsWith(OWN_SCOPES)) {
			return;
		}
		if (span.scopeVersion().isEmpty()) {
			findings.add(new RegistryFinding(Kind.MISSING, "scope", "version", "of " + span.scope()));
		}
		String schema = "https://opentelemetry.io/schemas/" + registry.version();
		if (!span.schemaUrl().equals(schema)) {
			findings.add(new RegistryFinding(Kind.VALUE, "scope", "schema URL",
					"'%s' of %s is not %s".formatted(span.schemaUrl(), span.scope(), schema)));
		}
	}

}
