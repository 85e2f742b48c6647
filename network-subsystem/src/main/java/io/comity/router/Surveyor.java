package io.comity.router;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.Behaviors;
import akka.pattern.StatusReply;
import io.comity.engine.EngineRegistry;
import io.comity.engine.Protocol;
import io.comity.identity.NodeId;
import io.comity.inquiry.HeldGrant;
import io.comity.inquiry.MissionOutline;
import io.comity.inquiry.MissionOutline.Part;
import io.comity.inquiry.Overview;
import io.comity.mission.Mission;
import io.comity.offer.Offers;
import io.comity.proxy.Acquaintance;
import io.comity.proxy.NodeProxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts together what the Router knows, for the owner. Changes nothing. */
final class Surveyor {
    private final Router.Context node;
    private final Rights rights;

    Surveyor(Router.Context node, Rights rights) {
        this.node = node;
        this.rights = rights;
    }

    Overview overview() {
        Instant now = node.clock().get();
        long nanoTime = node.nanoTime().getAsLong();
        return new Overview(
                now,
                missions(),
                node.books().authority().grants().stream()
                        .flatMap(grant -> HeldGrant.of(grant, now, nanoTime).stream())
                        .sorted(Comparator.comparing(HeldGrant::holder).thenComparing(HeldGrant::mission))
                        .toList(),
                Optional.empty());
    }

    /** @param isFindable whether an address of the node is known */
    Overview.Encounter encounter(NodeId other, boolean isFindable) {
        Set<String> takenBack = node.books().authority().missions().stream()
                .map(Mission::name)
                .filter(mission -> node.books().authority().tookBack(mission, other))
                .collect(Collectors.toSet());
        return new Overview.Encounter(
                other,
                node.settings().refused().contains(other),
                isFindable,
                rights.endings(other),
                takenBack,
                Acquaintance.NONE);
    }

    private List<MissionOutline> missions() {
        Map<String, EngineRegistry.Entry> engines = node
                .registry()
                .list(node.keyHolder().nodeId())
                .stream()
                .collect(Collectors.toMap(entry -> entry.id().name(), entry -> entry));
        return node.books().authority().missions().stream()
                .sorted(Comparator.comparing(Mission::name))
                .map(mission -> outline(mission, engines))
                .toList();
    }

    private static MissionOutline outline(Mission defined, Map<String, EngineRegistry.Entry> engines) {
        Map<String, Part> parts = new HashMap<>();
        Stream.concat(defined.allowed().keySet().stream(), engines.keySet().stream())
                .distinct()
                .forEach(engine -> part(defined, engine, Optional.ofNullable(engines.get(engine)))
                        .ifPresent(part -> parts.put(engine, part)));
        return new MissionOutline(defined.name(), new ArrayList<>(parts.values()));
    }

    private static Optional<Part> part(Mission defined, String engine, Optional<EngineRegistry.Entry> spawned) {
        if (spawned.isEmpty()) {
            return Optional.of(new Part(
                    engine,
                    false,
                    defined.allowed().getOrDefault(engine, Set.of()).stream()
                            .map(Class::getSimpleName)
                            .toList()));
        }
        Mission mission = Offers.complete(defined, spawned.get());
        List<String> messages = messages(spawned.get().protocol(), type -> mission.allows(engine, type));
        return messages.isEmpty() ? Optional.empty() : Optional.of(new Part(engine, true, messages));
    }

    private static List<String> messages(@Nullable Protocol<?> protocol, Predicate<Class<?>> allowed) {
        return protocol == null
                ? List.of()
                : IntStream.range(0, protocol.size())
                        .filter(type -> allowed.test(protocol.messageClass(type)))
                        .mapToObj(protocol::wireName)
                        .toList();
    }

    /** Answers with what a NodeProxy adds to {@code overview}, or without it when that has ended. */
    static Behavior<Acquaintance> completing(
            Overview overview,
            Overview.Encounter encounter,
            ActorRef<NodeProxy.Command> proxy,
            ActorRef<StatusReply<Overview>> replyTo) {
        return Behaviors.setup(context -> {
            context.watch(proxy);
            proxy.tell(new NodeProxy.Describe(context.getSelf()));
            return Behaviors.receive(Acquaintance.class)
                    .onMessage(Acquaintance.class, now -> answer(overview.with(encounter.with(now)), replyTo))
                    .onSignal(Terminated.class, ended -> answer(overview.with(encounter), replyTo))
                    .build();
        });
    }

    private static Behavior<Acquaintance> answer(Overview overview, ActorRef<StatusReply<Overview>> replyTo) {
        replyTo.tell(StatusReply.success(overview));
        return Behaviors.stopped();
    }
}
