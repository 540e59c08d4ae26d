// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;

/**
 * An environment as it stands when Boot calls the post-processor, with nothing of this
 * machine in it.
 */
final class MappedEnvironment {

	private final StandardEnvironment environment = new StandardEnvironment();

	private final Map<String, Object> properties = new LinkedHashMap<>();

	private final Map<String, String> variables = new LinkedHashMap<>();

	private @Nullable String buildInfo;

	private boolean agent;

	MappedEnvironment() {
		this.environment.getPropertySources().remove("systemProperties");
		this.environment.getPropertySources()
			.replace("systemEnvironment",
					new SystemEnvironmentPropertySource("systemEnvironment", Map.copyOf(this.variables)));
	}

	MappedEnvironment property(String key, Object value) {
		this.properties.put(key, value);
		return this;
	}

	MappedEnvironment variable(String name, String value) {
		this.variables.put(name, value);
		return this;
	}

	MappedEnvironment profiles(String... profiles) {
		this.environment.setActiveProfiles(profiles);
		return this;
	}

	MappedEnvironment buildInfo(String text) {
		this.buildInfo = text;
		return this;
	}

	MappedEnvironment agent() {
		this.agent = true;
		return this;
	}

	/**
	 * Calls the post-processor.
	 * @return what can be read afterwards
	 */
	PropertyLookup map() {
		this.environment.getPropertySources()
			.replace("systemEnvironment",
					new SystemEnvironmentPropertySource("systemEnvironment", Map.copyOf(this.variables)));
		this.environment.getPropertySources().addFirst(new MapPropertySource("application", this.properties));
		ConfigurationPropertySources.attach(this.environment);
		String text = this.buildInfo;
		DefaultResourceLoader resources = new DefaultResourceLoader() {

			@Override
			public Resource getResource(String location) {
				return (text != null) ? new ByteArrayResource(text.getBytes(StandardCharsets.ISO_8859_1))
						: super.getResource("classpath:none/" + Properties.class.getName());
			}

		};
		new TracingEnvironmentPostProcessor((supplier) -> supplier.get()).map(this.environment, resources,
				this.variables, this.agent);
		return new PropertyLookup(this.environment);
	}

}
