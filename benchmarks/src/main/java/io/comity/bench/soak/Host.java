package io.comity.bench.soak;

import akka.actor.typed.javadsl.Behaviors;
import io.comity.bench.Orders;
import io.comity.identity.NodeId;
import io.comity.mission.Invitation;
import io.comity.node.Missions;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import io.comity.node.Topic;
import io.comity.router.Revoking;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The process that is watched: one node with an engine and a topic.
 * <pre>
 *  told                 answers
 *  where                at &lt;node id&gt; &lt;address&gt;
 *  welcome &lt;node id&gt;    welcomed                 it may follow the topic, and ask
 *  invite &lt;node id&gt;     invited &lt;invitation&gt;     it may follow the topic, and ask by the invitation
 *  dismiss &lt;node id&gt;    dismissed                everything it held is revoked
 *  publish &lt;count&gt;      published
 *  memory               memory &lt;direct&gt; &lt;heap&gt;   bytes outside the heap, and those of the heap that are no garbage; what was freed is
 *                                                the machine's again
 *  counters             counters &lt;what it did&gt;
 * </pre>
 */
final class Host {
    private static final Duration TICKET_LIFETIME = Duration.ofMinutes(10);

    private final Node node;
    private final Topic<Visit.News> news;
    private int height;

    private Host(Node node) {
        this.node = node;
        node.spawn(Visit.ENGINE, Visit.Command.class, Behaviors.receiveMessage(command -> {
            if (command instanceof Visit.Ask ask) {
                ask.replyTo().tell(new Visit.Answer(ask.number(), ask.content().length));
            }
            return Behaviors.same();
        }));
        this.news = node.topics().create(Visit.TOPIC, Visit.News.class);
    }

    /** @param args a folder for its home */
    public static void main(String[] args) throws IOException {
        Host host = new Host(Node.start(NodeSettings.named("host").home(Path.of(args[0]))));
        Orders.serve(host::obey);
    }

    private String obey(String order, List<String> words) {
        return switch (order) {
            case "where" -> "at " + node.id().text() + " " + node.addresses().get(0);
            case "welcome" -> welcome(id(words));
            case "invite" -> "invited " + invite(id(words)).text();
            case "dismiss" -> dismiss(id(words));
            case "publish" -> publish(Integer.parseInt(words.get(0)));
            case "counters" -> "counters " + node.counters();
            case "memory" -> memory();
            default -> "failed unknown order " + order;
        };
    }

    private static NodeId id(List<String> words) {
        return NodeId.parse(words.get(0)).toOptional().orElseThrow();
    }

    private String welcome(NodeId visitor) {
        news.readers().grant(visitor);
        visits().grant(visitor);
        return "welcomed";
    }

    private Invitation invite(NodeId visitor) {
        news.readers().grant(visitor);
        return visits().invite(TICKET_LIFETIME);
    }

    private Missions.Draft visits() {
        return node.missions().define(Visit.MISSION).allow(Visit.ENGINE, Visit.Ask.class);
    }

    private String dismiss(NodeId visitor) {
        node.missions().revoke(new Revoking.OfHolder(visitor));
        return "dismissed";
    }

    private String publish(int count) {
        for (int i = 0; i < count; i++) {
            news.publish(new Visit.News(height++, "something happened"));
        }
        return "published";
    }

    private static String memory() {
        String counted = "memory " + directBytes() + " " + heapBytes();
        NativeHeap.trim();
        return counted;
    }

    private static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
