package io.comity.node;

import io.comity.config.EditDistance;
import io.comity.control.Answers;
import io.comity.control.ControlClient;
import io.comity.control.Reply;
import io.comity.control.Request;
import io.comity.identity.FileKeyHolder;
import io.comity.identity.NodeId;
import io.comity.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A node in the hands of its owner, whether or not a process runs it: asks the one that does, or opens the node here. Used by one
 * thread.
 */
public final class Custody implements AutoCloseable {
    /** How long another command that has the node may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final NodeSettings settings;
    private final boolean dials;
    private @Nullable ControlClient client;
    private @Nullable Node opened;

    private Custody(NodeSettings settings, boolean dials) {
        this.settings = settings;
        this.dials = dials;
    }

    /**
     * The node of these settings, for requests that need no connection with others.
     *
     * @throws NoNodeException when there is no such node
     */
    public static Custody of(NodeSettings settings) {
        return new Custody(require(settings), false);
    }

    /** As {@link #of}; one that no process runs is started, so that it can reach others. */
    public static Custody dialling(NodeSettings settings) {
        return new Custody(require(settings), true);
    }

    private static NodeSettings require(NodeSettings settings) {
        if (Files.exists(settings.keyFile())) {
            return settings;
        }
        List<String> others = settings.neighbours();
        throw new NoNodeException("there is no node \"" + settings.name() + "\" in "
                + settings.folder().getParent() + EditDistance.hint(settings.name(), others)
                + (others.isEmpty() ? "" : "; there are " + String.join(", ", others))
                + "; comity init --name " + settings.name() + " makes it");
    }

    /**
     * The id of the node of these settings, which need not be at hand.
     *
     * @throws NoNodeException when there is no such node
     */
    public static NodeId id(NodeSettings settings) {
        return FileKeyHolder.open(require(settings).keyFile()).nodeId();
    }

    /**
     * Has the node do something.
     *
     * @throws NoNodeException when neither a process that runs it answers, nor can it be opened
     */
    public Reply ask(Request request) {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<Reply> reply = tryToAsk(request, System.nanoTime() >= giveUp);
            if (reply.isPresent()) {
                return reply.get();
            }
            pause();
        }
    }

    private Optional<Reply> tryToAsk(Request request, boolean isLast) {
        if (opened == null && client == null) {
            client = ControlClient.connect(settings.folder()).orElse(null);
        }
        if (client != null) {
            return askOther(client, request);
        }
        try {
            return Optional.of(askHere(request));
        } catch (StoreException inUse) {
            if (!inUse.isInUse()) {
                throw inUse;
            }
            if (isLast) {
                throw new NoNodeException("node " + settings.name() + " is in use by a process that takes no commands:"
                        + " it has comity.control = off, is of an older Comity, or is another command that waits; end it, or"
                        + " let it take them");
            }
            return Optional.empty();
        }
    }

    /** A process that ends just now is no answer yet. */
    private Optional<Reply> askOther(ControlClient other, Request request) {
        try {
            return Optional.of(Reply.read(other.ask(request.line())));
        } catch (IOException gone) {
            other.close();
            client = null;
            if (request instanceof Request.Self) {
                return Optional.empty();
            }
            throw new NoNodeException("the process that runs node " + settings.name()
                    + " ended before it answered; see with comity grants whether it was done");
        }
    }

    private Reply askHere(Request request) {
        Node node = opened == null ? open() : opened;
        opened = node;
        return Reply.read(new Answers(new Deeds(node, settings.name(), false, settings.promised())).to(request.line()));
    }

    private Node open() {
        return dials ? Node.start(settings.set("comity.control", false)) : Node.open(settings);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new NoNodeException("interrupted while waiting for the node");
        }
    }

    /** Closes what was opened here. */
    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
        if (opened != null) {
            opened.close();
        }
    }
}
