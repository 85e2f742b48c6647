package io.comity.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.comity.identity.NodeId;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/**
 * Alice in a process of her own, with engines that all sorts of peers may use, and a ledger of what those were told. She obeys:
 * <pre>
 *  where                          her address and id
 *  grant &lt;dave&gt; &lt;mallory&gt;         node ids: what each of them may use; the chains that Mallory gets hold of
 *  begin &lt;script&gt;, end            what she does herself while that goes on
 *  memory                         the most bytes in the machine's memory since this was asked last, and bytes of the heap in use now
 *                                 that all garbage is gone
 *  tables                         how many actors there are of each kind
 *  verdict                        violations since this was asked last, engines that began again, lines she would have written into her log,
 *                                 notes that were rightly delivered; then some of the violations
 *  counters
 * </pre>
 */
final class HostessMain {
    static final String VAULT = "vault";
    static final String DIARY = "diary";
    static final String PURSE = "purse";
    static final String WARD = "ward";
    static final String TOPIC = "news";

    static final long QUOTA = 100;

    /** A room is dear, so there is a limit: whatever comes faster than an engine deals with it waits in its mailbox. */
    private static final Caveats ROOMS = Caveats.NONE.rate(200, Duration.ofSeconds(1));

    /** Of a session that Mallory leaves behind; short, so that what it leaves is seen to go. */
    private static final Map<String, Object> SETTINGS = Map.of("comity.session.keep-lost", "1s");

    public record News(String text) {}

    private final Node alice;
    private final Ledger ledger = new Ledger();
    private final Footprint footprint = new Footprint();
    private final AtomicLong logged = new AtomicLong();
    private final Topic<News> news;
    private final ActorRef<Greeter.Command> ward;
    private NodeId mallory;
    private Errand errand = Errand.NONE;

    private HostessMain(Path home) {
        count();
        alice = Neighbours.start(home, "alice", SETTINGS);
        mallory = alice.id();
        spawn(Greeter.NAME, ledger.greeter());
        spawn(VAULT, ledger.closed(VAULT));
        spawn(DIARY, ledger.closed(DIARY));
        spawn(PURSE, ledger.atMost(PURSE, QUOTA));
        ward = spawn(WARD, ledger.byTurns(WARD));
        alice.spawn(Deputy.NAME, Deputy.Command.class, ledger.living(Deputy.NAME, Deputy.create(ledger)));
        news = alice.topics().create(TOPIC, News.class);
        news.subscribe(alice.system()
                .systemActorOf(
                        Behaviors.<News>receiveMessage(said -> {
                            ledger.judge(TOPIC, new Greeter.Note(said.text()));
                            return Behaviors.same();
                        }),
                        "reader",
                        Props.empty()));
    }

    private ActorRef<Greeter.Command> spawn(String name, Behavior<Greeter.Command> behavior) {
        return alice.spawn(name, Greeter.Command.class, behavior);
    }

    /** @param args her home */
    public static void main(String[] args) throws IOException {
        Fork.serve(new HostessMain(Path.of(args[0]))::obey);
    }

    /** An error is a fault of hers, and a violation; a warning is counted. Nothing is printed: the peers say too much. */
    private void count() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(Level.WARN);
        AppenderBase<ILoggingEvent> counting = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                logged.incrementAndGet();
                if (event.getLevel() == Level.ERROR) {
                    ledger.violated("logged an error: " + event.getFormattedMessage() + " "
                            + (event.getThrowableProxy() == null
                                    ? ""
                                    : event.getThrowableProxy().getClassName()));
                }
            }
        };
        counting.start();
        root.addAppender(counting);
    }

    private String obey(String order) {
        String[] words = order.split(" ");
        return switch (words[0]) {
            case "where" -> alice.addresses().get(0) + " " + alice.id().text();
            case "grant" -> grant(id(words[1]), id(words[2]));
            case "begin" -> begin(Script.valueOf(words[1]));
            case "end" -> end();
            case "memory" -> footprint.peakBytes() + " " + Footprint.heapBytes();
            case "tables" -> tables().toString();
            case "verdict" -> ledger.sinceLast(logged.getAndSet(0));
            case "counters" -> alice.counters().toString();
            default -> throw new IllegalArgumentException(order);
        };
    }

    private static NodeId id(String text) {
        return NodeId.parse(text).toOptional().orElseThrow();
    }

    /** @return the chains that come into the peer's hands, see {@link Mallory.Loot} */
    private String grant(NodeId dave, NodeId peer) {
        mallory = peer;
        mission("hello", Greeter.NAME, Greeter.Greet.class).grant(dave);
        Chain friends = mission("diary", DIARY).grant(dave);
        Chain notes = mission("notes", Greeter.NAME, Greeter.Greet.class, Greeter.Note.class)
                .grant(peer, Caveats.NONE.depth(Chain.MAX_LINKS - 1));
        mission("services", Deputy.NAME, Deputy.Pass.class, Deputy.Enquire.class, Deputy.Meet.class, Deputy.Wait.class)
                .grant(peer);
        mission("rooms", Deputy.NAME, Deputy.Rent.class).grant(peer, ROOMS);
        mission("purse", PURSE, Greeter.Note.class).grant(peer, Caveats.NONE.quota(QUOTA));
        news.readers().grant(peer);
        Chain publishing = news.publishers().grant(peer);
        return notes.text() + " " + publishing.text() + " " + friends.text();
    }

    private Missions.Draft mission(String name, String engine, Class<?>... types) {
        return alice.missions().define(name).allow(engine, types);
    }

    private String begin(Script script) {
        if (script == Script.RACE_WITH_REVOCATION) {
            errand = Errand.of(() -> {
                Ledger.turn(ward, true);
                mission(WARD, WARD, Greeter.Note.class).grant(mallory);
                long before = ledger.notes();
                Errand.until(() -> ledger.notes() > before);
                alice.missions().revoke(WARD);
                Ledger.turn(ward, false);
                long refused = refused();
                Errand.until(() -> refused() > refused);
            });
        }
        return "begun";
    }

    /** What came after its right was taken back. */
    private long refused() {
        return alice.counters().getOrDefault("refused.revoked", 0L);
    }

    private String end() {
        int rounds = errand.end();
        errand = Errand.NONE;
        return Integer.toString(rounds);
    }

    /** Those that come and go with peers; without the ids of those. */
    private Map<String, Long> tables() {
        Map<String, Long> counts = new TreeMap<>();
        for (String place : new Tree(alice).shape()) {
            counts.merge(place.replaceAll("node-#-[^/]*", "node").replaceAll("\\$[^/]*", "anonymous"), 1L, Long::sum);
        }
        return counts;
    }
}
