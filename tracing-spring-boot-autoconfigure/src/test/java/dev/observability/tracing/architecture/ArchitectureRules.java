// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.architecture;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The rules, each for any root package, so that classes made to break them show that they
 * can. A rule whose subject does not exist yet holds.
 */
final class ArchitectureRules {

	/** Below the root package: what every feature may use. The root itself is "". */
	private static final Set<String> FOR_ALL = Set.of("", "propagation", "redaction", "prepared", "diagnostics");

	/** What else a feature may use: the interfaces that the other one owns for it. */
	private static final Map<String, Set<String>> ARROWS = Map.of("sampling.tail", Set.of("sampling", "export"),
			"metrics", Set.of("export"), "traced", Set.of("job"), "export.spool", Set.of("export"), "viewer",
			Set.of("export"));

	private ArchitectureRules() {
	}

	static ArchRule noPackageCycles(String root) {
		return SlicesRuleDefinition.slices()
			.assignedFrom(new PackageAssignment(root))
			.should()
			.beFreeOfCycles()
			.allowEmptyShould(true);
	}

	static ArchRule arrows(String root) {
		return ArchRuleDefinition.classes()
			.that()
			.resideInAPackage(root + "..")
			.should(condition("use only the features that theirs may use", (type, events) -> {
				for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
					JavaClass target = dependency.getTargetClass().getBaseComponentType();
					if (!mayUse(feature(root, type), feature(root, target))) {
						events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
					}
				}
			}))
			.allowEmptyShould(true);
	}

	static ArchRule noCatchAllPackages(String root) {
		return ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(root + "..")
			.should()
			.resideInAnyPackage("..util..", "..utils..", "..common..", "..support..", "..internal..", "..impl..",
					"..helper..")
			.allowEmptyShould(true);
	}

	static ArchRule autoConfigurationsAreFinalWithoutPublicMembers() {
		return ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.andShould(condition("have no public members",
					(type, events) -> type.getMembers()
						.stream()
						.filter((member) -> !(member instanceof JavaConstructor))
						.filter((member) -> member.getModifiers().contains(JavaModifier.PUBLIC))
						.forEach((member) -> violated(events, member, "is public"))))
			.allowEmptyShould(true);
	}

	static ArchRule autoConfigurationsAre(String description, Set<String> listed) {
		return ArchRuleDefinition.classes()
			.that()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.should()
			.beAnnotatedWith(AutoConfiguration.class)
			.andShould(condition("be " + description, (type, events) -> {
				if (!listed.contains(type.getName())) {
					violated(events, type, "is not " + description);
				}
			}))
			.allowEmptyShould(true);
	}

	static ArchRule beanMethodsArePackagePrivate() {
		return ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(Bean.class)
			.should()
			.bePackagePrivate()
			.allowEmptyShould(true);
	}

	static ArchRule postProcessorBeanMethodsAreStatic() {
		DescribedPredicate<JavaClass> postProcessor = JavaClass.Predicates.assignableTo(BeanPostProcessor.class)
			.or(JavaClass.Predicates.assignableTo(BeanFactoryPostProcessor.class));
		return ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(Bean.class)
			.and()
			.haveRawReturnType(postProcessor)
			.should()
			.beStatic()
			.because("they are needed before the configuration class can be made")
			.allowEmptyShould(true);
	}

	static ArchRule noConditionalOnClassOnBeanMethods() {
		return ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(Bean.class)
			.should()
			.notBeAnnotatedWith(ConditionalOnClass.class)
			.because("the class that declares them would be loaded with their types")
			.allowEmptyShould(true);
	}

	static ArchRule classesAreFinal() {
		return ArchRuleDefinition.classes()
			.that()
			.areNotInterfaces()
			.and()
			.areNotEnums()
			.and()
			.areNotAnonymousClasses()
			.and()
			.doNotHaveModifier(JavaModifier.ABSTRACT)
			.and(DescribedPredicate.describe("are neither configuration nor extended nor package-info",
					(JavaClass type) -> !type.isMetaAnnotatedWith(Configuration.class) && type.getSubclasses().isEmpty()
							&& !type.getSimpleName().equals("package-info")))
			.should()
			.haveModifier(JavaModifier.FINAL)
			.allowEmptyShould(true);
	}

	static ArchRule casesAreChangedWithALocale() {
		return ArchRuleDefinition.noClasses()
			.should()
			.accessTargetWhere(DescribedPredicate.describe("toLowerCase() or toUpperCase() without a Locale",
					(access) -> access.getTargetOwner().isEquivalentTo(String.class)
							&& Set.of("toLowerCase", "toUpperCase").contains(access.getTarget().getName())
							&& !access.getTarget().getFullName().contains("Locale")))
			.because("a Turkish i is none")
			.allowEmptyShould(true);
	}

	static ArchRule noStandardStreams() {
		return GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.allowEmptyShould(true);
	}

	static ArchRule noJavaUtilLogging() {
		return ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.resideInAPackage("java.util.logging..")
			.because("what we log goes through the application's logging")
			.allowEmptyShould(true);
	}

	static ArchRule noOptionalFieldsOrParameters() {
		return ArchRuleDefinition.members().should(condition("neither hold nor take an Optional", (member, events) -> {
			boolean holds = member instanceof JavaField field && field.getRawType().isEquivalentTo(Optional.class);
			boolean takes = member instanceof JavaCodeUnit unit && !isSynthetic(unit)
					&& unit.getRawParameterTypes().stream().anyMatch((type) -> type.isEquivalentTo(Optional.class));
			if (holds || takes) {
				violated(events, member, "holds or takes an Optional");
			}
		})).allowEmptyShould(true);
	}

	static ArchRule packagesAreNullMarked() {
		return ArchRuleDefinition.classes().should(condition("reside in a @NullMarked package", (type, events) -> {
			if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
				violated(events, type, "resides in a package without @NullMarked");
			}
		})).allowEmptyShould(true);
	}

	static ArchRule propertiesAreRecords() {
		return ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(ConfigurationProperties.class)
			.should()
			.beRecords()
			.allowEmptyShould(true);
	}

	private static boolean mayUse(@Nullable String user, @Nullable String used) {
		return user == null || used == null || user.equals(used) || FOR_ALL.contains(used)
				|| ARROWS.getOrDefault(user, Set.of()).contains(used);
	}

	// The package below the root; null outside of it
	private static @Nullable String feature(String root, JavaClass type) {
		String name = type.getPackageName();
		if (name.equals(root)) {
			return "";
		}
		return name.startsWith(root + ".") ? name.substring(root.length() + 1) : null;
	}

	private static boolean isSynthetic(JavaCodeUnit unit) {
		return unit instanceof JavaMethod && unit.getModifiers().contains(JavaModifier.SYNTHETIC);
	}

	private static void violated(ConditionEvents events, JavaClass type, String what) {
		events.add(SimpleConditionEvent.violated(type, type.getDescription() + " " + what));
	}

	private static void violated(ConditionEvents events, JavaMember member, String what) {
		events.add(SimpleConditionEvent.violated(member, member.getDescription() + " " + what));
	}

	private static <T> ArchCondition<T> condition(String description, Check<T> check) {
		return new ArchCondition<>(description) {

			@Override
			public void check(T item, ConditionEvents events) {
				check.check(item, events);
			}

		};
	}

	/** A lambda for a condition. */
	private interface Check<T> {

		void check(T item, ConditionEvents events);

	}

	/** Each package is a slice, the root's own too. */
	private record PackageAssignment(String root) implements SliceAssignment {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass type) {
			String feature = feature(this.root, type);
			return (feature != null) ? SliceIdentifier.of(feature) : SliceIdentifier.ignore();
		}

		@Override
		public String getDescription() {
			return "the packages of " + this.root;
		}

	}

}
