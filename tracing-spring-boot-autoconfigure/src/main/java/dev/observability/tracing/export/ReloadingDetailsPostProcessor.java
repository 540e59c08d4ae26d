// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.Transport;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.StringUtils;

/**
 * Lets Boot's OTLP exporter follow its SSL bundle. Start of the application, main thread.
 * A post-processor of what tells Boot the connection rather than a customizer of the
 * exporter's builder, which refuses a second SSL context. Connection details of the
 * application, or of a container, stay as they are.
 */
final class ReloadingDetailsPostProcessor implements BeanPostProcessor {

	private static final String BOOTS = "otlpTracingConnectionDetails";

	private final ObjectProvider<OtlpTracingProperties> properties;

	private final ObjectProvider<ReloadingBundles> bundles;

	ReloadingDetailsPostProcessor(ObjectProvider<OtlpTracingProperties> properties,
			ObjectProvider<ReloadingBundles> bundles) {
		this.properties = properties;
		this.bundles = bundles;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!BOOTS.equals(beanName) || !(bean instanceof OtlpTracingConnectionDetails details)
				|| !bean.getClass().getName().startsWith(OtlpTracingConnectionDetails.class.getPackageName())) {
			return bean;
		}
		String bundle = this.properties.getObject().getSsl().getBundle();
		return StringUtils.hasText(bundle) ? new Following(details, this.bundles.getObject(), bundle) : bean;
	}

	/**
	 * Boot's details with a bundle that follows.
	 *
	 * @param details Boot's
	 * @param bundles where the bundle is
	 * @param bundle its name
	 */
	private record Following(OtlpTracingConnectionDetails details, ReloadingBundles bundles,
			String bundle) implements OtlpTracingConnectionDetails {

		@Override
		public String getUrl(Transport transport) {
			return this.details.getUrl(transport);
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return this.bundles.get(this.bundle);
		}

	}

}
