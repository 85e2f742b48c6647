package io.comity.transport.artery;

final class ArteryAeronHostilePeerTest extends HostilePeers {
    ArteryAeronHostilePeerTest() {
        super(ArteryKind.AERON);
    }
}
