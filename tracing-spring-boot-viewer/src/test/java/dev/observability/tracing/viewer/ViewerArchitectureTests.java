// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Configuration;

/**
 * Tests for the arrows between the packages of the viewer, and to what may be absent.
 */
class ViewerArchitectureTests {

	private static final String ROOT = "dev.observability.tracing.viewer";

	private static final String[] SERVLETS = { "jakarta.servlet..", "org.springframework.boot.web.servlet..",
			"org.springframework.boot.webmvc..", "org.springframework.web.servlet..", "org.apache.catalina.." };

	private static final JavaClasses ours = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	@Test
	void thereAreNoCircles() {
		SlicesRuleDefinition.slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(ours);
	}

	// Spring reads all methods of a configuration, whatever its nested ones depend on
	@Test
	void everyConfigurationCanBeReadWithoutServlets() {
		ArchRuleDefinition.noMethods()
			.that()
			.areDeclaredInClassesThat()
			.areTopLevelClasses()
			.and()
			.areDeclaredInClassesThat()
			.areMetaAnnotatedWith(Configuration.class)
			.should()
			.haveRawReturnType(JavaClass.Predicates.resideInAnyPackage(SERVLETS))
			.orShould()
			.haveRawParameterTypes(DescribedPredicate.anyElementThat(JavaClass.Predicates.resideInAnyPackage(SERVLETS)))
			.check(ours);
	}

	@Test
	void callersStandAboveCallees() {
		Architectures.layeredArchitecture()
			.consideringOnlyDependenciesInAnyPackage(ROOT + "..")
			.layer("viewer")
			.definedBy(ROOT)
			.layer("page")
			.definedBy(ROOT + ".page")
			.layer("ring")
			.definedBy(ROOT + ".ring")
			.layer("otlp")
			.definedBy(ROOT + ".otlp")
			.layer("trace")
			.definedBy(ROOT + ".trace")
			.whereLayer("viewer")
			.mayNotBeAccessedByAnyLayer()
			.whereLayer("page")
			.mayOnlyBeAccessedByLayers("viewer")
			.whereLayer("ring")
			.mayOnlyBeAccessedByLayers("viewer", "page")
			.whereLayer("otlp")
			.mayOnlyBeAccessedByLayers("viewer", "page")
			.check(ours);
	}

}
