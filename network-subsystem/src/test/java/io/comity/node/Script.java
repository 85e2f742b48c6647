package io.comity.node;

import java.util.function.Supplier;

/** All that malicious peers try, in the order in which it is tried. */
enum Script {
    GIANT_MESSAGES(GiantMessages::new),
    REF_MINTING(RefMinting::new),
    UNBOUNDED_ASKS(UnboundedAsks::new),
    UNANSWERED_CALLS(UnansweredCalls::new),
    SLOW_READER(SlowReader::new),
    QUOTA_EXHAUSTION(QuotaExhaustion::new),
    SUBSCRIBING_TO_EVERYTHING(SubscribingToEverything::new),
    CONFUSED_DEPUTY(ConfusedDeputy::new),
    FORGED_FROM(ForgedFrom::new),
    RACE_WITH_REVOCATION(RaceWithRevocation::new),
    SAYING_TWO_THINGS(SayingTwoThings::new),
    REPLY_FLOOD(ReplyFlood::new),
    DEADLINES(Deadlines::new),
    REPLAYED_RECORDS(ReplayedRecords::new),
    RECONNECT_STORM(ReconnectStorm::new),
    TWINS(Twins::new),
    GRANT_CHAINS(GrantChains::new),
    ADVERT_SPAM(AdvertSpam::new),
    UNDECODABLE_BODIES(UndecodableBodies::new),
    REFUSED_FLOOD(RefusedFlood::new),
    EXPORT_EXHAUSTION(ExportExhaustion::new),
    NEVER_ACKNOWLEDGING(NeverAcknowledging::new),
    ACKNOWLEDGING_THE_FUTURE(AcknowledgingTheFuture::new),
    NAME_PROBING(NameProbing::new),
    ENGINE_OFFERS(EngineOffers::new),
    SMALL_TALK(SmallTalk::new);

    private final Supplier<Malice> malice;

    Script(Supplier<Malice> malice) {
        this.malice = malice;
    }

    Malice malice() {
        return malice.get();
    }
}
