// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.PriorityBlockingQueue;

import dev.observability.tracing.diagnostics.Confidence;
import dev.observability.tracing.diagnostics.Finding;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextSnapshotFactory;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

class PropagationDiagnosticsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PropagationAutoConfiguration.class,
				TaskExecutionAutoConfiguration.class, TaskSchedulingAutoConfiguration.class))
		.withInitializer((context) -> AutoConfigurationPackages
			.register((BeanDefinitionRegistry) context.getBeanFactory(), getClass().getPackageName()))
		.withPropertyValues("spring.task.execution.propagate-context=true");

	@Test
	void executorsOfSpringPassItOn() {
		this.runner.withUserConfiguration(Scheduling.class).withBean(ThreadPoolTaskExecutor.class).run((context) -> {
			assertThat(context.getBeansOfType(Executor.class)).hasSizeGreaterThan(1);
			assertThat(findings(context)).isEmpty();
		});
	}

	@Test
	void anExecutorThatIsNotNamedIsFound() {
		this.runner.withBean("plain", Executor.class, () -> Runnable::run)
			.run((context) -> assertThat(findings(context)).singleElement().satisfies((finding) -> {
				assertThat(finding.confidence()).isEqualTo(Confidence.MEDIUM);
				assertThat(finding.seen()).contains("'plain'");
				assertThat(finding.fix()).contains("observability.tracing.propagation.executors");
			}));
	}

	@Test
	void oneThatIsNamedIsNot() {
		this.runner.withBean("plain", Executor.class, () -> Runnable::run)
			.withPropertyValues("observability.tracing.propagation.executors=plain")
			.run((context) -> assertThat(findings(context)).isEmpty());
	}

	@Test
	void oneThatTheApplicationWrappedIsNot() {
		this.runner
			.withBean("wrapped", ExecutorService.class,
					() -> ContextExecutorService.wrap(new ForkJoinPool(1),
							ContextSnapshotFactory.builder().build()::captureAll))
			.run((context) -> assertThat(findings(context)).isEmpty());
	}

	@Test
	void oneOfSpringWithAQueueOfItsOwnIsFoundUnlessItHasADecorator() {
		this.runner.withBean("ordered", Ordered.class)
			.run((context) -> assertThat(findings(context)).singleElement()
				.satisfies((finding) -> assertThat(finding.fix()).contains("ContextPropagatingTaskDecorator")));
		this.runner.withBean("ordered", Ordered.class, () -> {
			Ordered executor = new Ordered();
			executor.setTaskDecorator(new ContextPropagatingTaskDecorator());
			return executor;
		}).run((context) -> assertThat(findings(context)).isEmpty());
	}

	@Test
	void whatABeanMadeItselfIsFoundWithLittleConfidence() {
		this.runner.withBean(Holder.class, () -> new Holder(new ForkJoinPool(1)))
			.run((context) -> assertThat(findings(context)).singleElement().satisfies((finding) -> {
				assertThat(finding.confidence()).isEqualTo(Confidence.LOW);
				assertThat(finding.seen()).contains(Holder.class.getName() + ".executor");
			}));
	}

	@Test
	void whatABeanWasGivenIsNot() {
		this.runner.withPropertyValues("observability.tracing.propagation.executors=plain")
			.withUserConfiguration(Given.class)
			.run((context) -> assertThat(findings(context)).isEmpty());
	}

	@Test
	void contextThatIsSwitchedOffIsFound() {
		this.runner.withPropertyValues("spring.task.execution.propagate-context=false")
			.run((context) -> assertThat(findings(context)).singleElement().satisfies((finding) -> {
				assertThat(finding.confidence()).isEqualTo(Confidence.HIGH);
				assertThat(finding.seen()).contains("spring.task.execution.propagate-context is false");
			}));
	}

	@Test
	void tellsWhatWasDropped() {
		this.runner.run((context) -> {
			context.getBean(PropagationLosses.class).add(PropagationLoss.TRACEPARENT_MALFORMED);
			assertThat(context.getBean(PropagationDiagnostics.class).facts().toString())
				.contains("traceparent_malformed=1");
		});
	}

	private static List<Finding> findings(ApplicationContext context) {
		return context.getBean(PropagationDiagnostics.class).findings();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Scheduling {

	}

	@Configuration(proxyBeanMethods = false)
	static class Given {

		@Bean
		Executor plain() {
			return Runnable::run;
		}

		@Bean
		Holder holder(Executor plain) {
			return new Holder(plain);
		}

	}

	static final class Holder {

		final Executor executor;

		Holder(Executor executor) {
			this.executor = executor;
		}

	}

	static final class Ordered extends ThreadPoolTaskExecutor {

		@Override
		protected BlockingQueue<Runnable> createQueue(int queueCapacity) {
			return new PriorityBlockingQueue<>();
		}

	}

}
