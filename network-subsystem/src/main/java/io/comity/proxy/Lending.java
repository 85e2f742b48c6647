package io.comity.proxy;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import io.comity.mission.Reason;
import io.comity.reference.Export;
import io.comity.wire.UrMessage;
import java.util.List;
import java.util.function.Consumer;

/**
 * What becomes of references that were sent in messages of one session, in either direction: watched, renewed, released, and
 * ended with their actors and with the grants of which they came. Used by its NodeProxy only.
 */
final class Lending {
    private final ActorContext<?> context;
    private final Session session;
    private final ActorRef<Watcher.Command> watcher;

    /** @param ended is told, on any thread, of each actor here that a peer could name and that is no more */
    Lending(ActorContext<?> context, Session session, Consumer<ActorRef<?>> ended) {
        this.context = context;
        this.session = session;
        this.watcher = context.spawnAnonymous(Watcher.create(ended));
        session.exports().onLent(target -> watcher.tell(new Watcher.Watch(target)));
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

    void forgotten(long ref) {
        session.imported().forget(ref);
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
            if (!session.exports().lends(export.target())) {
                watcher.tell(new Watcher.Unwatch(export.target()));
            }
        }
    }

    void end() {
        context.stop(watcher);
    }
}
