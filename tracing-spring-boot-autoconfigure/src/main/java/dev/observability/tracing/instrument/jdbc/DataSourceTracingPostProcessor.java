// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.Advisor;
import org.springframework.aop.SpringProxy;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.support.NameMatchMethodPointcutAdvisor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.core.NativeDetector;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Puts a proxy around each {@link DataSource} bean that hands out traced connections.
 * Start of the application, the thread that creates the bean; never throws: a data source
 * that cannot be proxied is left alone with one WARN.
 * <p>
 * Only {@code getConnection} is intercepted. The proxy extends the class of the bean, so
 * that it can still be injected as {@code HikariDataSource}. A class that is final, or
 * has a final method, which would read the empty fields of the proxy, gets a proxy of its
 * interfaces when its bean is declared as an interface, and is else left alone: a proxy
 * would break injection by its type. The tracer is not touched before the first
 * connection.
 */
final class DataSourceTracingPostProcessor
		implements SmartInstantiationAwareBeanPostProcessor, BeanFactoryAware, Ordered {

	private static final Log logger = LogFactory.getLog(DataSourceTracingPostProcessor.class);

	private static final String OPENTELEMETRY_JDBC = "io.opentelemetry.instrumentation.jdbc.";

	private final ObjectProvider<JdbcTracing> tracing;

	/** Beans that another one got before they were ready; empty after the start. */
	private final Set<String> earlyReferences = ConcurrentHashMap.newKeySet();

	private @Nullable ConfigurableListableBeanFactory beanFactory;

	DataSourceTracingPostProcessor(ObjectProvider<JdbcTracing> tracing) {
		this.tracing = tracing;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = (beanFactory instanceof ConfigurableListableBeanFactory factory) ? factory : null;
	}

	/** Last, to stand outside of what other post-processors put around the bean. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	// Beans in a circle: all of them must see the proxy, or Spring ends the start
	@Override
	public Object getEarlyBeanReference(Object bean, String beanName) {
		if (bean instanceof DataSource) {
			this.earlyReferences.add(beanName);
		}
		return traced(bean, beanName);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return this.earlyReferences.remove(beanName) ? bean : traced(bean, beanName);
	}

	private Object traced(Object bean, String beanName) {
		if (!(bean instanceof DataSource dataSource) || bean instanceof ScopedObject) {
			return bean;
		}
		if (bean.getClass().getName().startsWith(OPENTELEMETRY_JDBC)) {
			logger.warn("DataSource '" + beanName + "' is traced by OpenTelemetry's JDBC library already and is left "
					+ "as it is. Remove that library to get the starter's spans.");
			return bean;
		}
		if (NativeDetector.inNativeImage()) {
			logger.warn("DataSource '" + beanName + "' gets no JDBC spans: a native image makes no proxies.");
			return bean;
		}
		Advisor advisor = advisor(dataSource);
		try {
			if (bean instanceof Advised advised && !advised.isFrozen()) {
				advised.addAdvisor(0, advisor);
				return bean;
			}
			return proxy(bean, beanName, advisor);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("DataSource '" + beanName + "' gets no JDBC spans: no proxy can be made of its class "
					+ bean.getClass().getName() + ".", ex);
			return bean;
		}
	}

	private Advisor advisor(DataSource dataSource) {
		NameMatchMethodPointcutAdvisor advisor = new NameMatchMethodPointcutAdvisor(
				new ConnectionInterceptor(this.tracing, dataSource.getClass()));
		advisor.setMappedName("getConnection");
		return advisor;
	}

	private Object proxy(Object bean, String beanName, Advisor advisor) {
		ProxyFactory factory = new ProxyFactory(bean);
		factory.addAdvisor(advisor);
		// Nothing is added later, and Spring need not look for what to call each time
		factory.setFrozen(true);
		if (canBeExtended(bean.getClass())) {
			factory.setProxyTargetClass(true);
			try {
				return factory.getProxy(classLoader(bean));
			}
			catch (RuntimeException | LinkageError ex) {
				logger.debug("No class-based proxy for DataSource '" + beanName + "'", ex);
				factory.setProxyTargetClass(false);
			}
		}
		if (isDeclaredAsInterface(beanName)) {
			return factory.getProxy(classLoader(bean));
		}
		logger.warn("DataSource '" + beanName + "' gets no JDBC spans: its class " + bean.getClass().getName()
				+ " is final, has a final method or cannot be extended for another reason, and its bean is declared "
				+ "with that class. Declare the return type of the @Bean method as javax.sql.DataSource.");
		return bean;
	}

	private static boolean canBeExtended(Class<?> type) {
		if (Modifier.isFinal(type.getModifiers()) || Modifier.isPrivate(type.getModifiers()) || type.isHidden()) {
			return false;
		}
		for (Method method : type.getMethods()) {
			int modifiers = method.getModifiers();
			boolean ofObject = method.getDeclaringClass() == Object.class;
			if (Modifier.isFinal(modifiers) && !Modifier.isStatic(modifiers) && !ofObject) {
				return false;
			}
		}
		return true;
	}

	private boolean isDeclaredAsInterface(String beanName) {
		ConfigurableListableBeanFactory factory = this.beanFactory;
		if (factory == null || !factory.containsBeanDefinition(beanName)) {
			return true;
		}
		BeanDefinition definition = factory.getMergedBeanDefinition(beanName);
		Class<?> type = definition.getResolvableType().resolve();
		if (type != null && FactoryBean.class.isAssignableFrom(type)) {
			// Its product is injected as what the factory says it makes
			type = factory.getType(beanName, false);
		}
		return type == null || type.isInterface() || !DataSource.class.isAssignableFrom(type);
	}

	// The pool of a servlet container knows no Spring, and the proxy needs both
	private static @Nullable ClassLoader classLoader(Object bean) {
		ClassLoader classLoader = bean.getClass().getClassLoader();
		boolean knowsSpring = classLoader != null && ClassUtils.isVisible(SpringProxy.class, classLoader);
		return knowsSpring ? classLoader : DataSourceTracingPostProcessor.class.getClassLoader();
	}

}
