package io.comity.transport;

/** What a wire does with an established link, on the wire's thread: takes sealed records from it, gives it those that arrive. */
public interface LinkPort {
    /**
     * Seals what waits, up to one record of {@link Wire#MAX_RECORD_BYTES}, into {@code out} from {@code offset}.
     *
     * @param aad what the transport wants bound to the record by the same tag (Artery's header); its first
     *     {@code aadLength} bytes count
     * @return the record's length, or 0 when nothing waits
     */
    int seal(byte[] aad, int aadLength, byte[] out, int offset);

    /** Whether {@link #seal} would produce another record now. */
    boolean hasMore();

    /**
     * Opens a record and delivers what is in it.
     *
     * @return false when the record is not the authentic next one: the wire must then close
     */
    boolean open(byte[] aad, int aadLength, byte[] record, int offset, int length);
}
