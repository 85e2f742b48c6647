package io.comity.transport.artery;

/** A packet whose content is known when it is handed to Artery. */
final class Packet implements Sendable {
    private static final byte[] NOTHING = {};

    private final PacketKind kind;
    private final long link;
    private final byte[] content;
    private final Fate fate;

    /** Hears once what became of a packet. */
    interface Fate {
        Fate IGNORED = written -> {};

        /** {@code written} is false when Artery gave it up. */
        void settled(boolean written);
    }

    Packet(PacketKind kind, long link, byte[] content, Fate fate) {
        this.kind = kind;
        this.link = link;
        this.content = content;
        this.fate = fate;
    }

    /** A packet without content whose fate nobody waits for. */
    static Packet of(PacketKind kind, long link) {
        return new Packet(kind, link, NOTHING, Fate.IGNORED);
    }

    @Override
    public int write(byte[] frame, int headerBytes) {
        kind.put(frame, headerBytes, link);
        System.arraycopy(content, 0, frame, headerBytes + PacketKind.HEADER_BYTES, content.length);
        fate.settled(true);
        return PacketKind.HEADER_BYTES + content.length;
    }

    @Override
    public void lost() {
        fate.settled(false);
    }
}
