package io.comity.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What Alice's engines were told, held against what was granted when. What no peer may say is marked by whoever tries to: its text
 * begins with {@link #FORBIDDEN}. Numbered notes, {@code #17}, come in order and each once; of what is said in one place of a topic, one
 * thing comes.
 */
final class Ledger {
    /** What begins with it is never to arrive. */
    static final String FORBIDDEN = "!";

    static final String NUMBERED = "#";

    /** Of what is said on a topic: {@code =where:what}. */
    static final String PLACED = "=";

    private static final int MAX_REMEMBERED = 20;
    private static final int MAX_PLACES = 1_000;

    private final Map<String, AtomicInteger> lives = new ConcurrentHashMap<>();
    private final AtomicLong violations = new AtomicLong();
    private final ConcurrentLinkedQueue<String> examples = new ConcurrentLinkedQueue<>();
    private final AtomicLong last = new AtomicLong();
    private final AtomicLong notes = new AtomicLong();
    /** What was said there, by place; only the reader of the topic uses it. */
    private final Map<String, String> places = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MAX_PLACES;
        }
    };

    void violated(String how) {
        if (violations.incrementAndGet() <= MAX_REMEMBERED) {
            examples.add(how);
        }
    }

    /** How often anything was delivered that may not be, since this was asked last; and some of it in words. */
    String sinceLast(long logged) {
        long many = violations.getAndSet(0);
        String some = examples.toString().replace('\n', ' ');
        examples.clear();
        return many + " " + restarts() + " " + logged + " " + notes() + " " + some;
    }

    /** Notes that were rightly delivered. */
    long notes() {
        return notes.get();
    }

    /** How often an engine of {@link #living} began again. */
    private int restarts() {
        return lives.values().stream().mapToInt(each -> each.get() - 1).sum();
    }

    /** An engine whose restarts count. */
    <M> Behavior<M> living(String name, Behavior<M> behavior) {
        lives.put(name, new AtomicInteger());
        return Behaviors.setup(context -> {
            lives.getOrDefault(name, new AtomicInteger()).incrementAndGet();
            return behavior;
        });
    }

    /** Nobody may tell it anything. */
    Behavior<Greeter.Command> closed(String name) {
        return living(name, Behaviors.receiveMessage(message -> {
            violated(name + " was told " + message.getClass().getSimpleName());
            return Behaviors.same();
        }));
    }

    /** Takes notes, and greets. */
    Behavior<Greeter.Command> greeter() {
        return living(Greeter.NAME, Behaviors.receiveMessage(message -> {
            if (message instanceof Greeter.Greet greet) {
                greet.replyTo().tell(new Greeter.Greeting("Hello, " + greet.name()));
            } else {
                judge(Greeter.NAME, message);
            }
            return Behaviors.same();
        }));
    }

    /** Takes notes that may be said. */
    Behavior<Greeter.Command> notes(String name) {
        return Behaviors.receiveMessage(message -> {
            judge(name, message);
            return Behaviors.same();
        });
    }

    /** No more than so many, ever. */
    Behavior<Greeter.Command> atMost(String name, long count) {
        AtomicLong came = new AtomicLong();
        return living(name, Behaviors.receiveMessage(message -> {
            if (came.incrementAndGet() > count) {
                violated(name + " was told more than " + count + " times");
            }
            return Behaviors.same();
        }));
    }

    /** Only while it is open, as {@link #turn(ActorRef, boolean)} says, by the same mailbox. */
    Behavior<Greeter.Command> byTurns(String name) {
        return living(name, turn(name, false));
    }

    /** Opens {@code engine}, or closes it. */
    static void turn(ActorRef<Greeter.Command> engine, boolean open) {
        engine.tell(new Greeter.Secret(open ? OPEN : SHUT));
    }

    private static final int OPEN = 1;
    private static final int SHUT = 0;

    private Behavior<Greeter.Command> turn(String name, boolean isOpen) {
        return Behaviors.receiveMessage(message -> {
            if (message instanceof Greeter.Secret turn) {
                return turn(name, turn.code() == OPEN);
            }
            notes.incrementAndGet();
            if (!isOpen) {
                violated(name + " was told something after its grant was taken back");
            }
            return Behaviors.same();
        });
    }

    void judge(String name, Greeter.Command message) {
        if (!(message instanceof Greeter.Note note) || note.text().startsWith(FORBIDDEN)) {
            violated(name + " was told " + message.getClass().getSimpleName()
                    + (message instanceof Greeter.Note note ? " " + shortened(note.text()) : ""));
            return;
        }
        notes.incrementAndGet();
        if (note.text().startsWith(NUMBERED)) {
            long number = Long.parseLong(note.text().substring(NUMBERED.length()));
            long before = last.getAndSet(number);
            if (number <= before) {
                violated(name + " was told " + number + " after " + before);
            }
        } else if (note.text().startsWith(PLACED)) {
            String[] said = note.text().split(":", 2);
            if (places.put(said[0], said[1]) != null) {
                violated(name + " was told two things at " + said[0]);
            }
        }
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), 40));
    }
}
