package io.comity.router;

import io.comity.advert.AdvertTable;
import io.comity.advert.Contact;
import io.comity.advert.Gossip;
import io.comity.advert.NodeAdvert;
import io.comity.advert.NodeDescription;
import io.comity.advert.Refusal;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.observe.Counter;
import io.comity.proxy.NodeProxy;
import io.comity.selection.Candidate;
import io.comity.store.Store;
import io.comity.transport.Address;
import io.comity.wire.Verified;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Router's part that deals in adverts: makes this node's own, judges and keeps those of others, and says what goes to whom.
 *
 * <p>A <em>confidant</em> is a node that holds a grant of this one, or that this one uses: only it is told anything, this node's
 * own advert before all else, and only it is believed when it speaks of others. A stranger hears nothing that it did not have,
 * and speaks of itself only.
 */
final class Adverts {
    private static final Logger LOG = LoggerFactory.getLogger(Adverts.class);

    /** How much less a transport weighs than the one preferred to it. */
    private static final int WEIGHT_STEP = 10;

    private final Router.Context node;
    private final AdvertTable table;
    private final AdvertSettings settings;
    private final BiConsumer<NodeId, List<Bytes>> say;
    private final Gossip gossip;
    private final Set<NodeId> attached = new HashSet<>();
    private final AtomicBoolean complained = new AtomicBoolean();
    private final AtomicBoolean warned = new AtomicBoolean();
    private List<Contact> contacts = List.of();

    /** @param say says adverts to a node that is connected */
    Adverts(Router.Context node, BiConsumer<NodeId, List<Bytes>> say) {
        this.node = node;
        this.table = node.books().adverts();
        this.settings = node.settings().adverts();
        this.say = say;
        this.gossip = new Gossip(settings.gossip());
        table.listed(now()).forEach(known -> gossip.learned(known, known.value().node()));
    }

    private Instant now() {
        return node.clock().get();
    }

    // Its own.

    /** This node is reached at these addresses from now on. */
    void listening(List<Address> addresses) {
        contacts = addresses.stream()
                .filter(address -> Contact.isAddress(address.toString()))
                .map(address -> new Contact(address.toString(), weight(address.transport())))
                .sorted(Comparator.comparingInt(Contact::weight).reversed().thenComparing(Contact::address))
                .limit(NodeDescription.MAX_CONTACTS)
                .toList();
        renew();
    }

    private int weight(String transport) {
        int place = Math.max(0, settings.preference().indexOf(transport));
        return Math.max(1, Contact.DEFAULT_WEIGHT - WEIGHT_STEP * place);
    }

    /** Signs another advert when one is due, and tells it to those who may know. */
    void renew() {
        if (!table.isDue(contacts, now())) {
            return;
        }
        NodeAdvert own = NodeAdvert.sign(node.keyHolder(), table.next(contacts, settings.manner(), now()));
        table.issued(own);
        keep(node.books().store().putAdvert(new Store.SavedAdvert(own.node(), own.signed(), own.node())));
        attached.stream().filter(gossip::isLinked).forEach(peer -> say.accept(peer, List.of(own.signed())));
    }

    /** What it says of itself, signed; nothing before it listens. */
    Bytes own() {
        return table.own().map(NodeAdvert::signed).orElse(Bytes.EMPTY);
    }

    // Those of others.

    /**
     * Judges what a node said.
     *
     * @return the node it is about, if somebody here wants to reach that and there is something new to know
     */
    Optional<NodeId> heard(NodeProxy.Heard heard) {
        AdvertTable.Source source = new AdvertTable.Source(heard.peer(), isConfidant(heard.peer()));
        AdvertTable.Outcome outcome = table.hear(heard.advert(), source, now());
        if (outcome instanceof AdvertTable.Refused refused) {
            onRefused(refused.refusal(), heard.peer());
            return Optional.empty();
        }
        AdvertTable.Accepted accepted = (AdvertTable.Accepted) outcome;
        NodeAdvert advert = accepted.advert().value();
        gossip.learned(accepted.advert(), heard.peer());
        accepted.left().forEach(this::forget);
        keep(node.books().store().putAdvert(new Store.SavedAdvert(advert.node(), advert.signed(), heard.peer())));
        return Optional.of(advert.node()).filter(this::isUsed);
    }

    private void onRefused(Refusal refusal, NodeId peer) {
        switch (refusal) {
            case STALE -> {
                // What is known already is said in good faith.
            }
            case OWN -> renew();
            case OWN_OF_LATER_BOOT -> {
                warnOfAnother(peer);
                renew();
            }
            default -> {
                node.counters().add(Counter.DROPPED_ADVERT);
                LOG.debug("an advert that {} told is not believed: {}", peer, refusal.label());
            }
        }
    }

    /** Its signature proves it, whoever told. */
    private void warnOfAnother(NodeId peer) {
        if (warned.compareAndSet(false, true)) {
            LOG.warn(
                    "another process uses the key of this node: {} has an advert that it signed after this node was started; is there"
                            + " a copy of its folder that runs elsewhere? stop one of the two, and delete node.key in the copy for a key"
                            + " of its own (if this node lost its database while its clock was behind, the advert is its own)",
                    peer);
        }
    }

    private void forget(NodeId left) {
        gossip.left(left);
        keep(node.books().store().removeAdvert(left));
    }

    /** What is not stored is known until the node stops; once is enough to say so. */
    private void keep(CompletionStage<Void> write) {
        write.whenComplete((done, failure) -> {
            if (failure != null && complained.compareAndSet(false, true)) {
                LOG.warn("adverts are not kept for the next start: {}", failure.getMessage());
            }
        });
    }

    /** Where {@code peer} may be reached; nothing for a node that nobody here wants to reach. */
    List<Candidate> candidates(NodeId peer) {
        List<Address> told = node.books().addresses().get(peer);
        if (told == null) {
            return List.of();
        }
        List<Contact> advertised = table.find(peer, now())
                .map(advert -> advert.description().contacts())
                .orElse(List.of());
        return Candidate.of(advertised, told);
    }

    /** Whether anything is known of where {@code peer} is, whoever told. */
    boolean isFindable(NodeId peer) {
        return !node.books().addresses().getOrDefault(peer, List.of()).isEmpty()
                || table.find(peer, now()).isPresent();
    }

    // To whom.

    private boolean isUsed(NodeId peer) {
        return node.books().addresses().containsKey(peer);
    }

    private boolean isConfidant(NodeId peer) {
        return isUsed(peer) || !node.books().authority().heldBy(peer).isEmpty();
    }

    /** A peer hears from now on, and has heard nothing yet. */
    void attached(NodeId peer) {
        gossip.unlinked(peer);
        attached.add(peer);
        review(peer);
    }

    void detached(NodeId peer) {
        attached.remove(peer);
        gossip.unlinked(peer);
    }

    /** What a peer may be told may have changed. */
    void review(NodeId peer) {
        if (!isConfidant(peer)) {
            gossip.unlinked(peer);
        } else if (attached.contains(peer) && !gossip.isLinked(peer)) {
            List<Bytes> first = new ArrayList<>();
            table.own().ifPresent(own -> first.add(own.signed()));
            first.addAll(signed(gossip.linked(peer, now())));
            say.accept(peer, first);
        }
    }

    /** Another turn. */
    void gossip() {
        for (Gossip.Parcel parcel : gossip.turn(now(), node.random())) {
            say.accept(parcel.peer(), signed(parcel.adverts()));
        }
    }

    private static List<Bytes> signed(List<Verified<NodeAdvert>> adverts) {
        return adverts.stream().map(advert -> advert.value().signed()).toList();
    }
}
