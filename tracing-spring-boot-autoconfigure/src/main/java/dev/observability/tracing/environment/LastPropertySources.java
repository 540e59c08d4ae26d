// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Moves what we publish behind the files of {@code @PropertySource}, which Spring adds
 * later and as the last, so that what the user wrote there wins as well. Start of the
 * application, main thread, before the first property is bound.
 */
final class LastPropertySources implements BeanFactoryPostProcessor {

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		MutablePropertySources sources = beanFactory.getBean(ConfigurableEnvironment.class).getPropertySources();
		moveLast(sources, TracingEnvironmentPostProcessor.FORMER_KEYS_SOURCE);
		moveLast(sources, TracingEnvironmentPostProcessor.SOURCE);
	}

	private static void moveLast(MutablePropertySources sources, String name) {
		PropertySource<?> source = sources.remove(name);
		if (source != null) {
			sources.addLast(source);
		}
	}

}
