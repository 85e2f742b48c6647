package io.comity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.mission.Evidence;
import io.comity.node.KeptReceipts;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one node exports, checked by the command in a process of its own: a third party has the file and nothing else. */
final class ProofAndReceiptTest {
    private static final int ORDERS = 20;

    sealed interface Command {}

    record Order(int number) implements Command {}

    @TempDir
    Path folder;

    private record Outcome(int exit, String out) {}

    private static Outcome comity(String... line) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Comity.class.getName()));
        command.addAll(Arrays.asList(line));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), out);
    }

    private static void awaitThat(BooleanSupplier condition) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int tries = 0; tries < 600 && !condition.getAsBoolean(); tries++) {
            assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void whatIsExportedHoldsAndWhatIsAlteredDoesNot() throws Exception {
        Path proofs = folder.resolve("orders.proof");
        Path receipts = folder.resolve("bob.receipts");
        String sender = export(proofs, receipts);
        assertThat(comity("evidence", "verify", proofs.toString())).satisfies(outcome -> {
            assertThat(outcome.exit()).isZero();
            assertThat(outcome.out()).contains(ORDERS + " proven, 0 not", "Order", "from " + sender, "engine shop");
        });
        assertThat(comity("receipts", "verify", receipts.toString())).satisfies(outcome -> {
            assertThat(outcome.exit()).isZero();
            assertThat(outcome.out()).contains("signed by both", "0 do not");
        });
        alter(proofs);
        alter(receipts);
        assertThat(comity("evidence", "verify", proofs.toString(), "--json").exit())
                .isEqualTo(1);
        assertThat(comity("receipts", "verify", receipts.toString(), "--json").exit())
                .isEqualTo(1);
    }

    private static void alter(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    /** Returns who sent what is exported. */
    private String export(Path proofs, Path receipts) throws Exception {
        CountDownLatch delivered = new CountDownLatch(ORDERS);
        try (Node alice = start("alice");
                Node bob = start("bob")) {
            alice.spawn("shop", Command.class, Behaviors.receiveMessage(order -> {
                delivered.countDown();
                return Behaviors.same();
            }));
            bob.accept(alice.missions()
                    .define("orders")
                    .allow("shop")
                    .evidence(Evidence.BATCH)
                    .invite(Duration.ofDays(1)));
            ActorRef<Command> shop = bob.engine(alice.id(), "shop", Command.class);
            for (int i = 0; i < ORDERS; i++) {
                shop.tell(new Order(i));
            }
            assertThat(delivered.await(30, TimeUnit.SECONDS)).isTrue();
            awaitThat(() -> !alice.receipts().list().isEmpty()
                    && alice.receipts().list().stream().allMatch(KeptReceipts.Item::isAgreed));
            Files.write(proofs, alice.evidence().export(alice.evidence().of(bob.id())));
            Files.write(receipts, alice.receipts().export(bob.id()));
            return bob.id().text();
        }
    }

    private Node start(String name) {
        return Node.start(
                NodeSettings.named(name).home(folder.resolve("home")).set("comity.connection.heartbeat", "200ms"));
    }
}
