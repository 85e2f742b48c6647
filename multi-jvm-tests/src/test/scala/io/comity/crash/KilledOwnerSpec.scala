package io.comity.crash

import io.comity.harness.ClusterSpec
import io.comity.harness.programs.{GuestMain, OwnerMain}

/** A process that is gone without a word looks like an actor that has stopped. */
class KilledOwnerSpec extends ClusterSpec {

  Feature("a killed owner terminates the watcher's reference") {

    scenarioOnEveryTransport("the watch fires, and the next call is unreachable") { (cluster, transport) =>
      val alice = cluster.fork("alice", classOf[OwnerMain], transport)
      val bob = cluster.fork("bob", classOf[GuestMain], transport)
      bob.ask("accept " + alice.ask("invite"))
      bob.ask("ask greeter") shouldBe "Hello, Bob!"
      bob.ask("watch")

      alice.kill()

      bob.await("ended")
      bob.ask("ask greeter") shouldBe "refused: unreachable"
    }

    scenarioOnEveryTransport("the owner goes on when a guest is killed") { (cluster, transport) =>
      val alice = cluster.fork("alice", classOf[OwnerMain], transport)
      val bob = cluster.fork("bob", classOf[GuestMain], transport)
      val carol = cluster.fork("carol", classOf[GuestMain], transport)
      bob.ask("accept " + alice.ask("invite"))
      carol.ask("accept " + alice.ask("invite"))
      bob.ask("ask greeter") shouldBe "Hello, Bob!"

      bob.kill()

      carol.ask("ask greeter") shouldBe "Hello, Bob!"
    }
  }
}
