package io.comity.transport.artery;

final class ArteryTlsHostilePeerTest extends HostilePeers {
    ArteryTlsHostilePeerTest() {
        super(ArteryKind.TLS);
    }
}
