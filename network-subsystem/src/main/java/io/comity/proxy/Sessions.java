package io.comity.proxy;

import akka.actor.ActorSystem;
import io.comity.reference.Backlogs;
import io.comity.reference.ExportTable;
import io.comity.session.Assembly;
import io.comity.session.Bulk;
import io.comity.session.Link;
import io.comity.session.Outbox;
import io.comity.session.RetransmitBuffer;
import java.util.function.Consumer;

/** Makes the sessions of one NodeProxy, on whatever thread one is needed. */
final class Sessions {
    private final ActorSystem system;
    private final NodeProxy.Context node;
    private final Consumer<Session.Event> events;
    private final Clock clock;
    private final Backlogs backlogs = new Backlogs();

    Sessions(ActorSystem system, NodeProxy.Context node, Consumer<Session.Event> events) {
        this.system = system;
        this.node = node;
        this.events = events;
        this.clock = new Clock(node.nanoTime(), node.unixSeconds());
    }

    /** A session that begins on {@code link}. */
    Session begin(Link link) {
        NodeProxy.Settings settings = node.settings();
        NodeProxy.References references = settings.references();
        ExportTable.Limits limits = references.limits(settings.vigilance().beatsIn(references.lease()));
        return new Session(
                link,
                new Session.Parts(
                        new Outbox(settings.outboxBytes(), settings.controlBytes(), Session.MAX_MESSAGE_BYTES),
                        new Bulk(settings.large().outboxBytes()),
                        new RetransmitBuffer(settings.creditBytes(), Session.MAX_PLAIN_BYTES),
                        new Assembly(settings.large().inboxBytes()),
                        settings.large().maxBytes(),
                        new ExportTable(limits, node.nanoTime(), backlogs),
                        new ImportedReferences(system, references.max()),
                        settings.creditBytes(),
                        settings.vigilance().heartbeat(),
                        clock,
                        node.counters(),
                        events,
                        new Session.Keeping(node.self(), node.shelf(), node.maxUnsigned()),
                        node.logs().ofOthers()));
    }
}
