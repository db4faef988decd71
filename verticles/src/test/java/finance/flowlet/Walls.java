package finance.flowlet;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/// The walls between the parts of the program, as rules over the packages below `root`. Each name says what
/// is absent.
record Walls(String root) {
    /// What every domain may use. All other packages below the root are domains.
    private static final String[] SHARED = {"contract", "bus", "money", "id", "problem", "platform", "proof", "text"};

    /// Every rule by its name.
    Map<String, ArchRule> all() {
        var rules = new LinkedHashMap<String, ArchRule>();
        rules.put("no domain knows another domain", domainsAreIndependent());
        rules.put("no domain shows more than its verticles", onlyVerticlesArePublic());
        rules.put("no contract has behaviour to inherit", contractsAreValues());
        rules.put("no contract knows more than ids, money, the bus, problems and proofs", contractsAreSelfContained());
        rules.put("no HTTP outside the gateway", only("io.vertx.ext.web..", below("gateway")));
        rules.put("no Redis outside the gateway", only("io.vertx.redis..", below("gateway")));
        rules.put("no SQL outside stores and the platform", sqlIsInStores());
        rules.put("no clock and no randomness but those that are handed in", timeAndChanceAreInjected());
        rules.put("no printing outside the program's entrance", nobodyPrints());
        rules.put("no waiting on an event loop", nobodyAwaits());
        rules.put("no floating point near money", moneyIsIntegral());
        rules.put("no question from the ledger to anybody", ledgerAsksNobody());
        rules.put("no package without a word on nulls", everyPackageIsNullMarked());
        rules.put("no name that says nothing", namesSaySomething());
        return rules;
    }

    private ArchRule domainsAreIndependent() {
        return slices().matching(root + ".(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(alwaysTrue(), resideInAnyPackage(below(SHARED)));
    }

    private ArchRule onlyVerticlesArePublic() {
        return classes()
                .that(areInDomains())
                .and()
                .areTopLevelClasses()
                .and(not(simpleNameEndingWith("Verticle")))
                .should()
                .notBePublic();
    }

    private ArchRule contractsAreValues() {
        return classes()
                .that()
                .resideInAPackage(root + ".contract..")
                .should(holdThat("be a record, an enum or a sealed interface", type -> {
                    var reflected = type.reflect();
                    return reflected.isRecord()
                            || reflected.isEnum()
                            || (reflected.isInterface() && reflected.isSealed())
                            || type.getSimpleName().equals("package-info");
                }));
    }

    private ArchRule contractsAreSelfContained() {
        return noClasses()
                .that()
                .resideInAPackage(root + ".contract..")
                .should()
                .dependOnClassesThat(resideInAPackage(root + "..")
                        .and(not(resideInAnyPackage(below("contract", "bus", "money", "id", "problem", "proof")))));
    }

    private ArchRule only(String library, String... mayUseIt) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackages(mayUseIt)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    private ArchRule sqlIsInStores() {
        var outside = resideInAPackage(root + ".*..")
                .and(not(resideInAPackage(root + ".platform..")))
                .and(not(madeIn("(Store|Writer|Reader|Rows|Queries|Check|StoreFailure|Verticle)")));
        return noClasses()
                .that(outside)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..", "java.sql..");
    }

    private ArchRule timeAndChanceAreInjected() {
        return noClasses()
                .that()
                .resideInAPackage(root + ".*..")
                .should()
                .callMethodWhere(calls("java\\.time\\..*", "now"))
                .orShould()
                .callMethodWhere(calls(Clock.class.getName(), "(system|tick).*"))
                .orShould()
                .callMethodWhere(calls(System.class.getName(), "currentTimeMillis"))
                .orShould()
                .callMethodWhere(calls(UUID.class.getName(), "randomUUID"))
                .orShould()
                .callMethodWhere(calls(Math.class.getName(), "random"))
                .orShould()
                .callMethodWhere(calls(Thread.class.getName(), "sleep"))
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Date");
    }

    private ArchRule nobodyPrints() {
        return noClasses()
                .that()
                .resideInAPackage(root + ".*..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethodWhere(calls(Throwable.class.getName(), "printStackTrace"));
    }

    private ArchRule nobodyAwaits() {
        return noClasses()
                .that()
                .resideInAPackage(root + ".*..")
                .and()
                .resideOutsideOfPackages(below("auth", "initiation", "statements", "reconciliation"))
                .and()
                .doNotHaveSimpleName("AwaitedSql")
                .should()
                .callMethodWhere(target(owner(
                                DescribedPredicate.describe("a future", type -> type.isAssignableTo(Future.class))))
                        .and(target(name("await"))))
                .orShould()
                .callMethodWhere(calls("java\\.util\\.concurrent\\.(CompletableFuture|Future)", "get|join"));
    }

    private ArchRule moneyIsIntegral() {
        return classes()
                .that()
                .resideInAnyPackage(below("money", "ledger", "payments", "wallets", "contract"))
                .should(holdThat(
                        "use neither float nor double",
                        type -> Stream.of(
                                        type.getFields().stream().map(field -> field.getRawType()),
                                        type.getCodeUnits().stream().map(unit -> unit.getRawReturnType()),
                                        type.getCodeUnits().stream()
                                                .flatMap(unit -> unit.getRawParameterTypes().stream()))
                                .flatMap(types -> types)
                                .noneMatch(Walls::isFloatingPoint)));
    }

    private static boolean isFloatingPoint(JavaClass type) {
        return type.getBaseComponentType().getName().matches("float|double|java\\.lang\\.(Float|Double)");
    }

    private ArchRule ledgerAsksNobody() {
        return noClasses()
                .that()
                .resideInAPackage(root + ".ledger..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage(root + ".contract..").and(not(resideInAPackage(root + ".contract.ledger.."))));
    }

    private ArchRule everyPackageIsNullMarked() {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should(holdThat(
                        "be in a @NullMarked package", type -> type.getPackage().isAnnotatedWith(NullMarked.class)));
    }

    private ArchRule namesSaySomething() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Service)");
    }

    private DescribedPredicate<JavaClass> areInDomains() {
        return resideInAPackage(root + ".*..").and(not(resideInAnyPackage(below(SHARED))));
    }

    /// A class of that name, its nested classes and its lambdas.
    private static DescribedPredicate<JavaClass> madeIn(String nameEnd) {
        return DescribedPredicate.describe(
                "made in *" + nameEnd, type -> type.getName().matches("[\\w.]+" + nameEnd + "(\\$.*)?"));
    }

    private static DescribedPredicate<JavaAccess<?>> calls(String type, String method) {
        return target(owner(nameMatching(type)))
                .and(target(nameMatching(method)))
                .forSubtype();
    }

    private String[] below(String... packages) {
        return Arrays.stream(packages).map(name -> root + "." + name + "..").toArray(String[]::new);
    }

    private static ArchCondition<JavaClass> holdThat(String description, Predicate<JavaClass> holds) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!holds.test(type)) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " does not " + description));
                }
            }
        };
    }
}
