// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.EvaluationContext;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelCompilerMode;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.SpelParserConfiguration;
import org.springframework.expression.spel.ast.Assign;
import org.springframework.expression.spel.ast.BeanReference;
import org.springframework.expression.spel.ast.ConstructorReference;
import org.springframework.expression.spel.ast.FunctionReference;
import org.springframework.expression.spel.ast.OpDec;
import org.springframework.expression.spel.ast.OpInc;
import org.springframework.expression.spel.ast.Projection;
import org.springframework.expression.spel.ast.Selection;
import org.springframework.expression.spel.ast.TypeReference;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/**
 * An expression of an annotation, parsed and checked at the start, compiled to byte code
 * once it has been used often. Evaluated at step 6 of a request, on the thread that
 * calls.
 */
final class TracedExpression {

	static final String RESULT = "result";

	private static final String ELEMENT = "this";

	/** An expression that needs more is a method of its own. */
	private static final int MAX_CHARACTERS = 1_000;

	private static final String FIX = "Use the parameters of the method by their names or as #p0, #bean and #result,"
			+ " their properties and methods";

	private final SpelExpression expression;

	private final boolean usesResult;

	private TracedExpression(SpelExpression expression, boolean usesResult) {
		this.expression = expression;
		this.usesResult = usesResult;
	}

	/**
	 * Parses an expression.
	 * @param text the expression
	 * @param variables names that it may use
	 * @param method method that it stands at
	 * @return the expression
	 * @throws InvalidTracedMethodException if it does not parse, or does more than read
	 */
	static TracedExpression parse(String text, Set<String> variables, Method method) {
		if (text.length() > MAX_CHARACTERS) {
			throw new InvalidTracedMethodException(method, text.substring(0, 40) + "…", MAX_CHARACTERS,
					"it has more than " + MAX_CHARACTERS + " characters", "Move it into a method of the bean");
		}
		SpelExpression expression = parse(text, method);
		boolean usesResult = check(expression.getAST(), variables, text, method);
		return new TracedExpression(expression, usesResult);
	}

	private static SpelExpression parse(String text, Method method) {
		ClassLoader classLoader = method.getDeclaringClass().getClassLoader();
		SpelParserConfiguration configuration = new SpelParserConfiguration(SpelCompilerMode.MIXED, classLoader);
		try {
			return new SpelExpressionParser(configuration).parseRaw(text);
		}
		catch (ParseException ex) {
			throw new InvalidTracedMethodException(method, text, ex.getPosition(), ex.getSimpleMessage(), FIX);
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			throw new InvalidTracedMethodException(method, text, 0, String.valueOf(ex.getMessage()), FIX);
		}
	}

	private static boolean check(@Nullable SpelNode node, Set<String> variables, String text, Method method) {
		if (node == null) {
			return false;
		}
		String problem = problem(node, variables);
		if (problem != null) {
			throw new InvalidTracedMethodException(method, text, node.getStartPosition(), problem, FIX);
		}
		boolean usesResult = node instanceof VariableReference && variable(node).equals(RESULT);
		Set<String> inside = (node instanceof Selection || node instanceof Projection) ? withElement(variables)
				: variables;
		for (int i = 0; i < node.getChildCount(); i++) {
			usesResult |= check(node.getChild(i), inside, text, method);
		}
		return usesResult;
	}

	// What is selected or projected has no other name
	private static Set<String> withElement(Set<String> variables) {
		Set<String> inside = new HashSet<>(variables);
		inside.add(ELEMENT);
		return inside;
	}

	private static @Nullable String problem(SpelNode node, Set<String> variables) {
		if (node instanceof TypeReference) {
			return "types are not available";
		}
		if (node instanceof ConstructorReference) {
			return "constructors are not available";
		}
		if (node instanceof BeanReference) {
			return "other beans are not available";
		}
		if (node instanceof FunctionReference) {
			return "there are no functions";
		}
		if (node instanceof Assign || node instanceof OpInc || node instanceof OpDec) {
			return "it must not change anything";
		}
		if (node instanceof VariableReference && !variables.contains(variable(node))) {
			return "#" + variable(node) + " is unknown here";
		}
		return null;
	}

	private static String variable(SpelNode reference) {
		return reference.toStringAST().substring(1);
	}

	/**
	 * Whether it can be evaluated only after the call.
	 * @return whether it uses what the method returned
	 */
	boolean usesResult() {
		return this.usesResult;
	}

	/**
	 * Evaluates the expression.
	 * @param context what it may use
	 * @return its value
	 * @throws RuntimeException whatever a property or method of the application throws
	 */
	@Nullable Object evaluate(EvaluationContext context) {
		return this.expression.getValue(context);
	}

}
