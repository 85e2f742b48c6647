package io.comity.protocol;

import java.util.Map;
import java.util.TreeMap;

/** All files of vectors, made anew. */
final class ProtocolVectors {
    private ProtocolVectors() {}

    /** By file name. */
    static Map<String, VectorFile> files() {
        return new TreeMap<>(Map.of(
                "cbor.json", CborVectors.file(),
                "ur-messages.json", UrMessageVectors.file(),
                "identity-payloads.json", IdentityPayloadVectors.file(),
                "handshake.json", HandshakeVectors.file(),
                "records.json", RecordVectors.file(),
                "adverts.json", AdvertVectors.file(),
                "text.json", TextVectors.file(),
                "invitations.json", InvitationVectors.file(),
                "bodies.json", BodyVectors.file(),
                "sessions.json", SessionVectors.file()));
    }
}
