package io.comity.rights

import io.comity.harness.ClusterSpec
import io.comity.harness.programs.{GuestMain, OwnerMain}

/** What an owner takes back is gone at once, for those who are connected too. */
class RevocationSpec extends ClusterSpec {

  Feature("revocation cuts a live peer") {

    scenarioOnEveryTransport("its reference ends and its next call is refused") { (cluster, transport) =>
      val alice = cluster.fork("alice", classOf[OwnerMain], transport)
      val bob = cluster.fork("bob", classOf[GuestMain], transport)
      bob.ask("accept " + alice.ask("invite"))
      bob.ask("ask greeter") shouldBe "Hello, Bob!"
      bob.ask("watch")

      alice.ask("revoke")

      bob.await("ended")
      bob.ask("ask greeter") shouldBe "refused: revoked"
      alice.ask("counted delivered") shouldBe "1"
    }

    scenarioOnEveryTransport("an invitation from before is refused, and one from after is honoured") {
      (cluster, transport) =>
        val alice = cluster.fork("alice", classOf[OwnerMain], transport)
        val bob = cluster.fork("bob", classOf[GuestMain], transport)
        val before = alice.ask("invite")
        alice.ask("revoke")
        val refusal = the[RuntimeException] thrownBy bob.ask("accept " + before)
        refusal.getMessage should include("revoked")

        bob.ask("accept " + alice.ask("invite"))
        bob.ask("ask greeter") shouldBe "Hello, Bob!"
    }
  }
}
