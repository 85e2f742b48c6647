package io.comity.transport.artery;

final class ArteryTcpContractTest extends ArteryContract {
    ArteryTcpContractTest() {
        super(ArteryKind.TCP);
    }
}
