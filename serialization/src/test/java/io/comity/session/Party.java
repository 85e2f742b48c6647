package io.comity.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;

/** A node in a handshake test: fixed keys, so that every run sends the same bytes, and a key holder that signs at once. */
record Party(KeyHolder signer, Local local, EphemeralSource ephemerals) {
    /** The keys of RFC 8032 section 7.1, tests 1 and 2, and of RFC 7748 section 6.1. */
    static Party alice() {
        return of(
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
                0xa1);
    }

    static Party bob() {
        return of(
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb",
                0xb0);
    }

    /** RFC 8032 section 7.1, test 3. */
    static Party mallory() {
        return of("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "66".repeat(32), 0xee);
    }

    static Party of(String seed, String staticSecret, int ephemeralFill) {
        KeyHolder signer = MemoryKeyHolder.fromSeed(HexFormat.of().parseHex(seed));
        X25519KeyPair keys = X25519KeyPair.of(HexFormat.of().parseHex(staticSecret));
        Local local = new Local(signer.nodeId(), 7, 1, 1, 0, keys, EnumSet.allOf(CipherSuite.class));
        return new Party(signer, local, filledWith(ephemeralFill));
    }

    static EphemeralSource filledWith(int octet) {
        return () -> {
            byte[] secret = new byte[32];
            Arrays.fill(secret, (byte) octet);
            return secret;
        };
    }

    NodeId node() {
        return local.node();
    }

    Party withVersions(int min, int max, long features) {
        return with(new Local(local.node(), local.bootEpoch(), min, max, features, local.keys(), local.suites()));
    }

    /** The same machine, but it says that it is {@code node}. */
    Party claiming(NodeId node) {
        return with(new Local(node, local.bootEpoch(), 1, 1, 0, local.keys(), local.suites()));
    }

    Party accepting(CipherSuite suite) {
        return with(new Local(local.node(), local.bootEpoch(), 1, 1, 0, local.keys(), EnumSet.of(suite)));
    }

    /** The same node in another handshake. */
    Party again() {
        return new Party(signer, local, filledWith(0x5a));
    }

    private Party with(Local changed) {
        return new Party(signer, changed, ephemerals);
    }

    Talk dialling(NodeId responder, CipherSuite suite) {
        Talk talk = new Talk(signer, Handshake.initiator(local, responder, suite, ephemerals), new ArrayList<>());
        talk.take(talk.handshake.start());
        return talk;
    }

    Talk answering() {
        Talk talk = new Talk(signer, Handshake.responder(local, ephemerals), new ArrayList<>());
        talk.take(talk.handshake.start());
        return talk;
    }

    /** One side of one handshake, and what it has put out, signatures aside. */
    record Talk(KeyHolder signer, Handshake handshake, List<Output> outputs) {
        /** Hands over {@code frame} and returns what came of it. */
        List<Output> hear(byte[] frame) {
            outputs.clear();
            take(handshake.frame(frame));
            return outputs;
        }

        byte[] sent() {
            assertThat(outputs).isNotEmpty().first().isInstanceOf(Output.Send.class);
            return ((Output.Send) outputs.get(0)).frame();
        }

        Link link() {
            Output last = outputs.get(outputs.size() - 1);
            assertThat(last).isInstanceOf(Output.Established.class);
            return ((Output.Established) last).link();
        }

        private void take(List<Output> more) {
            for (Output output : more) {
                if (output instanceof Output.Sign sign) {
                    take(handshake.signed(signer.sign(Handshake.SIGNATURE_DOMAIN, sign.statement())));
                } else {
                    outputs.add(output);
                }
            }
        }
    }
}
