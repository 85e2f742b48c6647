package io.comity.detached;

import io.comity.identity.Bytes;

/**
 * What a key that holds a grant is told of its call.
 *
 * @param epoch the answering node's boot epoch
 * @param created Unix seconds by that node's clock
 * @param type the wire name of the reply, empty when there is none
 * @param body the reply, empty when there is none; CBOR here, whatever the carrier makes of it
 */
public record Answer(Outcome outcome, long epoch, long created, String type, Bytes body) {}
