// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ArchitectureTests {

	private static final String ROOT = "dev.observability.tracing";

	private static final String FIXTURE = ROOT + ".architecture.fixture";

	private static final String IMPORTS = "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports";

	private static final JavaClasses ours = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	private static final JavaClasses broken = new ClassFileImporter().importPackages(FIXTURE);

	@Test
	void theModuleIsWhatIsChecked() {
		assertThat(ours.stream().map(JavaClass::getName)).contains(ROOT + ".JavaAgent")
			.noneMatch((name) -> name.endsWith("Tests"));
	}

	@ParameterizedTest
	@MethodSource("rules")
	void everyClassKeepsTheRule(ArchRule rule) {
		rule.check(ours);
	}

	@Test
	void everyListedAutoConfigurationExists() {
		assertThat(ours.stream().map(JavaClass::getName)).containsAll(listed());
	}

	@Test
	void autoConfigurationsAreListedInOrder() {
		assertThat(lines()).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void atLeastHalfOfTheTypesArePackagePrivate() {
		List<JavaClass> types = ours.stream()
			.filter((type) -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
			.toList();
		List<JavaClass> published = types.stream()
			.filter((type) -> type.getModifiers().contains(JavaModifier.PUBLIC))
			.toList();
		assertThat(published).hasSizeLessThanOrEqualTo(types.size() / 2);
	}

	@ParameterizedTest
	@MethodSource("violations")
	void theRuleSeesWhatBreaksIt(ArchRule rule, String violation) {
		assertThat(rule.evaluate(broken).getFailureReport().getDetails())
			.anySatisfy((detail) -> assertThat(detail).contains(violation));
	}

	@Test
	void allowedArrowsAreNoViolations() {
		assertThat(ArchitectureRules.arrows(FIXTURE).evaluate(broken).getFailureReport().getDetails())
			.noneSatisfy((detail) -> assertThat(detail).contains("AllowedFixture"));
	}

	@Test
	void aCaseChangedWithALocaleIsNoViolation() {
		assertThat(ArchitectureRules.casesAreChangedWithALocale().evaluate(broken).getFailureReport().getDetails())
			.isNotEmpty()
			.noneSatisfy((detail) -> assertThat(detail).contains("right("));
	}

	@Test
	void aPackageWithoutNullMarkedIsSeen() {
		JavaClasses others = new ClassFileImporter().importClasses(ByteBuddy.class);
		assertThat(ArchitectureRules.packagesAreNullMarked().evaluate(others).hasViolation()).isTrue();
	}

	static Stream<ArchRule> rules() {
		return Stream.of(ArchitectureRules.noPackageCycles(ROOT), ArchitectureRules.arrows(ROOT),
				ArchitectureRules.noCatchAllPackages(ROOT),
				ArchitectureRules.autoConfigurationsAreFinalWithoutPublicMembers(),
				ArchitectureRules.autoConfigurationsAre("listed", listed()),
				ArchitectureRules.beanMethodsArePackagePrivate(), ArchitectureRules.postProcessorBeanMethodsAreStatic(),
				ArchitectureRules.noConditionalOnClassOnBeanMethods(), ArchitectureRules.classesAreFinal(),
				ArchitectureRules.casesAreChangedWithALocale(), ArchitectureRules.noStandardStreams(),
				ArchitectureRules.noJavaUtilLogging(), ArchitectureRules.noOptionalFieldsOrParameters(),
				ArchitectureRules.packagesAreNullMarked(), ArchitectureRules.propertiesAreRecords());
	}

	static Stream<Arguments> violations() {
		ArchRule autoConfigurations = ArchitectureRules.autoConfigurationsAreFinalWithoutPublicMembers();
		ArchRule optional = ArchitectureRules.noOptionalFieldsOrParameters();
		ArchRule cases = ArchitectureRules.casesAreChangedWithALocale();
		return Stream.of(Arguments.of(ArchitectureRules.noPackageCycles(FIXTURE), "Slice looped"),
				Arguments.of(ArchitectureRules.arrows(FIXTURE), "ForbiddenArrowFixture"),
				Arguments.of(ArchitectureRules.noCatchAllPackages(FIXTURE), "HiddenFixture"),
				Arguments.of(autoConfigurations, "does not have modifier FINAL"),
				Arguments.of(autoConfigurations, "CarelessAutoConfiguration.field> is public"),
				Arguments.of(autoConfigurations, "CarelessAutoConfiguration.bean()> is public"),
				Arguments.of(ArchitectureRules.autoConfigurationsAre("listed", listed()), "is not listed"),
				Arguments.of(ArchitectureRules.beanMethodsArePackagePrivate(), "bean()"),
				Arguments.of(ArchitectureRules.postProcessorBeanMethodsAreStatic(), ".postProcessor()"),
				Arguments.of(ArchitectureRules.postProcessorBeanMethodsAreStatic(), ".factoryPostProcessor()"),
				Arguments.of(ArchitectureRules.noConditionalOnClassOnBeanMethods(), "conditional()"),
				Arguments.of(ArchitectureRules.classesAreFinal(), "CarelessPostProcessor"),
				Arguments.of(cases, "called("), Arguments.of(cases, "referenced("),
				Arguments.of(optional, "OptionalUser.field"), Arguments.of(optional, "OptionalUser.take("),
				Arguments.of(ArchitectureRules.propertiesAreRecords(), "CarelessProperties"));
	}

	private static Set<String> listed() {
		return lines().stream().collect(Collectors.toSet());
	}

	private static List<String> lines() {
		try (InputStream stream = ArchitectureTests.class.getClassLoader().getResourceAsStream(IMPORTS)) {
			return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
