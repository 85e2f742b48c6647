package io.comity.explore;

import java.util.List;

/**
 * One place in the product's code, and what is wrong there: a call that is not made, a field that is not read or not written, or a
 * method without its body. What would have come of it is answered instead.
 *
 * @param type of {@code io.comity}, without that
 * @param member what is called, read or written; the method itself when it has no body
 * @param nth which one of these in the method, from 1; 0 for all of them
 */
record Mutant(String name, String type, String method, What what, String member, int nth, Answer answer) {
    enum What {
        CALL,
        READ,
        WRITE,
        BODY
    }

    enum Answer {
        /** Or false, or null. */
        ZERO,
        /** Or true. */
        ONE,
        /** What it was called on. */
        ITSELF
    }

    static Mutant noCall(String name, String type, String method, String called, int nth, Answer answer) {
        return new Mutant(name, type, method, What.CALL, called, nth, answer);
    }

    static Mutant noRead(String name, String type, String method, String field, Answer answer) {
        return new Mutant(name, type, method, What.READ, field, 0, answer);
    }

    static Mutant noWrite(String name, String type, String method, String field) {
        return new Mutant(name, type, method, What.WRITE, field, 0, Answer.ZERO);
    }

    static Mutant noBody(String name, String type, String method, Answer answer) {
        return new Mutant(name, type, method, What.BODY, method, 0, answer);
    }

    String className() {
        return "io.comity." + type;
    }

    static final List<Mutant> OF_HANDSHAKES = List.of(
            noCall("signatures are not checked", "session.Handshake", "onPeer", "verify", 1, Answer.ONE),
            noCall("what is signed says nothing", "session.Handshake", "statement", "put([B)", 0, Answer.ITSELF),
            noCall("whoever answers is whom was dialled", "session.Handshake", "onPeer", "equals", 2, Answer.ONE),
            noCall("a handshake goes on after a fault", "session.Handshake", "fail", "end", 1, Answer.ZERO),
            noCall("features are not those of both", "session.Handshake", "established", "features", 2, Answer.ONE),
            noCall("the oldest version is taken", "session.IdentityPayload", "commonVersion", "min", 1, Answer.ONE),
            noCall("no agreement is in the keys", "session.HandshakeState", "mixAgreement", "mixKey", 1, Answer.ZERO),
            noRead("both directions have one key", "session.HandshakeState", "opener", "initiator", Answer.ZERO),
            noBody("no message depends on those before", "session.SymmetricState", "mixHash", Answer.ZERO),
            noWrite("a record opens again", "session.RecordOpener", "open", "counter"),
            noWrite("a link goes on after a bad record", "session.RecordOpener", "open", "dead"),
            noCall("the next key is known to all", "session.Aead", "rekeyed", "seal", 1, Answer.ZERO));

    static final List<Mutant> OF_PAPERS = List.of(
            noBody("anybody may present anything", "mission.Chain", "mayBePresentedBy", Answer.ONE),
            noCall("a child may be wider", "mission.Walk", "childFlaw", "isPresent", 1, Answer.ZERO),
            noCall("a proof is good for anybody", "mission.Possession", "check", "equals", 2, Answer.ONE),
            noBody("no time is over", "mission.Terms", "untimely", Answer.ZERO),
            noCall("what was used is not counted", "limit.Bucket", "take", "setOpaque", 1, Answer.ZERO),
            noWrite("serials are given twice", "mission.Serials", "take", "next"));

    static final List<Mutant> OF_REVOCATIONS = List.of(
            noCall("a grant is not taken back", "mission.Revocations", "kills", "containsKey", 1, Answer.ZERO),
            noBody("a holder is not put out", "mission.Revocations", "isOut", Answer.ZERO),
            noCall("gates stay open", "mission.Authority", "apply", "close", 1, Answer.ZERO),
            noCall("a restart forgets what was taken back", "mission.Authority", "<init>", "forEach", 1, Answer.ZERO),
            noWrite("refs are given twice", "reference.ExportTable", "nextRef", "given"),
            noCall("references outlive their grant", "reference.Export", "closed", "closed", 1, Answer.ZERO));
}
