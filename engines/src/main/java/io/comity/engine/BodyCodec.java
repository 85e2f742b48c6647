package io.comity.engine;

import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;

/**
 * The body of a message as CBOR: one item, of a wire type that was agreed beforehand, so no body says what it is.
 *
 * <p>Records are maps by component name, sealed interfaces {@code [name, body]}, collections arrays, maps flat arrays of
 * keys and values, optionals arrays of none or one, enums text, refs unsigned integers; the rest is in {@link Scalar}. Heads
 * are in their shortest form and every length is definite.
 *
 * <p>Reading is strict. An unknown, missing or repeated component, null, an element or key twice, a number out of range, any
 * other type than the declared one, any other byte than the body's is {@link Malformed}. Memory is bounded by the length of
 * the body times a small constant, and by {@link #MAX_ITEMS} and {@link #MAX_REFERENCES}; time is linear in it.
 *
 * <p>Jackson's generator writes. What a peer sent meets no general parser: {@link WellFormed} proves the shape and
 * {@link BodyReader} walks it. Both sides follow prepared {@link Part}s: no reflection per message, no databind, no class
 * names.
 */
public final class BodyCodec {
    /** Containers within each other in one body. A record, a collection or an optional counts one, a sealed component two. */
    public static final int MAX_DEPTH = 32;

    /** References in one body: one of a byte is an object of some hundred bytes where it is read. */
    public static final int MAX_REFERENCES = 1_024;

    /** Items in one body, whatever is in containers and those themselves: one of a byte may be an object of thirty bytes. */
    public static final int MAX_ITEMS = 1 << 20;

    private static final CBORFactory FACTORY = CBORFactory.builder()
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private BodyCodec() {}

    /** What a body turned out to be. */
    public sealed interface Decoded {}

    public record Value(Object message) implements Decoded {}

    /** @param fault in a few words, without content */
    public record Malformed(String fault) implements Decoded {}

    /** An encoder for one sender of messages of {@code protocol} to the peer behind {@code references}. */
    public static Encoder encoder(Protocol<?> protocol, References references, int maxBytes) {
        return new Encoder(protocol, references, maxBytes);
    }

    /** A decoder for what the peer behind {@code references} sends to an engine that speaks {@code protocol}. */
    public static Decoder decoder(Protocol<?> protocol, References references, int maxBytes) {
        return new Decoder(protocol, references, maxBytes);
    }

    /** Writes the bodies of one sender, one at a time; not for two threads at once. Holds some 25 KB while it lives. */
    public static final class Encoder {
        private final Protocol<?> protocol;
        private final CountedReferences references;
        private final BodyBuffer buffer;
        private CBORGenerator out;

        private Encoder(Protocol<?> protocol, References references, int maxBytes) {
            this.protocol = protocol;
            this.references = new CountedReferences(references);
            this.buffer = new BodyBuffer(maxBytes);
            this.out = generator();
        }

        private CBORGenerator generator() {
            try {
                return FACTORY.createGenerator(buffer);
            } catch (IOException e) {
                throw new IllegalStateException("a generator on memory", e);
            }
        }

        /**
         * Writes {@code message} over the body before it.
         *
         * @return the index of its wire type; the bytes are the first {@link #length()} of {@link #buffer()}
         * @throws EncodingException if it is not of the protocol, holds a null, or is too large, too deep or too full
         */
        public int encode(Object message) {
            int index = protocol.indexOf(message.getClass());
            if (index < 0) {
                throw new EncodingException(Names.path(message.getClass()) + " is not a message of " + protocol
                        + " that can travel between nodes");
            }
            buffer.clear();
            references.begin();
            boolean complete = false;
            try {
                protocol.types().get(index).part().write(out, message, references);
                out.flush();
                requireFewItems();
                complete = true;
                return index;
            } catch (StreamConstraintsException e) {
                throw new EncodingException("nested deeper than " + MAX_DEPTH);
            } catch (IOException e) {
                throw new EncodingException("changed while it was being sent");
            } finally {
                if (!complete) {
                    out = generator();
                    buffer.clear();
                }
            }
        }

        /** Each item takes a byte at least, so that hardly any body is looked through. */
        private void requireFewItems() {
            String fault =
                    buffer.length() <= MAX_ITEMS ? null : new WellFormed().fault(buffer.content(), 0, buffer.length());
            if (fault != null) {
                throw new EncodingException(fault);
            }
        }

        /** The bytes written last; valid until the next {@link #encode}, not a copy. */
        public byte[] buffer() {
            return buffer.content();
        }

        public int length() {
            return buffer.length();
        }
    }

    /** Reads the bodies that one peer sends to one engine, one at a time; not for two threads at once. */
    public static final class Decoder {
        /** What one item takes as an object, and one reference as an actor's, on a JVM of 64 bits: about, and rather too much. */
        private static final int ITEM_BYTES = 64;

        private static final int REFERENCE_BYTES = 384;

        private final Protocol<?> protocol;
        private final CountedReferences references;
        private final int maxBytes;
        private final WellFormed wellFormed = new WellFormed();

        private Decoder(Protocol<?> protocol, References references, int maxBytes) {
            this.protocol = protocol;
            this.references = new CountedReferences(references);
            this.maxBytes = maxBytes;
        }

        /**
         * Reads one body; never throws, whatever the bytes and the index are.
         *
         * @param offset and {@code length} must lie within {@code bytes}: they are ours, not the peer's
         */
        public Decoded decode(int typeIndex, byte[] bytes, int offset, int length) {
            if (typeIndex < 0 || typeIndex >= protocol.size()) {
                return new Malformed("unknown type");
            }
            if (length > maxBytes) {
                return new Malformed("too large");
            }
            String fault = wellFormed.fault(bytes, offset, length);
            return fault != null ? new Malformed(fault) : parse(typeIndex, bytes, offset, length);
        }

        /** What the message that was read last takes of memory, in bytes: an empty list is one byte on its way and sixty here. */
        public int heapBytes() {
            return wellFormed.count() * ITEM_BYTES + references.count() * REFERENCE_BYTES;
        }

        private Decoded parse(int typeIndex, byte[] bytes, int offset, int length) {
            try {
                BodyReader in = new BodyReader(bytes, offset, length);
                references.begin();
                return new Value(protocol.types().get(typeIndex).part().read(in, references));
            } catch (MalformedBody e) {
                return new Malformed(e.fault());
            }
        }
    }
}
