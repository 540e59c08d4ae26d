// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.http;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Scope;
import org.springframework.core.Ordered;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

class HttpAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class, HttpAutoConfiguration.class));

	@Test
	void observesEveryKindOfBeanByDefault() {
		this.runner.withUserConfiguration(OwnBeans.class).run((context) -> {
			for (Object client : clients(context)) {
				assertThat(registryOf(client)).isSameAs(context.getBean(ObservationRegistry.class));
			}
		});
	}

	@Test
	void observesNothingWhenSwitchedOff() {
		this.runner.withUserConfiguration(OwnBeans.class)
			.withPropertyValues("observability.tracing.http.enabled=false")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(HttpAutoConfiguration.class)
					.doesNotHaveBean(RestClientPostProcessor.class)
					.doesNotHaveBean(WebClientPostProcessor.class);
				for (Object client : clients(context)) {
					assertThat(registryOf(client)).isSameAs(ObservationRegistry.NOOP);
				}
			});
	}

	@Test
	void staysWhileTracingIsOffBecauseItPassesTracesOn() {
		this.runner.withUserConfiguration(OwnBeans.class)
			.withPropertyValues("observability.tracing.enabled=false")
			.run((context) -> {
				for (Object client : clients(context)) {
					assertThat(registryOf(client)).isSameAs(context.getBean(ObservationRegistry.class));
				}
			});
	}

	@Test
	void theRegistryThatTheApplicationSetWins() {
		this.runner.withUserConfiguration(OwnRegistry.class).run((context) -> {
			for (Object client : clients(context)) {
				assertThat(registryOf(client)).isSameAs(OwnRegistry.REGISTRY);
			}
			assertThat(context.getBean(RestClient.class)).isSameAs(OwnRegistry.CLIENT);
			assertThat(context.getBean(WebClient.class)).isSameAs(OwnRegistry.WEB_CLIENT);
		});
	}

	@Test
	void worksWithoutWebClient() {
		this.runner.withClassLoader(new FilteredClassLoader(WebClient.class))
			.withBean("client", RestClient.class, RestClient::create)
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(WebClientPostProcessor.class);
				assertThat(registryOf(context.getBean(RestClient.class)))
					.isSameAs(context.getBean(ObservationRegistry.class));
			});
	}

	@Test
	void worksWithoutSpringWeb() {
		this.runner.withClassLoader(new FilteredClassLoader(RestClient.class, RestTemplate.class))
			.withBean("client", WebClient.class, WebClient::create)
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(RestClientPostProcessor.class);
				assertThat(registryOf(context.getBean(WebClient.class)))
					.isSameAs(context.getBean(ObservationRegistry.class));
			});
	}

	@Test
	void itsPropertiesAreBound() {
		this.runner
			.run((context) -> assertThat(context.getBean(HttpProperties.class)).isEqualTo(new HttpProperties(true)));
	}

	@Test
	void clientsStayAsTheyAreWithoutARegistryBean() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HttpAutoConfiguration.class))
			.withUserConfiguration(OwnBeans.class)
			.run((context) -> {
				for (Object client : clients(context)) {
					assertThat(registryOf(client)).isSameAs(ObservationRegistry.NOOP);
				}
			});
	}

	@Test
	void clientsStayAsTheyAreWithSeveralRegistriesToChooseFrom() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HttpAutoConfiguration.class))
			.withBean("one", ObservationRegistry.class, ObservationRegistry::create)
			.withBean("other", ObservationRegistry.class, ObservationRegistry::create)
			.withUserConfiguration(OwnBeans.class)
			.run((context) -> {
				for (Object client : clients(context)) {
					assertThat(registryOf(client)).isSameAs(ObservationRegistry.NOOP);
				}
			});
	}

	@Test
	void aClientOfSpringBootsBuilderIsNotReplaced() {
		this.runner
			.withConfiguration(AutoConfigurations.of(RestClientAutoConfiguration.class,
					RestClientObservationAutoConfiguration.class))
			.withUserConfiguration(ClientOfBootsBuilder.class)
			.run((context) -> {
				ClientOfBootsBuilder configuration = context.getBean(ClientOfBootsBuilder.class);
				assertThat(context.getBean(RestClient.class)).isSameAs(configuration.made);
				assertThat(registryOf(context.getBean(RestClient.class)))
					.isSameAs(context.getBean(ObservationRegistry.class));
			});
	}

	@Test
	void keepsWhatElseTheApplicationSet() {
		this.runner.withUserConfiguration(Customized.class).run((context) -> {
			DirectFieldAccessor restClient = new DirectFieldAccessor(context.getBean(RestClient.class));
			assertThat(restClient.getPropertyValue("clientRequestFactory")).isSameAs(Customized.REQUEST_FACTORY);
			assertThat(restClient.getPropertyValue("interceptors")).isEqualTo(List.of(Customized.INTERCEPTOR));
			assertThat(restClient.getPropertyValue("observationConvention")).isSameAs(Customized.CONVENTION);
			assertThat((List<?>) restClient.getPropertyValue("messageConverters")).first()
				.isSameAs(Customized.CONVERTER);
			assertThat(restClient.getPropertyValue("defaultHeaders")).hasToString("[X-Own:\"1\"]");
			RestTemplate template = context.getBean(RestTemplate.class);
			assertThat(template.getInterceptors()).containsExactly(Customized.INTERCEPTOR);
			assertThat(template.getMessageConverters()).singleElement().isSameAs(Customized.CONVERTER);
			assertThat(template.getObservationConvention()).isSameAs(Customized.CONVENTION);
			DirectFieldAccessor webClient = new DirectFieldAccessor(context.getBean(WebClient.class));
			assertThat(webClient.getPropertyValue("filterFunctions")).isSameAs(Customized.FILTER);
			assertThat(webClient.getPropertyValue("defaultHeaders")).hasToString("[X-Own:\"1\"]");
		});
	}

	@Test
	void ownImplementationsAndMocksAreLeftAlone() {
		RestClient mock = Mockito.mock(RestClient.class);
		RestClient.Builder mockBuilder = Mockito.mock(RestClient.Builder.class);
		RestTemplate mockTemplate = Mockito.mock(RestTemplate.class);
		WebClient mockWebClient = Mockito.mock(WebClient.class);
		WebClient.Builder mockWebBuilder = Mockito.mock(WebClient.Builder.class);
		this.runner.withBean("client", RestClient.class, () -> mock)
			.withBean("builder", RestClient.Builder.class, () -> mockBuilder)
			.withBean("template", RestTemplate.class, () -> mockTemplate)
			.withBean("webClient", WebClient.class, () -> mockWebClient)
			.withBean("webBuilder", WebClient.Builder.class, () -> mockWebBuilder)
			.run((context) -> {
				assertThat(context.getBean("client")).isSameAs(mock);
				assertThat(context.getBean("webClient")).isSameAs(mockWebClient);
				Mockito.verifyNoInteractions(mock, mockBuilder, mockWebClient, mockWebBuilder);
				Mockito.verify(mockTemplate, Mockito.never()).setObservationRegistry(Mockito.any());
			});
	}

	@Test
	void observesWhatFactoryBeansMake() {
		this.runner.withBean("client", RestClientFactoryBean.class)
			.run((context) -> assertThat(registryOf(context.getBean(RestClient.class)))
				.isSameAs(context.getBean(ObservationRegistry.class)));
	}

	@Test
	void observesTheClientBehindAProxy() {
		this.runner.withBean("proxying", ProxyingPostProcessor.class)
			.withBean("client", RestClient.class, RestClient::create)
			.run((context) -> {
				Object proxy = context.getBean("client");
				assertThat(proxy).isInstanceOf(Advised.class);
				Object target = ((Advised) proxy).getTargetSource().getTarget();
				assertThat(registryOf(target)).isSameAs(context.getBean(ObservationRegistry.class));
			});
	}

	@Test
	void qualifiersAndPrimaryStillSelect() {
		this.runner.withUserConfiguration(TwoClients.class).run((context) -> {
			TwoClients.Users users = context.getBean(TwoClients.Users.class);
			assertThat(users.primary()).isSameAs(context.getBean("first"));
			assertThat(users.qualified()).isSameAs(context.getBean("second")).isNotSameAs(users.primary());
			assertThat(context).getBeanNames(RestClient.class).containsExactly("first", "second");
		});
	}

	@Test
	void prototypeBuildersAreObservedFromManyThreads() {
		this.runner.withUserConfiguration(PrototypeBuilder.class).run((context) -> {
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			Set<Object> builders = ConcurrentHashMap.newKeySet();
			CountDownLatch start = new CountDownLatch(1);
			ExecutorService executor = Executors.newFixedThreadPool(8);
			List<? extends Future<?>> calls = IntStream.range(0, 8).mapToObj((thread) -> executor.submit(() -> {
				start.await();
				for (int i = 0; i < 50; i++) {
					builders.add(context.getBean(RestClient.Builder.class));
				}
				return null;
			})).toList();
			start.countDown();
			for (Future<?> call : calls) {
				call.get();
			}
			executor.shutdown();
			assertThat(builders).hasSize(400)
				.allSatisfy((builder) -> assertThat(registryOf(builder)).isSameAs(registry));
		});
	}

	@Test
	void aClientThatTheTracerNeedsIsLeftAloneAndTheStartSucceeds() {
		this.runner.withUserConfiguration(ExportingHandler.class, ClientOfTheTracer.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(registryOf(context.getBean(RestClient.class))).isSameAs(ObservationRegistry.NOOP);
			assertHandlerIsCalled(context);
		});
	}

	@Test
	void aClientThatTheTracerNeedsIsLeftAloneWhenItIsCreatedFirst() {
		this.runner.withUserConfiguration(ClientOfTheTracer.class, ExportingHandler.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(registryOf(context.getBean(RestClient.class))).isSameAs(ObservationRegistry.NOOP);
			assertHandlerIsCalled(context);
		});
	}

	@Test
	void aBrokenRegistryStillStopsTheStart() {
		this.runner.withBean("client", RestClient.class, RestClient::create)
			.withBean("broken", BrokenHandler.class)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessage("broken"));
	}

	private static void assertHandlerIsCalled(ApplicationContext context) {
		Observation.start("test", context.getBean(ObservationRegistry.class)).stop();
		assertThat(context.getBean(RecordingHandler.class).stopped).hasSize(1);
	}

	private static List<Object> clients(ApplicationContext context) {
		return List.of(context.getBean(RestClient.class), context.getBean(RestClient.Builder.class),
				context.getBean(RestTemplate.class), context.getBean(WebClient.class),
				context.getBean(WebClient.Builder.class));
	}

	private static @Nullable Object registryOf(@Nullable Object client) {
		return new DirectFieldAccessor(Objects.requireNonNull(client)).getPropertyValue("observationRegistry");
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		@Bean
		RestClient restClient() {
			return RestClient.create();
		}

		@Bean
		RestClient.Builder restClientBuilder() {
			return RestClient.builder();
		}

		@Bean
		RestTemplate restTemplate() {
			return new RestTemplate();
		}

		@Bean
		WebClient webClient() {
			return WebClient.create();
		}

		@Bean
		WebClient.Builder webClientBuilder() {
			return WebClient.builder();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRegistry {

		static final ObservationRegistry REGISTRY = ObservationRegistry.create();

		static final RestClient CLIENT = RestClient.builder().observationRegistry(REGISTRY).build();

		static final WebClient WEB_CLIENT = WebClient.builder().observationRegistry(REGISTRY).build();

		@Bean
		RestClient restClient() {
			return CLIENT;
		}

		@Bean
		RestClient.Builder restClientBuilder() {
			return RestClient.builder().observationRegistry(REGISTRY);
		}

		@Bean
		RestTemplate restTemplate() {
			RestTemplate template = new RestTemplate();
			template.setObservationRegistry(REGISTRY);
			return template;
		}

		@Bean
		WebClient webClient() {
			return WEB_CLIENT;
		}

		@Bean
		WebClient.Builder webClientBuilder() {
			return WebClient.builder().observationRegistry(REGISTRY);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ClientOfBootsBuilder {

		@Nullable RestClient made;

		@Bean
		RestClient restClient(RestClient.Builder builder) {
			RestClient client = builder.build();
			this.made = client;
			return client;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customized {

		static final ClientHttpRequestFactory REQUEST_FACTORY = new SimpleClientHttpRequestFactory();

		static final ClientHttpRequestInterceptor INTERCEPTOR = (request, body, execution) -> execution.execute(request,
				body);

		static final StringHttpMessageConverter CONVERTER = new StringHttpMessageConverter();

		static final ClientRequestObservationConvention CONVENTION = new DefaultClientRequestObservationConvention(
				"own");

		static final ExchangeFilterFunction FILTER = (request, next) -> next.exchange(request);

		@Bean
		RestClient restClient() {
			return RestClient.builder()
				.requestFactory(REQUEST_FACTORY)
				.requestInterceptor(INTERCEPTOR)
				.configureMessageConverters((converters) -> converters.addCustomConverter(CONVERTER))
				.observationConvention(CONVENTION)
				.defaultHeader("X-Own", "1")
				.build();
		}

		@Bean
		RestTemplate restTemplate() {
			RestTemplate template = new RestTemplate(List.of(CONVERTER));
			template.getInterceptors().add(INTERCEPTOR);
			template.setObservationConvention(CONVENTION);
			return template;
		}

		@Bean
		WebClient webClient() {
			return WebClient.builder().filter(FILTER).defaultHeader("X-Own", "1").build();
		}

	}

	static class RestClientFactoryBean implements FactoryBean<RestClient> {

		@Override
		public RestClient getObject() {
			return RestClient.create();
		}

		@Override
		public Class<?> getObjectType() {
			return RestClient.class;
		}

	}

	/** Wraps clients as an aspect around them does. */
	static class ProxyingPostProcessor implements BeanPostProcessor, Ordered {

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			return (bean instanceof RestClient) ? new ProxyFactory(bean).getProxy() : bean;
		}

		@Override
		public int getOrder() {
			return 0;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoClients {

		@Bean
		@Primary
		RestClient first() {
			return RestClient.create();
		}

		@Bean
		RestClient second() {
			return RestClient.create();
		}

		@Bean
		Users users(RestClient primary, @Qualifier("second") RestClient qualified) {
			return new Users(primary, qualified);
		}

		record Users(RestClient primary, RestClient qualified) {

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrototypeBuilder {

		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		RestClient.Builder builder() {
			return RestClient.builder();
		}

	}

	/**
	 * As an exporter that sends by HTTP: the registry needs the handler, that a client.
	 */
	@Configuration(proxyBeanMethods = false)
	static class ExportingHandler {

		@Bean
		RecordingHandler exportingHandler(RestClient client) {
			return new RecordingHandler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ClientOfTheTracer {

		@Bean
		RestClient client() {
			return RestClient.create();
		}

	}

	static class RecordingHandler implements ObservationHandler<Observation.Context> {

		final Set<Observation.Context> stopped = ConcurrentHashMap.newKeySet();

		@Override
		public void onStop(Observation.Context context) {
			this.stopped.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	static class BrokenHandler extends RecordingHandler {

		BrokenHandler(ObjectProvider<String> unused) {
			throw new IllegalStateException("broken");
		}

	}

}
