package io.comity.proxy;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import io.comity.mission.Reason;
import io.comity.reference.Export;
import io.comity.wire.UrMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of references that were sent in messages of one session, in either direction: watched, renewed, released, and
 * ended with their actors and with the grants of which they came. Used by its NodeProxy only.
 */
final class Lending {
    private final ActorContext<NodeProxy.Command> context;
    private final Session session;
    /** There once something was lent that may be used again; most sessions never do. */
    private @Nullable ActorRef<Watcher.Command> watcher;

    Lending(ActorContext<NodeProxy.Command> context, Session session) {
        this.context = context;
        this.session = session;
        session.exports().onLent(target -> session.tell(new Session.Lent(session, target)));
    }

    void lent(ActorRef<?> target) {
        watcher().tell(new Watcher.Watch(target));
    }

    private ActorRef<Watcher.Command> watcher() {
        ActorRef<Watcher.Command> known = watcher;
        if (known != null) {
            return known;
        }
        ActorRef<Watcher.Command> spawned =
                context.spawnAnonymous(Watcher.create(target -> session.tell(new Session.Bereft(session, target))));
        context.watchWith(spawned, new NodeProxy.FromSession(new Session.Unwatched(session)));
        watcher = spawned;
        return spawned;
    }

    /** The watcher has died: another one watches what it had. */
    void unwatched() {
        watcher = null;
        session.exports().lent().forEach(this::lent);
    }

    void ended(ActorRef<?> target) {
        tell(session.exports().ended(target));
    }

    /** Nothing to tell: the peer has said that it has it no more. */
    void released(UrMessage.Release release) {
        unwatch(session.exports().release(release.ref(), release.count()));
    }

    void renewed(UrMessage.Renew renew) {
        session.exports().renew(renew.refs());
    }

    /** False when it was nothing that the peer had sent. */
    boolean forgotten(long ref) {
        return session.imported().forget(ref);
    }

    void beat() {
        session.exports().calls().expire();
        session.imported().beat(session.isDrainedNow()).forEach(session::say);
        tell(session.exports().beat());
    }

    /** Grants may be over, and what came of them with them. */
    void sweep() {
        session.imported().sweep();
        tell(session.exports().sweep());
    }

    private void tell(List<Export> over) {
        for (Export export : over) {
            Reason reason = export.refused(0);
            session.say(new UrMessage.Forget(export.ref(), (reason == null ? Reason.DENIED : reason).code()));
        }
        unwatch(over);
    }

    private void unwatch(List<Export> over) {
        for (Export export : over) {
            if (watcher != null && !session.exports().lends(export.target())) {
                watcher.tell(new Watcher.Unwatch(export.target()));
            }
        }
    }

    void end() {
        if (watcher != null) {
            context.unwatch(watcher);
            context.stop(watcher);
        }
    }
}
