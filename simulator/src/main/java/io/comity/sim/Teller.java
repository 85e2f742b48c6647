package io.comity.sim;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.identity.NodeId;
import io.comity.mission.MissionException;
import io.comity.node.Missions;
import io.comity.node.Node;
import io.comity.proxy.NodeEvent;
import io.comity.proxy.Refused;
import io.comity.router.Revoking;
import io.comity.store.StoreException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has a {@link Story} happen. What a step may say:
 * <pre>
 * grant OWNER HOLDER           revoke OWNER HOLDER
 * say FROM TO COUNT SIZE       ask FROM TO COUNT SIZE
 * cut FROM TO                  heal FROM TO
 * crash NODE KILLED|POWER      stop NODE          start NODE
 * clock NODE MILLIS            disk NODE SOUND|SLOW|FULL|LYING
 * weather LEAST SPREAD LOST TWICE OVERTAKEN ALTERED       (see {@link Condition})
 * </pre>
 * At its end all is put right, and everybody who may says something once more.
 */
final class Teller {
    /** Longer than the longest pause between two attempts to connect, twice. */
    private static final Duration CALM = Duration.ofMinutes(2);

    private static final Duration LAST_WORDS = Duration.ofMinutes(1);

    /** Letters about the moment at which a right ends. */
    private static final int LAST = 10;

    private static final Map<String, Supplier<Adversary>> ADVERSARIES =
            Map.of("mallory", Mallory::new, "trudy", Trudy::new, "liar", Liar::new);

    private final Story story;
    private final Simulation simulation;
    private final Map<Pair, Long> numbers = new HashMap<>();
    private final Map<Pair, ActorRef<Post.Letter>> posts = new HashMap<>();
    private final Map<String, ActorRef<Post.Letter>> engines = new HashMap<>();
    private final Set<Pair> granted = new HashSet<>();
    private final Map<String, Set<String>> marked = new HashMap<>();
    private final Deliveries deliveries = new Deliveries();

    private static final class Deliveries implements Invariant {
        private long count;

        @Override
        public Optional<String> after(Happening happening) {
            count += happening instanceof Happening.Delivered ? 1 : 0;
            return Optional.empty();
        }
    }

    Teller(Story story) {
        this.story = story;
        this.simulation = Simulation.seeded(story.seed());
    }

    Outcome tell() {
        @Nullable Violation violation = null;
        try {
            simulation.invariant(deliveries);
            Invariants.all().forEach(simulation::invariant);
            story.nodes().forEach(simulation::machine);
            story.adversaries().forEach(name -> simulation.adversary(adversary(name)));
            story.nodes().forEach(this::start);
            for (Story.Step step : story.steps()) {
                runUntil(step.atMillis());
                happen(step.words());
            }
            runUntil(story.endMillis());
            putRight();
        } catch (Violation found) {
            violation = found;
        } catch (IllegalArgumentException noStory) {
            throw noStory;
        } catch (RuntimeException escaped) {
            violation = simulation.violation("NothingEscapes", escaped.toString());
        }
        return new Outcome(
                simulation.trace().hash(),
                simulation.trace().events(),
                deliveries.count,
                simulation.time(),
                Optional.ofNullable(violation));
    }

    private static Adversary adversary(String name) {
        Supplier<Adversary> known = ADVERSARIES.get(name);
        if (known == null) {
            throw new IllegalArgumentException("there is no adversary " + name + "; there are " + ADVERSARIES.keySet());
        }
        return known.get();
    }

    private void runUntil(long millis) {
        long left = millis - simulation.time().toMillis();
        if (left > 0) {
            simulation.run(Duration.ofMillis(left));
        }
    }

    private void putRight() {
        simulation.healAll().weather(Condition.FAIR);
        story.nodes().forEach(name -> simulation.node(name).disk().state(SimDisk.State.SOUND));
        simulation.world().network().untap();
        simulation.happened(new Happening.Calm());
        story.nodes().forEach(this::start);
        simulation.run(CALM);
        Set.copyOf(granted).stream()
                .sorted(Comparator.comparing(Pair::from).thenComparing(Pair::to))
                .forEach(pair -> say(pair.from(), pair.to(), 1, 0, false));
        simulation.run(LAST_WORDS);
        simulation.happened(new Happening.Over());
    }

    private void happen(List<String> words) {
        simulation.trace().event(simulation.world().timeline().nanos(), String.join(" ", words));
        String first = words.get(1);
        switch (words.get(0)) {
            case "grant" -> grant(first, words.get(2));
            case "revoke" -> revoke(first, words.get(2));
            case "say", "ask" ->
                say(
                        first,
                        words.get(2),
                        Integer.parseInt(words.get(3)),
                        Integer.parseInt(words.get(4)),
                        words.get(0).equals("ask"));
            case "cut" -> simulation.cut(first, words.get(2));
            case "heal" -> simulation.heal(first, words.get(2));
            case "crash" -> crash(first, SimNode.Crash.valueOf(words.get(2)));
            case "stop" -> stop(first);
            case "start" -> start(first);
            case "clock" -> simulation.node(first).setClock(Duration.ofMillis(Long.parseLong(words.get(2))));
            case "disk" -> simulation.node(first).disk().state(SimDisk.State.valueOf(words.get(2)));
            case "weather" -> {
                int[] numbers =
                        words.stream().skip(1).mapToInt(Integer::parseInt).toArray();
                simulation.weather(
                        new Condition(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]));
            }
            default -> throw new IllegalArgumentException("nobody can " + words);
        }
    }

    // Lives.

    private void start(String name) {
        SimNode machine = simulation.node(name);
        if (machine.isUp()) {
            return;
        }
        try {
            machine.start();
        } catch (StoreException full) {
            if (machine.disk().isFull()) {
                // It stays down until somebody tries again.
                return;
            }
            throw full;
        }
        Node node = machine.node();
        engines.put(
                name,
                node.spawn(
                        Post.NAME,
                        Post.Letter.class,
                        Post.create(simulation, name, marked.getOrDefault(name, Set.of()))));
        listen(name, node);
        letters(node).stand();
        story.nodes().stream()
                .map(simulation::node)
                .filter(other -> other != machine)
                .forEach(other -> node.meet(other.id(), List.of(other.address())));
        simulation.happened(new Happening.Began(name, machine.disk().lastEpoch()));
    }

    private static Missions.Draft letters(Node node) {
        return node.missions().define(Post.MISSION).allow(Post.NAME, Post.Note.class, Post.Question.class);
    }

    /** What its owner hears. */
    private void listen(String name, Node node) {
        ActorRef<Object> ear = node.system()
                .systemActorOf(
                        Behaviors.receiveMessage(heard -> {
                            heard(name, heard);
                            return Behaviors.same();
                        }),
                        "ear",
                        Props.empty());
        node.system().eventStream().tell(new EventStream.Subscribe<>(Refused.class, ear.narrow()));
        node.system().eventStream().tell(new EventStream.Subscribe<>(NodeEvent.SessionEnded.class, ear.narrow()));
    }

    private void heard(String name, Object heard) {
        if (heard instanceof Refused refused) {
            nameOf(refused.target().node()).ifPresent(to -> simulation.happened(new Happening.Refused(name, to)));
        } else if (heard instanceof NodeEvent.SessionEnded ended) {
            nameOf(ended.node()).ifPresent(peer -> sessionEnded(name, peer));
        }
    }

    /** With it ended the references to the peer's engines. */
    private void sessionEnded(String name, String peer) {
        posts.remove(new Pair(name, peer));
        simulation.happened(new Happening.SessionEnded(name, peer));
    }

    private Optional<String> nameOf(NodeId id) {
        return story.nodes().stream()
                .filter(name -> simulation.node(name).id().equals(id))
                .findFirst();
    }

    private void crash(String name, SimNode.Crash how) {
        SimNode node = simulation.node(name);
        if (node.isUp()) {
            node.crash(how);
            ended(name);
        }
    }

    private void stop(String name) {
        SimNode node = simulation.node(name);
        if (node.isUp()) {
            node.stop();
            ended(name);
        }
    }

    private void ended(String name) {
        engines.remove(name);
        posts.keySet().removeIf(pair -> pair.from().equals(name));
        simulation.happened(
                new Happening.Ended(name, simulation.node(name).disk().hasLost()));
    }

    // Rights.

    private void grant(String owner, String holder) {
        SimNode machine = simulation.node(owner);
        if (owner.equals(holder) || !machine.isUp()) {
            return;
        }
        // Said first: it may be used before whoever gave it hears that it is given.
        simulation.happened(new Happening.Granted(owner, holder));
        letters(machine.node()).grant(simulation.node(holder).id());
        granted.add(new Pair(holder, owner));
    }

    private void revoke(String owner, String holder) {
        SimNode machine = simulation.node(owner);
        if (!machine.isUp() || !granted.contains(new Pair(holder, owner))) {
            return;
        }
        lastWords(new Pair(holder, owner));
        boolean isStored = true;
        try {
            machine.node()
                    .missions()
                    .revoke(new Revoking.OfHolder(simulation.node(holder).id()));
        } catch (MissionException notStored) {
            isStored = false;
        }
        granted.remove(new Pair(holder, owner));
        if (isStored) {
            marked.computeIfAbsent(owner, name -> new HashSet<>()).add(holder);
        }
        Objects.requireNonNull(engines.get(owner)).tell(new Post.Mark(holder));
        simulation.happened(new Happening.Revoked(owner, holder, isStored));
    }

    /** Some are on their way when the right ends, and some are sent before its holder hears of that. */
    private void lastWords(Pair pair) {
        for (int i = 0; i < LAST; i++) {
            simulation.after(Duration.ofMillis(i), () -> {
                ActorRef<Post.Letter> post = posts.get(pair);
                if (post != null) {
                    send(pair, post, number -> new Post.Note(pair.from(), number, ""));
                }
            });
        }
    }

    // Letters.

    private void say(String from, String to, int count, int size, boolean isQuestion) {
        SimNode sender = simulation.node(from);
        if (from.equals(to) || !sender.isUp()) {
            return;
        }
        Pair pair = new Pair(from, to);
        ActorRef<Post.Letter> post = posts.computeIfAbsent(
                pair, made -> sender.node().engine(simulation.node(to).id(), Post.NAME, Post.Letter.class));
        for (int i = 0; i < count; i++) {
            send(
                    pair,
                    post,
                    number -> isQuestion
                            ? question(sender, pair, number)
                            : new Post.Note(from, number, "x".repeat(size)));
        }
    }

    private void send(Pair pair, ActorRef<Post.Letter> post, LongFunction<Post.Letter> letter) {
        long number = numbers.merge(pair, 1L, Long::sum);
        simulation.happened(new Happening.Sent(pair.from(), pair.to(), number));
        post.tell(letter.apply(number));
    }

    private Post.Letter question(SimNode sender, Pair pair, long number) {
        ActorRef<Post.Reply> replyTo = sender.node()
                .system()
                .systemActorOf(
                        Behaviors.receiveMessage(reply -> {
                            simulation.happened(new Happening.Answered(pair.from(), pair.to(), reply.number()));
                            return Behaviors.same();
                        }),
                        "asker-of-" + pair.to() + "-" + number,
                        Props.empty());
        return new Post.Question(pair.from(), number, replyTo);
    }
}
