package io.comity.fuzz;

import java.util.List;

/** All targets. */
final class Targets {
    private Targets() {}

    static List<FuzzTarget> all() {
        return List.of(
                new FrameFuzzTest(),
                new UrMessageFuzzTest(),
                new AdvertFuzzTest(),
                new GrantFuzzTest(),
                new InvitationFuzzTest(),
                new FilterTextFuzzTest(),
                new FilterCborFuzzTest(),
                new ConfigFuzzTest(),
                new ArteryFuzzTest(),
                new RecordFuzzTest(),
                new HandshakeFuzzTest(),
                new GatewayFuzzTest());
    }
}
