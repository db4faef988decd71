package finance.flowlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import finance.flowlet.platform.FlowletConfig;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The program keeps to its [Walls], and each wall falls over a violation that is planted for it: a rule
/// that cannot fail protects nothing.
class ArchitectureTest {
    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ArchitectureTest::isOfTheProgram)
            .importPackages("finance.flowlet");

    /// For each rule the planted class that breaks it.
    private static final Map<String, String> PLANTED = Map.ofEntries(
            Map.entry("no domain knows another domain", "payments.ReachesIntoTheLedger"),
            Map.entry("no domain shows more than its verticles", "ledger.Books"),
            Map.entry("no contract has behaviour to inherit", "contract.ledger.Inheritable"),
            Map.entry(
                    "no contract knows more than ids, money, the bus, problems and proofs",
                    "contract.ledger.KnowsADomain"),
            Map.entry("no HTTP outside the gateway", "payments.SpeaksHttp"),
            Map.entry("no Redis outside the gateway", "payments.AsksRedis"),
            Map.entry("no SQL outside stores and the platform", "payments.AsksTheDatabase"),
            Map.entry("no clock and no randomness but those that are handed in", "payments.LooksAtTheClock"),
            Map.entry("no printing outside the program's entrance", "payments.Prints"),
            Map.entry("no waiting on an event loop", "payments.Waits"),
            Map.entry("no floating point near money", "money.Approximate"),
            Map.entry("no question from the ledger to anybody", "ledger.AsksPayments"),
            Map.entry("no package without a word on nulls", "silent.SaysNothing"),
            Map.entry("no name that says nothing", "payments.PaymentManager"));

    @TestFactory
    Stream<DynamicTest> theProgramKeeps() {
        return new Walls("finance.flowlet")
                .all().entrySet().stream()
                        .map(rule -> DynamicTest.dynamicTest(
                                rule.getKey(), () -> rule.getValue().check(PROGRAM)));
    }

    @TestFactory
    Stream<DynamicTest> aViolationIsFoundWhen() {
        var planted = new ClassFileImporter().importPackages("planted");
        return new Walls("planted")
                .all().entrySet().stream()
                        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> {
                            var found = rule.getValue()
                                    .evaluate(planted)
                                    .getFailureReport()
                                    .getDetails();
                            assertTrue(
                                    found.stream()
                                            .anyMatch(line -> line.contains("planted." + PLANTED.get(rule.getKey()))),
                                    found::toString);
                        }));
    }

    @Test
    void everyForbiddenCallIsFound() {
        var planted = new ClassFileImporter().importPackages("planted");
        var found = new Walls("planted")
                .all().values().stream()
                        .map(rule -> rule.evaluate(planted).getFailureReport().getDetails())
                        .flatMap(Collection::stream)
                        .filter(line -> line.contains("LooksAtTheClock.forbidden"))
                        .map(line -> line.replaceAll(".*\\.(forbidden\\w+)\\(.*", "$1"))
                        .distinct()
                        .count();

        assertEquals(8, found);
    }

    /// A key that can be set and changes nothing is a promise that is not kept.
    @Test
    void everyKeyOfTheConfigurationHasAnEffect() {
        var withoutEffect = PROGRAM.stream()
                .filter(type -> type.getName().startsWith(FlowletConfig.class.getName()))
                .flatMap(type -> type.getMethods().stream()
                        .filter(method -> method.getRawParameterTypes().isEmpty()
                                && type.tryGetField(method.getName()).isPresent()))
                .filter(key -> key.getAccessesToSelf().stream().allMatch(ArchitectureTest::isByTheLoader))
                .map(JavaMember::getFullName)
                .toList();

        assertEquals(List.of(), withoutEffect);
    }

    private static boolean isByTheLoader(JavaAccess<?> access) {
        return access.getOriginOwner().getName().matches(".*\\.platform\\.(FlowletConfig|Config).*");
    }

    private static boolean isOfTheProgram(Location location) {
        return !location.contains("/finance/flowlet/servers/")
                && !location.contains("/finance/flowlet/client/")
                && !location.contains("/test-classes/");
    }
}
