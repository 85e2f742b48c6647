package io.comity.pubsub;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;

/**
 * What a node publishes with, on whatever topic.
 *
 * @param epoch of its boot
 * @param key signs its batches
 * @param word the node's for that key, see {@code io.comity.topic.PublisherKey}
 * @param signing by which a word that ends soon is given anew
 */
public record Publishing(long epoch, KeyHolder key, Bytes word, Signing signing) {}
