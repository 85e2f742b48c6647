/**
 * Requests and replies: an account that remembers, answers, takes notes without an answer, and answers later or too late. Decides
 * what a booking does; never who may book.
 */
@NullMarked
package io.comity.examples.account;

import org.jspecify.annotations.NullMarked;
