package io.comity.pause

import io.comity.harness.ClusterSpec
import io.comity.harness.programs.{GuestMain, OwnerMain}

/** A process that stands still for a while loses nothing. */
class PausedOwnerSpec extends ClusterSpec {

  Feature("a paused owner answers when it goes on") {

    scenarioOnEveryTransport("a call made meanwhile is answered afterwards") { (cluster, transport) =>
      val alice = cluster.fork("alice", classOf[OwnerMain], transport)
      val bob = cluster.fork("bob", classOf[GuestMain], transport)
      bob.ask("accept " + alice.ask("invite"))
      bob.ask("ask greeter") shouldBe "Hello, Bob!"

      alice.pause()
      bob.ask("ask-later greeter")
      alice.resume()

      bob.await("greeted")
      bob.ask("ask greeter") shouldBe "Hello, Bob!"
    }
  }
}
