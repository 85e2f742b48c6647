package io.comity.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import io.comity.identity.Bytes;
import io.comity.identity.FileKeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Holder;
import io.comity.mission.SignedGrant;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import io.comity.transport.Address;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A Comity node whose peer has its right through several hands: a root grant that was passed on until it came to the source. */
final class ChainLink implements Endpoint {
    private static final String SOURCE = "source";
    /** Judged at every message, and never reached. */
    private static final Caveats RATED = Caveats.NONE.every(Duration.ofNanos(1)).burst(1_000_000);

    private final Node node;
    private final Path home;
    private final Side side;

    private ChainLink(Node node, Path home, Side side) {
        this.node = node;
        this.home = home;
        this.side = side;
    }

    /** A new node whose key is in {@code home}, as is that of the other end. */
    static ChainLink over(String transport, String name, Path home, Side side) {
        return new ChainLink(
                Node.start(NodeSettings.named(name).home(home).set("comity.transports", List.of(transport))),
                home,
                side);
    }

    @Override
    public ActorSystem<?> system() {
        return node.system();
    }

    /** Who offers it and where, and the chain. */
    @Override
    public String offer() {
        node.spawn("sink", Sink.Command.class, Sink.create());
        return node.id().text() + " " + node.addresses().get(0) + " " + chain().text();
    }

    private Chain chain() {
        NodeId source =
                FileKeyHolder.open(home.resolve(SOURCE).resolve("node.key")).nodeId();
        SecureRandom random = new SecureRandom();
        Caveats limits = side.rated() ? RATED : Caveats.NONE;
        MemoryKeyHolder holder = MemoryKeyHolder.generate(random);
        Chain chain = node.missions()
                .define("bench")
                .allow("sink", Sink.Open.class, Sink.Item.class, Sink.Ask.class)
                .grant(side.links() == 1 ? source : holder.nodeId(), limits.depth(side.links() - 1));
        for (int link = 2; link <= side.links(); link++) {
            MemoryKeyHolder next = MemoryKeyHolder.generate(random);
            byte[] salt = new byte[SignedGrant.SALT_BYTES];
            random.nextBytes(salt);
            Holder given = Holder.node(link == side.links() ? source : next.nodeId());
            chain = chain.extend(holder, given, limits, Bytes.of(salt), Instant.now());
            holder = next;
        }
        return chain;
    }

    @Override
    public ActorRef<Sink.Command> reach(String offer) {
        String[] words = offer.split(" ");
        NodeId owner = ((Parsed.Accepted<NodeId>) NodeId.parse(words[0])).value();
        node.meet(owner, List.of(Address.parse(words[1]).orElseThrow()));
        node.present(((Parsed.Accepted<Chain>) Chain.parse(words[2], Instant.now())).value());
        return node.engine(owner, "sink", Sink.Command.class);
    }

    @Override
    public void close() {
        node.close();
    }
}
