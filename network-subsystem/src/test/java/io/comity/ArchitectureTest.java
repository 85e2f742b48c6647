package io.comity;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of the design, held: config, serialization, engines, network subsystem, each knowing only those before it. */
@AnalyzeClasses(packages = "io.comity", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String[] NETWORK = {
        "io.comity.router..",
        "io.comity.proxy..",
        "io.comity.witness..",
        "io.comity.transport..",
        "io.comity.node..",
        "io.comity.pubsub..",
        "io.comity.observe..",
        "io.comity.selection..",
        "io.comity.store..",
        "io.comity.desk..",
        "io.comity.doctor..",
        "io.comity.inquiry..",
        "io.comity.control..",
    };

    @ArchTest
    static final ArchRule MODULES_KNOW_ONLY_THOSE_BEFORE_THEM = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .ensureAllClassesAreContainedInArchitectureIgnoring("io.comity.result..")
            .layer("config")
            .definedBy("io.comity.config..")
            .layer("serialization")
            .definedBy("io.comity.identity..", "io.comity.wire..", "io.comity.session..", "io.comity.artery..")
            .layer("engines")
            .definedBy(
                    "io.comity.engine..",
                    "io.comity.mission..",
                    "io.comity.offer..",
                    "io.comity.reference..",
                    "io.comity.advert..",
                    "io.comity.petname..",
                    "io.comity.detached..",
                    "io.comity.evidence..",
                    "io.comity.topic..",
                    "io.comity.filter..",
                    "io.comity.dissemination..",
                    "io.comity.limit..")
            .layer("network")
            .definedBy(NETWORK)
            .whereLayer("network")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("engines")
            .mayOnlyBeAccessedByLayers("network")
            .whereLayer("serialization")
            .mayOnlyBeAccessedByLayers("engines", "network")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("network");

    @ArchTest
    static final ArchRule NO_TWO_PACKAGES_KNOW_EACH_OTHER =
            slices().matching("io.comity.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule CONFIG_KNOWS_NO_AKKA = noClasses()
            .that()
            .resideInAPackage("io.comity.config..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("akka..");

    /** No I/O, no clock, no threads: what the simulator runs is what production runs. */
    @ArchTest
    static final ArchRule SESSION_AND_WIRE_ARE_PURE = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.comity.session..",
                    "io.comity.wire..",
                    "io.comity.mission..",
                    "io.comity.offer..",
                    "io.comity.advert..",
                    "io.comity.petname..",
                    "io.comity.selection..",
                    "io.comity.detached..",
                    "io.comity.evidence..",
                    "io.comity.topic..",
                    "io.comity.filter..",
                    "io.comity.dissemination..",
                    "io.comity.limit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "akka..",
                    "java.net..",
                    "java.nio.channels..",
                    "java.nio.file..",
                    "io.netty..",
                    "java.util.concurrent..");

    @ArchTest
    static final ArchRule TIME_IS_AN_ARGUMENT = noClasses()
            .that(not(resideInAPackage("io.comity.node..")).and(not(resideInAPackage("io.comity.transport.."))))
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule NAMES_SAY_SOMETHING = classes()
            .should()
            .haveSimpleNameNotEndingWith("Manager")
            .andShould()
            .haveSimpleNameNotEndingWith("Helper")
            .andShould()
            .haveSimpleNameNotEndingWith("Util")
            .andShould()
            .haveSimpleNameNotEndingWith("Utils")
            .andShould()
            .haveSimpleNameNotEndingWith("Impl");

    @ArchTest
    static final ArchRule TRANSPORTS_KNOW_NOTHING_OF_RIGHTS = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.comity.transport.stream..",
                    "io.comity.transport.certificate..",
                    "io.comity.transport.tcp..",
                    "io.comity.transport.tls..",
                    "io.comity.transport.unix..",
                    "io.comity.transport.quic..",
                    "io.comity.transport.memory..",
                    "io.comity.transport.artery..",
                    "io.comity.transport.grpc..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.comity.mission..", "io.comity.reference..", "io.comity.proxy..", "io.comity.router..");
}
