// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.BeanResolver;
import org.springframework.expression.ConstructorResolver;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.IndexAccessor;
import org.springframework.expression.MethodResolver;
import org.springframework.expression.OperatorOverloader;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.TypeComparator;
import org.springframework.expression.TypeConverter;
import org.springframework.expression.TypeLocator;
import org.springframework.expression.TypedValue;
import org.springframework.expression.spel.support.DataBindingPropertyAccessor;
import org.springframework.expression.spel.support.SimpleEvaluationContext;

/**
 * What the expressions of one call may use: its arguments, the bean and the result, to be
 * read only. Step 6 of a request, on the thread that calls.
 * <p>
 * All the rules are those of Spring's {@link SimpleEvaluationContext}, which would copy
 * the arguments into a map for each call.
 */
final class TracedCallContext implements EvaluationContext {

	private static final SimpleEvaluationContext READ_ONLY = SimpleEvaluationContext
		.forPropertyAccessors(DataBindingPropertyAccessor.forReadOnlyAccess())
		.withInstanceMethods()
		.withAssignmentDisabled()
		.build();

	static final String BEAN = "bean";

	private final List<String> parameters;

	private final @Nullable Object[] arguments;

	private final @Nullable Object bean;

	private final @Nullable Object result;

	private TypedValue root = TypedValue.NULL;

	TracedCallContext(List<String> parameters, @Nullable Object[] arguments, @Nullable Object bean,
			@Nullable Object result) {
		this.parameters = parameters;
		this.arguments = arguments;
		this.bean = bean;
		this.result = result;
	}

	/**
	 * Makes an argument the root of the next expression.
	 * @param parameter its index
	 * @return this
	 */
	TracedCallContext withRoot(int parameter) {
		this.root = (parameter >= 0) ? new TypedValue(this.arguments[parameter]) : TypedValue.NULL;
		return this;
	}

	TracedCallContext withResult(@Nullable Object result) {
		return new TracedCallContext(this.parameters, this.arguments, this.bean, result);
	}

	@Nullable Object argument(int parameter) {
		return this.arguments[parameter];
	}

	@Override
	public @Nullable Object lookupVariable(String name) {
		for (int i = 0; i < this.arguments.length; i++) {
			if (this.parameters.get(i).equals(name)) {
				return this.arguments[i];
			}
		}
		return switch (name) {
			case BEAN -> this.bean;
			case TracedExpression.RESULT -> this.result;
			// Checked when it was parsed: p0, a0
			default -> this.arguments[Integer.parseInt(name.substring(1))];
		};
	}

	@Override
	public TypedValue getRootObject() {
		return this.root;
	}

	@Override
	public List<PropertyAccessor> getPropertyAccessors() {
		return READ_ONLY.getPropertyAccessors();
	}

	@Override
	public List<IndexAccessor> getIndexAccessors() {
		return READ_ONLY.getIndexAccessors();
	}

	@Override
	public List<ConstructorResolver> getConstructorResolvers() {
		return READ_ONLY.getConstructorResolvers();
	}

	@Override
	public List<MethodResolver> getMethodResolvers() {
		return READ_ONLY.getMethodResolvers();
	}

	@Override
	public @Nullable BeanResolver getBeanResolver() {
		return READ_ONLY.getBeanResolver();
	}

	@Override
	public TypeLocator getTypeLocator() {
		return READ_ONLY.getTypeLocator();
	}

	@Override
	public TypeConverter getTypeConverter() {
		return READ_ONLY.getTypeConverter();
	}

	@Override
	public TypeComparator getTypeComparator() {
		return READ_ONLY.getTypeComparator();
	}

	@Override
	public OperatorOverloader getOperatorOverloader() {
		return READ_ONLY.getOperatorOverloader();
	}

	@Override
	public void setVariable(String name, @Nullable Object value) {
		throw new EvaluationException("Nothing can be set");
	}

	@Override
	public boolean isAssignmentEnabled() {
		return false;
	}

}
