package io.comity.transport.artery;

final class ArteryAeronContractTest extends ArteryContract {
    ArteryAeronContractTest() {
        super(ArteryKind.AERON);
    }
}
