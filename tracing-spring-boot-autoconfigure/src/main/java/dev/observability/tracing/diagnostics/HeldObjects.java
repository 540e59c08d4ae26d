// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * What the application's own beans hold in their fields, where no post-processor sees it:
 * a client or an executor that was made by hand. Looks at singletons that exist, of
 * classes in the packages of the application, and calls nothing of them. Step 11, on the
 * thread of the one who asks; never throws.
 *
 * @since 0.1.0
 */
public final class HeldObjects {

	/** More than anybody reads. */
	private static final int MAX_FOUND = 50;

	private final BiPredicate<Object, Object> wanted;

	private final ApplicationClasses classes;

	private final Map<String, Object> found = new TreeMap<>();

	private HeldObjects(ConfigurableListableBeanFactory beans, BiPredicate<Object, Object> wanted) {
		this.wanted = wanted;
		this.classes = ApplicationClasses.of(beans);
	}

	/**
	 * Looks for objects.
	 * @param beans the beans of the application
	 * @param wanted which objects, by the bean that holds one and the object
	 * @return at most fifty of them by the names of their fields, such as
	 * {@code com.example.Orders.client}
	 */
	public static Map<String, Object> find(ConfigurableListableBeanFactory beans, BiPredicate<Object, Object> wanted) {
		HeldObjects held = new HeldObjects(beans, wanted);
		for (String name : beans.getSingletonNames()) {
			Object bean = beans.getSingleton(name);
			if (bean != null && !(bean instanceof FactoryBean<?>)) {
				held.lookAt(bean);
			}
		}
		return held.found;
	}

	private void lookAt(Object bean) {
		Object target = target(bean);
		Class<?> type = ClassUtils.getUserClass(target);
		// What a lambda captured has no name that anybody knows
		while (type != null && this.classes.contain(type.getName()) && !ClassUtils.isLambdaClass(type)) {
			for (Field field : fields(type)) {
				Object value = value(field, target);
				if (value != null && this.found.size() < MAX_FOUND && this.wanted.test(target, value)) {
					this.found.put(type.getName() + "." + field.getName(), value);
				}
			}
			type = type.getSuperclass();
		}
	}

	private static Object target(Object bean) {
		try {
			Object target = AopProxyUtils.getSingletonTarget(bean);
			return (target != null) ? target : bean;
		}
		catch (RuntimeException ex) {
			return bean;
		}
	}

	// A class that speaks of what is not there has none
	private static Field[] fields(Class<?> type) {
		try {
			return type.getDeclaredFields();
		}
		catch (LinkageError ex) {
			return new Field[0];
		}
	}

	// What a module or a native image does not open stays unseen
	private static @Nullable Object value(Field field, Object target) {
		try {
			field.setAccessible(true);
			return field.get(target);
		}
		catch (ReflectiveOperationException | RuntimeException | LinkageError ex) {
			return null;
		}
	}

}
