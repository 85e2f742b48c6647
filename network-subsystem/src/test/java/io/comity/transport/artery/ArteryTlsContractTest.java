package io.comity.transport.artery;

final class ArteryTlsContractTest extends ArteryContract {
    ArteryTlsContractTest() {
        super(ArteryKind.TLS);
    }
}
