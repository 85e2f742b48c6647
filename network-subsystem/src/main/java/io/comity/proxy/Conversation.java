package io.comity.proxy;

import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.ActorContext;
import io.comity.engine.EngineId;
import io.comity.evidence.Account;
import io.comity.identity.Bytes;
import io.comity.mission.Reason;
import io.comity.observe.Counter;
import io.comity.wire.UrMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One session as its NodeProxy sees it: what each side has let the other name, and how a peer's control messages are met. */
final class Conversation {
    /** Credentials that may be declined in one session before it ends. */
    static final int MAX_DECLINED = 64;

    /** Credentials that a peer may present at once, and how long until it may present one more: each costs signature checks. */
    static final int MAX_PRESENTED = 128;

    static final Duration PRESENTED_EVERY = Duration.ofSeconds(1);

    /** Adverts that a peer may say at once, and how long until it may say one more: each costs a signature check or two. */
    static final int MAX_ADVERTS = 32;

    static final Duration ADVERT_EVERY = Duration.ofSeconds(1);

    /** Revocation notices that a peer may say at once, and how long until it may say one more. */
    static final int MAX_NOTICES = 64;

    static final Duration NOTICE_EVERY = Duration.ofSeconds(1);

    /** No wait that an owner names is longer for us: a grant that begins later than that is asked for then. */
    static final Duration MAX_RETRY = Duration.ofDays(366);

    private final ActorContext<NodeProxy.Command> context;
    private final NodeProxy.Context node;
    private final EngineProxies proxies;
    private final Presentations presentations;
    private final Upheld upheld;
    private final Session session;
    private final Lending lending;
    private final BooleanSupplier isStranger;
    private final Consumer<String> breakOff;
    private final Imports imports;
    /** Reasons already in the log: each once, however many messages. */
    private final Set<Reason> told = EnumSet.noneOf(Reason.class);

    private final Budget presented;
    private final Budget adverts;
    private final Budget notices;
    private final Receipts receipts;
    /** What the peer said while its first wish for evidence waits for a key; empty but for a moment in a session's life. */
    private final Deque<UrMessage> unheard = new ArrayDeque<>();

    private boolean isCertifying;
    private long renewSeconds;
    private int judging;
    private int declined;
    private boolean isReadySaid;

    /**
     * @param isStranger whether nobody here wants anything of the peer, and it has nothing
     * @param breakOff ends the session because the peer did what it may not; says what
     */
    Conversation(
            ActorContext<NodeProxy.Command> context,
            NodeProxy.Context node,
            EngineProxies proxies,
            Presentations presentations,
            Upheld upheld,
            Session session,
            Lending lending,
            BooleanSupplier isStranger,
            Consumer<String> breakOff) {
        this.context = context;
        this.node = node;
        this.proxies = proxies;
        this.presentations = presentations;
        this.upheld = upheld;
        this.session = session;
        this.lending = lending;
        this.isStranger = isStranger;
        this.breakOff = breakOff;
        this.imports = new Imports(node.settings().maxEngines());
        this.receipts = new Receipts(node.self(), session);
        this.presented =
                new Budget(MAX_PRESENTED, PRESENTED_EVERY, node.nanoTime().getAsLong());
        this.adverts = new Budget(MAX_ADVERTS, ADVERT_EVERY, node.nanoTime().getAsLong());
        this.notices = new Budget(MAX_NOTICES, NOTICE_EVERY, node.nanoTime().getAsLong());
    }

    /** The first words: what the peer may use, and that this is all; then the invitations that waited, and the mission keys. */
    void begin(List<Permit> permits) {
        permit(permits);
        session.say(new UrMessage.Ready());
        presentations.presentAll(session.name(), session::say);
        upheld.begin();
        upheld.presentDue(session.name(), session::say);
    }

    /** Over another link: what has changed meanwhile, and the invitations that waited. */
    void goOn(List<Permit> permits) {
        permit(permits);
        presentations.presentAll(session.name(), session::say);
        upheld.presentDue(session.name(), session::say);
    }

    /** Brings the peer's knowledge into line with what it may use. */
    void permit(List<Permit> permits) {
        for (UrMessage said : Catalogue.update(session.exports(), permits)) {
            if (said instanceof UrMessage.Learn learn) {
                session.witness().said().learn(learn);
            }
            session.say(said);
        }
        lending.sweep();
    }

    Lending lending() {
        return lending;
    }

    // Evidence.

    /** What the peer wants proven is signed by a key of this session, for which the node vouches first. */
    private void certify() {
        isCertifying = true;
        node.router()
                .tell(new NodeProxy.Certify(session.peer(), session.name(), session.signingKey(), context.getSelf()));
    }

    /** The key is there: what waits for it goes on. */
    void certified(NodeProxy.Certified certified) {
        if (!certified.session().equals(session.name())) {
            return;
        }
        isCertifying = false;
        renewSeconds = certified.renewSeconds();
        session.sign(certified.key(), certified.certificate());
        while (!unheard.isEmpty() && !isCertifying) {
            take(unheard.remove());
        }
    }

    /** Beside each heartbeat. */
    void beat() {
        lending.beat();
        reckon();
        if (session.signs() && !isCertifying && node.unixSeconds().getAsLong() >= renewSeconds) {
            certify();
        }
    }

    /** Has what came signed accounted for, up to now. */
    void reckon() {
        do {
            List<Account.Entry> due = receipts.due();
            if (!due.isEmpty()) {
                node.router().tell(new NodeProxy.Reckon(session.peer(), session.name(), due, context.getSelf()));
            }
        } while (receipts.isMoreDue());
    }

    void reckoned(NodeProxy.Reckoned reckoned) {
        if (reckoned.account().session().equals(session.name())) {
            receipts.said(reckoned.account(), reckoned.signed());
            if (session.witness().account().isHopeless()) {
                breakOff.accept("it signs no receipts");
            }
        }
    }

    void agreed(NodeProxy.Agreed agreed) {
        if (agreed.session().equals(session.name())) {
            session.say(new UrMessage.Countersigned(agreed.last(), agreed.signed()));
        }
    }

    private void onReceipt(UrMessage.Receipt receipt) {
        Account account = receipts.heard(receipt).orElse(null);
        if (account == null) {
            breakOff.accept("its account of what was sent to it is not true");
        } else {
            node.router().tell(new NodeProxy.Agree(account, receipt.signed(), context.getSelf()));
        }
    }

    private void onCountersigned(UrMessage.Countersigned countersigned) {
        receipts.countersigned(countersigned)
                .ifPresentOrElse(
                        account -> node.router()
                                .tell(new NodeProxy.Settle(
                                        session.peer(), session.name(), account.last(), countersigned.signed())),
                        () -> breakOff.accept("it signs what it was not told"));
    }

    void present(NodeProxy.Present present) {
        presentations.present(present, session.name(), session::say);
    }

    /** Presents the mission keys that are to be presented in this session and were not. */
    void presentUpheld() {
        upheld.presentDue(session.name(), session::say);
    }

    void pass(List<Bytes> signed) {
        signed.forEach(advert -> session.say(new UrMessage.Advert(advert)));
    }

    void notify(Bytes signed) {
        session.say(new UrMessage.Notice(signed));
    }

    void judged(NodeProxy.Judged judged) {
        if (!judged.session().equals(session.name())) {
            return;
        }
        Reason refused = judged.refused();
        judging--;
        declined += refused == null ? 0 : 1;
        session.say(
                refused == null
                        ? new UrMessage.Granted(judged.id(), judged.chain())
                        : new UrMessage.Declined(judged.id(), refused.code()));
    }

    /** Whether nothing was offered to the peer. */
    boolean offersNothing() {
        return session.exports().engineNames().isEmpty();
    }

    Imports imports() {
        return imports;
    }

    Session session() {
        return session;
    }

    /** Ends it: whoever was learned in it is gone, and so is every reference. */
    void end() {
        session.close();
        lending.end();
        reckon();
        proxies.stopAll();
        presentations.failUnanswered("the connection was lost");
    }

    /**
     * Ends a session of which the peer never heard. Nobody here has learned anything in it, so nobody is stopped, and what
     * was presented in it is presented in the next.
     */
    void abandon() {
        session.close();
        lending.end();
        presentations.again();
    }

    /** A control message of the peer; it was counted when it was read off the wire. */
    void hear(UrMessage message) {
        if (isCertifying && !session.signs()) {
            unheard.add(message);
        } else {
            take(message);
        }
    }

    private void take(UrMessage message) {
        if (message instanceof UrMessage.Learn learn && learn.levels().size() > 0 && !session.signs()) {
            unheard.addFirst(message);
            certify();
            return;
        }
        session.controlHandled(message);
        if (message instanceof UrMessage.Learn learn) {
            onLearn(learn);
        } else if (message instanceof UrMessage.Forget forget) {
            onForget(forget);
        } else if (message instanceof UrMessage.Refuse refuse) {
            onRefuse(refuse);
        } else if (message instanceof UrMessage.Present present) {
            onPresent(present);
        } else if (message instanceof UrMessage.Granted granted) {
            answered(granted.id(), new NodeProxy.Presented(null, "", granted.chain()));
        } else if (message instanceof UrMessage.Declined declined) {
            Reason reason = Catalogue.reason(declined.reason());
            answered(declined.id(), new NodeProxy.Presented(reason, explanation(reason)));
        } else if (message instanceof UrMessage.Advert advert) {
            onAdvert(advert);
        } else if (message instanceof UrMessage.Release release) {
            lending.released(release);
        } else if (message instanceof UrMessage.Renew renew) {
            lending.renewed(renew);
        } else if (message instanceof UrMessage.Notice notice) {
            onNotice(notice);
        } else if (message instanceof UrMessage.Receipt receipt) {
            onReceipt(receipt);
        } else if (message instanceof UrMessage.Countersigned countersigned) {
            onCountersigned(countersigned);
        } else {
            isReadySaid = true;
            refuseUnlearned();
        }
    }

    private void answered(long id, NodeProxy.Presented outcome) {
        presentations.answered(id, outcome);
        presentUpheld();
        refuseUnlearned();
    }

    /**
     * All was named, unless what is being presented leads to more. Once: a few bytes that make a message for every proxy are not to
     * be had again and again.
     */
    private void refuseUnlearned() {
        if (isReadySaid && presentations.isEmpty() && !upheld.isOpen() && imports.ready()) {
            proxies.refuseUnlearned(imports);
        }
    }

    /** A judgement costs a signature check, so a peer may wait for a few at a time and declined ones are not endless. */
    private void onPresent(UrMessage.Present present) {
        if (judging >= node.settings().maxPresenting() || declined >= MAX_DECLINED) {
            breakOff.accept("it presents more than a node may");
            return;
        }
        if (!presented.take(node.nanoTime().getAsLong())) {
            session.say(new UrMessage.Declined(present.id(), Reason.OVERLOADED.code()));
            return;
        }
        judging++;
        node.router()
                .tell(new NodeProxy.Judge(
                        session.peer(), session.name(), present.id(), present.credential(), context.getSelf()));
    }

    private void onAdvert(UrMessage.Advert advert) {
        if (adverts.take(node.nanoTime().getAsLong())) {
            node.router().tell(new NodeProxy.Heard(session.peer(), advert.signed()));
        } else {
            node.counters().add(Counter.DROPPED_ADVERT);
        }
    }

    private void onNotice(UrMessage.Notice notice) {
        if (notices.take(node.nanoTime().getAsLong())) {
            node.router().tell(new NodeProxy.Noticed(session.peer(), notice.signed()));
        } else {
            node.counters().add(Counter.DROPPED_NOTICE);
        }
    }

    private void onLearn(UrMessage.Learn learn) {
        EngineProxy.Learned learned = new EngineProxy.Learned(session, learn.ref(), learn.types());
        EngineProxy.Learned before = imports.find(learn.engine());
        boolean acceptable = EngineId.isName(learn.engine())
                && proxies.admits(learn.engine())
                && imports.learn(learn.engine(), learned, isStranger.getAsBoolean());
        if (acceptable) {
            if (before != null && before.ref() != learn.ref()) {
                session.heard().forget(before.ref());
            }
            session.heard().learn(learn);
            proxies.proxy(learn.engine(), null).tell(learned);
        } else {
            breakOff.accept("it offers more or other engines than a node may");
        }
    }

    /** What whoever presented an invitation can do about it. */
    private static String explanation(Reason reason) {
        return switch (reason) {
            case DENIED -> "someone else has used it, or its issuer does not know it; ask its issuer for a new one";
            case EXPIRED -> "its time is over; ask its issuer for a new one";
            case REVOKED -> "its issuer has withdrawn it; ask its issuer for a new one";
            default -> "its issuer cannot take it now; try again later";
        };
    }

    private void onForget(UrMessage.Forget forget) {
        Reason reason = Catalogue.reason(forget.reason());
        String engine = imports.forget(forget.ref(), reason);
        session.heard().forget(forget.ref());
        if (engine != null) {
            proxies.stop(engine);
        }
        // Only what was known: looking for its calls costs more than saying forget.
        if (lending.forgotten(forget.ref()) || engine != null) {
            session.exports().failAll(forget.ref(), reason);
        }
    }

    private void onRefuse(UrMessage.Refuse refuse) {
        Reason reason = Catalogue.reason(refuse.reason());
        Duration retry = Duration.ofMillis(Math.min(refuse.retryMillis(), MAX_RETRY.toMillis()));
        if (refuse.reply() != UrMessage.NO_REPLY) {
            session.exports().fail(refuse.reply(), reason, retry);
        }
        String engine = imports.engine(refuse.ref());
        if (told.add(reason)) {
            String to = engine == null ? "an actor of " + session.peer() : session.peer() + "/" + engine;
            node.logs()
                    .of(isStranger.getAsBoolean())
                    .warn(context.getLog(), "messages for {} are refused by their owner: {}", to, reason.label());
        }
        if (engine != null) {
            Refused refused = new Refused(new EngineId(session.peer(), engine), reason, retry);
            context.getSystem().eventStream().tell(new EventStream.Publish<>(refused));
        }
    }
}
