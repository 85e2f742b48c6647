package io.comity.topic;

import static io.comity.topic.Newsroom.NOW;
import static io.comity.topic.Newsroom.OWNER;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.mission.Authority;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Holder;
import io.comity.mission.Mission;
import io.comity.mission.SignedGrant;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who is who in the scripts of judging. */
final class Cast {
    static final Newsroom.Voice OWNERS = new Newsroom.Voice(1, 5);
    static final String ENGINE = Publishers.engineName(Newsroom.NAME);

    private Cast() {}

    static Chain chain(MemoryKeyHolder owner, String mission, Holder holder, Caveats caveats, int salt) {
        Authority authority = new Authority(owner.nodeId(), NOW.toEpochMilli(), Authority.Limits.DEFAULT, List.of());
        authority.define(new Mission(mission, Map.of(ENGINE, Set.of())));
        SignedGrant root = authority.grant(owner, mission, holder, caveats, salt(salt), NOW);
        Instant begun = Instant.ofEpochSecond(Math.max(caveats.notBefore(), NOW.getEpochSecond()));
        Chain.Sound sound = (Chain.Sound) Chain.read(Chain.encode(root), owner.nodeId(), begun);
        return sound.chain().value();
    }

    static Bytes salt(int number) {
        byte[] salt = new byte[SignedGrant.SALT_BYTES];
        salt[0] = (byte) number;
        return Bytes.of(salt);
    }

    static Newsroom.Voice voice(int number, long epoch, Caveats caveats) {
        Newsroom.Voice voice = new Newsroom.Voice(number, epoch);
        return by(voice, chain(OWNER, Newsroom.MISSION, Holder.node(voice.id()), caveats, number));
    }

    static Newsroom.Voice by(Newsroom.Voice voice, Chain chain) {
        voice.chain = chain.encoded();
        voice.grant = chain.id();
        return voice;
    }

    static Newsroom.Voice bob() {
        return voice(2, 5, Caveats.NONE);
    }

    static Chain chain(Newsroom.Voice voice, int salt) {
        return chain(OWNER, Newsroom.MISSION, Holder.node(voice.id()), Caveats.NONE, salt);
    }

    static Batch only(Batch batch, int... places) {
        BitSet kept = new BitSet();
        for (int place : places) {
            kept.set(place);
        }
        return batch.only(kept);
    }

    static List<Batch.Draft> drafts(String... texts) {
        return Arrays.stream(texts)
                .map(text -> new Batch.Draft(0, text.getBytes(UTF_8)))
                .toList();
    }

    static Equivocation proof(Newsroom.Voice voice) {
        Equivocation.Side yes = new Equivocation.Side(voice.word, voice.says(1, NOW, 0, "yes"));
        Equivocation.Side no = new Equivocation.Side(voice.word, voice.says(1, NOW, 0, "no"));
        return Equivocation.of(voice.slot(1), yes, no);
    }
}
