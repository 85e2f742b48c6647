package io.comity.transport.artery;

final class ArteryTcpHostilePeerTest extends HostilePeers {
    ArteryTcpHostilePeerTest() {
        super(ArteryKind.TCP);
    }
}
