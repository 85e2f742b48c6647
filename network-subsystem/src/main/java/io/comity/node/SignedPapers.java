package io.comity.node;

import io.comity.control.ControlException;
import io.comity.control.Request;
import io.comity.evidence.Account;
import io.comity.identity.NodeId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What others signed for a node, counted or in a file, as its owner asks for it. */
final class SignedPapers {
    private static final FileAttribute<?> OWNERS_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** Messages of one sender to one engine, of one type. */
    private record Alike(NodeId sender, String engine, String type) {
        static Alike of(KeptEvidence.Item item) {
            return new Alike(item.sender(), item.engine(), item.type());
        }
    }

    /** Accounts of one node's messages to the other. */
    private record Ledger(NodeId owner, NodeId holder) {
        static Ledger of(KeptReceipts.Item item) {
            return new Ledger(item.account().owner(), item.account().holder());
        }
    }

    private final Node node;
    private final NodeNames names;

    SignedPapers(Node node, NodeNames names) {
        this.node = node;
        this.names = names;
    }

    Map<String, Object> of(Request.Signed signed) {
        Optional<NodeId> with = signed.node().map(names::resolve);
        return signed.papers() == Request.Papers.EVIDENCE
                ? evidence(with, signed.file())
                : receipts(with, signed.file());
    }

    private Map<String, Object> evidence(Optional<NodeId> sender, Optional<String> file) {
        List<KeptEvidence.Item> items = sender.map(node.evidence()::of).orElseGet(node.evidence()::list);
        return file.isPresent()
                ? written(file.get(), node.evidence().export(items), items.size())
                : Map.of(
                        "messages",
                        items.stream()
                                .collect(Collectors.groupingBy(Alike::of, LinkedHashMap::new, Collectors.counting()))
                                .entrySet()
                                .stream()
                                .map(entry -> counted(entry.getKey(), entry.getValue()))
                                .toList());
    }

    private Map<String, Object> counted(Alike alike, long count) {
        return Map.of(
                "sender", alike.sender().text(),
                "petname", names.petname(alike.sender()),
                "engine", alike.engine(),
                "type", alike.type(),
                "count", count);
    }

    private Map<String, Object> receipts(Optional<NodeId> peer, Optional<String> file) {
        List<KeptReceipts.Item> items = node.receipts().list().stream()
                .filter(item -> peer.isEmpty() || isOf(peer.get(), item.account()))
                .toList();
        if (file.isPresent()) {
            byte[] content = peer.map(node.receipts()::export).orElseGet(node.receipts()::export);
            return written(file.get(), content, items.size());
        }
        return Map.of(
                "ledgers",
                items.stream()
                        .collect(Collectors.groupingBy(Ledger::of, LinkedHashMap::new, Collectors.toList()))
                        .entrySet()
                        .stream()
                        .map(entry -> summed(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static boolean isOf(NodeId peer, Account account) {
        return Set.of(account.owner(), account.holder()).contains(peer);
    }

    private Map<String, Object> summed(Ledger ledger, List<KeptReceipts.Item> items) {
        List<Account.Entry> entries = items.stream()
                .flatMap(item -> item.account().entries().stream())
                .toList();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("from", ledger.holder().text());
        fields.put("to", ledger.owner().text());
        fields.put("petname", names.petname(ledger.owner().equals(node.id()) ? ledger.holder() : ledger.owner()));
        fields.put("received", ledger.owner().equals(node.id()));
        fields.put("accounts", items.size());
        fields.put("agreed", items.stream().filter(KeptReceipts.Item::isAgreed).count());
        fields.put("messages", entries.stream().mapToLong(Account.Entry::count).sum());
        fields.put(
                "refused", entries.stream().mapToLong(Account.Entry::refusals).sum());
        return fields;
    }

    private static Map<String, Object> written(String file, byte[] content, int count) {
        if (count == 0) {
            throw new ControlException("there is nothing to export; a mission wants proof when it is defined with"
                    + " evidence(…), and nothing was sent under one since");
        }
        Path path = Path.of(file);
        if (!path.isAbsolute()) {
            throw new ControlException("write the file's path from the root on; it is the node that writes it");
        }
        try {
            Files.createFile(path, OWNERS_ALONE);
            Files.write(path, content, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException there) {
            throw new ControlException(path + " is there already; name another file, or remove it");
        } catch (IOException | UnsupportedOperationException unwritable) {
            throw new ControlException("cannot write " + path + ": " + unwritable.getMessage());
        }
        return Map.of("file", path.toString(), "count", count);
    }
}
