package io.comity.wire;

import io.comity.identity.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads {@link UrMessage}s. Casts, the only frequent kind, have calls of their own that make no object: see
 * {@link #castHead} and {@link #kind}.
 */
public final class UrMessages {
    /** A cast without its body is at most this long. */
    public static final int MAX_CAST_HEAD_BYTES = 1 + 1 + 9 + 9 + 9 + 9 + 5;

    /** A part without its bytes is at most this long. */
    public static final int MAX_PART_HEAD_BYTES = 1 + 1 + 9 + 9 + 9 + 9 + 5 + 5 + 5;

    /** An acknowledgement is at most this long. */
    public static final int MAX_ACK_BYTES = 1 + 1 + 9;

    /** Of a cast without a deadline; one with a deadline has one more, and so has a call. */
    public static final int CAST_ELEMENTS = 4;

    /** Of a part without a deadline; one with a deadline has one more, and so has a piece. */
    public static final int PART_ELEMENTS = 6;

    /** Of evidence that has a signature. */
    public static final int EVIDENCE_ELEMENTS = 7;

    /** Of evidence that rests on the signature of an earlier record. */
    public static final int EVIDENCE_AGAIN_ELEMENTS = 3;

    /** Evidence for casts of this record and those after it. */
    public static final int LANE_OF_RECORDS = 0;

    /** Evidence for the one cast that follows. */
    public static final int LANE_OF_CASTS = 1;

    /** Evidence for the one cast that follows, perhaps in parts. */
    public static final int LANE_OF_LONG_CASTS = 2;

    /** Records that one signature covers. */
    public static final int MAX_SIGNED_RECORDS = 16;

    /** A hash, and what stands for it. */
    public static final int HASH_BYTES = 32;

    private static final int SIGNATURE_BYTES = 64;

    /** A bit for each cast that a record can hold: the shortest has six bytes. */
    public static final int MAX_WHICH_BYTES = 1_280;

    /** Evidence with the signature of one cast is at most this long. */
    public static final int MAX_OWN_EVIDENCE_BYTES = 1 + 1 + 1 + 9 + 9 + 1 + 1 + 2 + SIGNATURE_BYTES;

    private static final int MAX_VOUCHED_BYTES = 1 + 1 + 3 + UrMessage.MAX_CERTIFICATE_BYTES;

    /** What stands in front of the casts of a record to prove them, a certificate included, is at most this long. */
    public static final int MAX_EVIDENCE_BYTES = MAX_VOUCHED_BYTES
            + MAX_OWN_EVIDENCE_BYTES
            + 2
            + MAX_WHICH_BYTES
            + 2
            + (MAX_SIGNED_RECORDS - 1) * HASH_BYTES;

    private UrMessages() {}

    /**
     * Everything of a cast that goes before its body.
     *
     * @param deadline on this side's clock, in milliseconds, or {@link UrMessage#NO_DEADLINE}
     * @param reply the one-shot ref to which the answer goes, or {@link UrMessage#NO_REPLY}
     */
    public static void castHead(CborWriter out, long ref, int type, long deadline, long reply, int bodyLength) {
        int kind = reply == UrMessage.NO_REPLY ? UrMessage.CAST : UrMessage.CALL;
        head(out, CAST_ELEMENTS, kind, ref, type, deadline, reply);
        out.bytesHead(bodyLength);
    }

    /** Everything of a part that goes before its bytes; see {@link #castHead}. */
    public static void partHead(
            CborWriter out, long ref, int type, long deadline, long reply, int total, int offset, int length) {
        int kind = reply == UrMessage.NO_REPLY ? UrMessage.PART : UrMessage.PIECE;
        head(out, PART_ELEMENTS, kind, ref, type, deadline, reply);
        out.uint(total).uint(offset).bytesHead(length);
    }

    private static void head(CborWriter out, int least, int kind, long ref, int type, long deadline, long reply) {
        boolean isLimited = deadline != UrMessage.NO_DEADLINE;
        boolean isCall = reply != UrMessage.NO_REPLY;
        out.array(least + (isLimited ? 1 : 0) + (isCall ? 1 : 0));
        out.uint(kind).uint(ref).uint(type);
        if (isLimited) {
            out.uint(deadline);
        }
        if (isCall) {
            out.uint(reply);
        }
    }

    /** As {@link #write} of an {@link UrMessage.Ack}, without an object. */
    public static void ack(CborWriter out, long received) {
        out.array(2).uint(UrMessage.ACK).uint(received);
    }

    public static void write(CborWriter out, UrMessage message) {
        if (message instanceof UrMessage.Learn learn) {
            learn(out, learn);
        } else if (message instanceof UrMessage.Forget forget) {
            out.array(3).uint(UrMessage.FORGET).uint(forget.ref()).uint(forget.reason());
        } else if (message instanceof UrMessage.Refuse refuse) {
            refuse(out, refuse);
        } else if (message instanceof UrMessage.Present present) {
            out.array(3).uint(UrMessage.PRESENT).uint(present.id()).bytes(present.credential());
        } else if (message instanceof UrMessage.Granted granted) {
            out.array(3).uint(UrMessage.GRANTED).uint(granted.id()).bytes(granted.chain());
        } else if (message instanceof UrMessage.Declined declined) {
            out.array(3).uint(UrMessage.DECLINED).uint(declined.id()).uint(declined.reason());
        } else if (message instanceof UrMessage.Release release) {
            out.array(3).uint(UrMessage.RELEASE).uint(release.ref()).uint(release.count());
        } else if (message instanceof UrMessage.Renew renew) {
            out.array(2).uint(UrMessage.RENEW).array(renew.refs().size());
            renew.refs().forEach(out::uint);
        } else if (message instanceof UrMessage.Advert advert) {
            out.array(2).uint(UrMessage.ADVERT).bytes(advert.signed());
        } else if (message instanceof UrMessage.Notice notice) {
            out.array(2).uint(UrMessage.NOTICE).bytes(notice.signed());
        } else if (message instanceof UrMessage.Vouched vouched) {
            out.array(2).uint(UrMessage.EVIDENCE).bytes(vouched.certificate());
        } else if (message instanceof UrMessage.Receipt receipt) {
            out.array(3).uint(UrMessage.RECEIPT).bytes(receipt.account()).bytes(receipt.signed());
        } else if (message instanceof UrMessage.Countersigned countersigned) {
            out.array(3)
                    .uint(UrMessage.COUNTERSIGNED)
                    .uint(countersigned.last())
                    .bytes(countersigned.signed());
        } else {
            writeOfLink(out, message);
        }
    }

    private static void learn(CborWriter out, UrMessage.Learn learn) {
        boolean isProven = learn.levels().size() > 0;
        out.array(isProven ? 6 : 5).uint(UrMessage.LEARN).uint(learn.ref());
        out.text(learn.engine()).bytes(learn.digest());
        out.array(learn.types().size());
        learn.types().forEach(out::text);
        if (isProven) {
            out.bytes(learn.levels());
        }
    }

    private static void refuse(CborWriter out, UrMessage.Refuse refuse) {
        int elements = elements(refuse);
        out.array(elements).uint(UrMessage.REFUSE).uint(refuse.ref()).uint(refuse.reason());
        if (elements > 3) {
            out.uint(refuse.retryMillis());
        }
        if (elements > 4) {
            out.uint(refuse.reply());
        }
    }

    private static int elements(UrMessage.Refuse refuse) {
        if (refuse.reply() != UrMessage.NO_REPLY) {
            return 5;
        }
        return refuse.retryMillis() > 0 ? 4 : 3;
    }

    private static void writeOfLink(CborWriter out, UrMessage message) {
        if (message instanceof UrMessage.Ack ack) {
            ack(out, ack.received());
        } else if (message instanceof UrMessage.Hello hello) {
            out.array(6).uint(UrMessage.HELLO).bytes(hello.session());
            out.uint(hello.received()).uint(hello.credit());
            out.uint(hello.heartbeatMillis()).uint(hello.clockMillis());
        } else if (message instanceof UrMessage.Bye bye) {
            out.array(3).uint(UrMessage.BYE).uint(bye.why()).uint(bye.retryMillis());
        } else if (message instanceof UrMessage.Rekey rekey) {
            out.array(2).uint(UrMessage.REKEY).uint(rekey.clockMillis());
        } else {
            out.array(1).uint(UrMessage.READY);
        }
    }

    /** Enters the next ur-message and returns its kind; its other {@code elements - 1} items follow. */
    public static int kind(CborReader in, int elements) {
        return elements < 1 ? in.refuse(Fault.WRONG_COUNT) : (int) in.uint(UrMessage.MAX_KIND);
    }

    /** Reads the rest of a message other than a cast; null after a fault. */
    public static @Nullable UrMessage read(CborReader in, int kind, int elements) {
        UrMessage message = switch (kind) {
            case UrMessage.LEARN -> learn(in, elements);
            case UrMessage.FORGET -> new UrMessage.Forget(in.uint(), in.uint());
            case UrMessage.REFUSE -> refuse(in, elements);
            case UrMessage.RELEASE -> new UrMessage.Release(in.uint(), in.uint());
            case UrMessage.RENEW -> renew(in);
            case UrMessage.PRESENT -> new UrMessage.Present(in.uint(), in.bytes(UrMessage.MAX_CREDENTIAL_BYTES));
            case UrMessage.GRANTED -> new UrMessage.Granted(in.uint(), in.bytes(UrMessage.MAX_CREDENTIAL_BYTES));
            case UrMessage.DECLINED -> new UrMessage.Declined(in.uint(), in.uint());
            case UrMessage.READY -> new UrMessage.Ready();
            case UrMessage.ACK -> new UrMessage.Ack(in.uint());
            case UrMessage.HELLO -> hello(in);
            case UrMessage.BYE -> new UrMessage.Bye(in.uint(), in.uint());
            case UrMessage.REKEY -> new UrMessage.Rekey(in.uint());
            case UrMessage.ADVERT -> new UrMessage.Advert(in.bytes(UrMessage.MAX_ADVERT_BYTES));
            case UrMessage.NOTICE -> new UrMessage.Notice(in.bytes(UrMessage.MAX_NOTICE_BYTES));
            case UrMessage.RECEIPT ->
                new UrMessage.Receipt(
                        in.bytes(UrMessage.MAX_ACCOUNT_BYTES), in.bytes(UrMessage.MAX_SIGNED_ACCOUNT_BYTES));
            case UrMessage.COUNTERSIGNED ->
                new UrMessage.Countersigned(in.uint(), in.bytes(UrMessage.MAX_SIGNED_ACCOUNT_BYTES));
            default -> null;
        };
        boolean isLonger = isLongRefuse(message, elements) || message instanceof UrMessage.Learn && elements == 6;
        boolean fits = message != null && (elements == elements(message) || isLonger);
        if (!fits) {
            in.refuse(message == null ? Fault.OUT_OF_RANGE : Fault.WRONG_COUNT);
        }
        return in.fault() == null ? message : null;
    }

    /** A retry of zero is not said where nothing follows it, so that there is one form. */
    private static UrMessage refuse(CborReader in, int elements) {
        UrMessage.Refuse refuse = new UrMessage.Refuse(
                in.uint(), in.uint(), elements > 3 ? in.uint() : 0, elements > 4 ? in.uint() : UrMessage.NO_REPLY);
        if (elements == 4 && refuse.retryMillis() == 0) {
            in.refuse(Fault.OUT_OF_RANGE);
        }
        return refuse;
    }

    private static boolean isLongRefuse(@Nullable UrMessage message, int elements) {
        return message instanceof UrMessage.Refuse && elements > 3 && elements <= 5;
    }

    private static UrMessage renew(CborReader in) {
        int count = in.array(UrMessage.MAX_RENEWED);
        List<Long> refs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            refs.add(in.uint());
        }
        return new UrMessage.Renew(refs);
    }

    private static UrMessage hello(CborReader in) {
        Bytes session = in.bytes(UrMessage.SESSION_BYTES);
        if (session.size() % UrMessage.SESSION_BYTES != 0) {
            in.refuse(Fault.OUT_OF_RANGE);
        }
        return new UrMessage.Hello(session, in.uint(), in.uint(), in.uint(), in.uint());
    }

    private static UrMessage learn(CborReader in, int elements) {
        long ref = in.uint();
        String engine = in.text(UrMessage.MAX_NAME_BYTES);
        Bytes digest = in.fixed(UrMessage.DIGEST_BYTES);
        int count = in.array(UrMessage.MAX_TYPES);
        List<String> types = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            types.add(in.text(UrMessage.MAX_NAME_BYTES));
        }
        Bytes levels = elements == 6 ? levels(in, count) : Bytes.EMPTY;
        return new UrMessage.Learn(ref, engine, digest, types, levels);
    }

    /** One for each type, and one of them at least not zero, so that there is one form. */
    private static Bytes levels(CborReader in, int types) {
        Bytes levels = in.fixed(types);
        boolean isProven = false;
        for (int i = 0; i < levels.size(); i++) {
            if (levels.at(i) < 0 || levels.at(i) > UrMessage.MAX_LEVEL) {
                in.refuse(Fault.OUT_OF_RANGE);
            }
            isProven |= levels.at(i) > 0;
        }
        if (!isProven) {
            in.refuse(Fault.OUT_OF_RANGE);
        }
        return levels;
    }

    private static int elements(UrMessage message) {
        if (message instanceof UrMessage.Learn) {
            return 5;
        }
        if (message instanceof UrMessage.Hello) {
            return 6;
        }
        if (message instanceof UrMessage.Ready) {
            return 1;
        }
        boolean isPair = message instanceof UrMessage.Ack
                || message instanceof UrMessage.Rekey
                || message instanceof UrMessage.Renew
                || message instanceof UrMessage.Advert
                || message instanceof UrMessage.Notice;
        return isPair ? 2 : 3;
    }
}
