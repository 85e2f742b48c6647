package io.comity.proxy;

import io.comity.identity.Bytes;
import io.comity.mission.Reason;
import io.comity.reference.Export;
import io.comity.reference.ExportTable;
import io.comity.wire.UrMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Brings what a peer was told into line with what it may use now, by differences only. */
final class Catalogue {
    private Catalogue() {}

    /** Updates {@code exports} and returns the learns and forgets that tell the peer, in order. */
    static List<UrMessage> update(ExportTable exports, List<Permit> permits) {
        Map<String, Permit> now = permits.stream().collect(Collectors.toMap(Permit::engine, Function.identity()));
        List<UrMessage> said = new ArrayList<>();
        for (String engine : exports.engineNames()) {
            Permit permit = now.get(engine);
            Export export = exports.engine(engine);
            if (export != null && (permit == null || !reaches(permit, export))) {
                said.add(forget(exports, export, engine));
            }
        }
        now.values().forEach(permit -> learn(exports, permit, said));
        return said;
    }

    private static boolean reaches(Permit permit, Export export) {
        return permit.showsAnything() && export.target().equals(permit.target());
    }

    private static UrMessage forget(ExportTable exports, Export export, String engine) {
        Reason reason = reason(export);
        exports.forget(engine, reason);
        return new UrMessage.Forget(export.ref(), reason.code());
    }

    /** A right that is withdrawn or over is told as such; an engine that is gone, like one that never was. */
    private static Reason reason(Export export) {
        for (Reason told : List.of(Reason.REVOKED, Reason.EXPIRED)) {
            if (export.rights().stream().anyMatch(right -> right.refused() == told)) {
                return told;
            }
        }
        return Reason.DENIED;
    }

    private static void learn(ExportTable exports, Permit permit, List<UrMessage> said) {
        if (!permit.showsAnything()) {
            return;
        }
        Export before = exports.engine(permit.engine());
        List<Export.Right> told = before == null ? List.of() : before.rights();
        List<Export.Right> rights = permit.rights(told);
        Export export = exports.engine(permit.engine(), permit.target(), permit.protocol(), rights);
        if (before == null || rights.size() > told.size() || !levels(rights).equals(levels(told))) {
            said.add(learn(permit, export, rights));
        }
    }

    private static UrMessage learn(Permit permit, Export export, List<Export.Right> rights) {
        List<String> types = rights.stream()
                .map(right -> permit.protocol().wireName(right.type()))
                .toList();
        return new UrMessage.Learn(
                export.ref(), permit.engine(), Bytes.of(permit.protocol().digest()), types, levels(rights));
    }

    /** What proof is wanted of each type; nothing when of none. */
    private static Bytes levels(List<Export.Right> rights) {
        byte[] levels = new byte[rights.size()];
        boolean isAny = false;
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) rights.get(i).evidence().ordinal();
            isAny |= levels[i] > 0;
        }
        return isAny ? Bytes.of(levels) : Bytes.EMPTY;
    }

    /** The reason a peer gave, or the one that tells a user least when the code is unknown. */
    static Reason reason(long code) {
        return Reason.ofCode(code).orElse(Reason.DENIED);
    }
}
