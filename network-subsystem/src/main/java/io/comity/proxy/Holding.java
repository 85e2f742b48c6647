package io.comity.proxy;

import akka.actor.setup.Setup;

/**
 * In the setup of a node's ActorSystem: references that came in messages stand as long as their session and their grant, also when
 * nobody has them any more. For simulations, in which it must make no difference when Java collects what is over.
 */
public final class Holding extends Setup {}
