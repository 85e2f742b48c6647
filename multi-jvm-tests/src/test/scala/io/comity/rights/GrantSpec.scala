package io.comity.rights

import io.comity.harness.ClusterSpec
import io.comity.harness.programs.{GuestMain, OwnerMain, StrangerMain}

/** Nothing reaches an engine but what its owner granted. */
class GrantSpec extends ClusterSpec {

  Feature("an engine answers a stranger it granted") {

    scenarioOnEveryTransport("a stranger with an invitation is answered") { (cluster, transport) =>
      val alice = cluster.fork("alice", classOf[OwnerMain], transport)
      val bob = cluster.fork("bob", classOf[GuestMain], transport)
      bob.ask("accept " + alice.ask("invite"))
      bob.ask("ask greeter") shouldBe "Hello, Bob!"
      alice.ask("counted delivered") shouldBe "1"
    }

    scenarioOnEveryTransport("a stranger whose key was granted is answered") { (cluster, transport) =>
      val alice = cluster.fork("alice", classOf[OwnerMain], transport)
      val bob = cluster.fork("bob", classOf[GuestMain], transport)
      alice.ask("grant " + bob.ask("id"))
      bob.ask(s"meet ${alice.ask("id")} ${alice.ask("address")}")
      bob.ask("ask greeter") shouldBe "Hello, Bob!"
    }

    scenarioOnEveryTransport("a grant reaches what it names and nothing beside it") { (cluster, transport) =>
      val alice = cluster.fork("alice", classOf[OwnerMain], transport)
      val bob = cluster.fork("bob", classOf[GuestMain], transport)
      bob.ask("accept " + alice.ask("invite"))
      bob.ask("ask diary") shouldBe "refused: denied"
      bob.ask("ask no-such-engine") shouldBe "refused: denied"
      alice.ask("counted delivered") shouldBe "0"
    }
  }

  Feature("a stranger without a grant learns nothing and reaches nothing") {

    scenarioOnEveryTransport("a node without a grant is refused") { (cluster, transport) =>
      val alice = cluster.fork("alice", classOf[OwnerMain], transport)
      val mallory = cluster.fork("mallory", classOf[GuestMain], transport)
      mallory.ask(s"meet ${alice.ask("id")} ${alice.ask("address")}")
      mallory.ask("ask greeter") shouldBe "refused: denied"
      alice.ask("counted delivered") shouldBe "0"
    }

    scenarioOnEveryTransport("an invitation that another has used is worth nothing") { (cluster, transport) =>
      val alice = cluster.fork("alice", classOf[OwnerMain], transport)
      val bob = cluster.fork("bob", classOf[GuestMain], transport)
      val mallory = cluster.fork("mallory", classOf[GuestMain], transport)
      val invitation = alice.ask("invite")
      bob.ask("accept " + invitation)
      val refusal = the[RuntimeException] thrownBy mallory.ask("accept " + invitation)
      refusal.getMessage should include("denied")
      bob.ask("ask greeter") shouldBe "Hello, Bob!"
    }

    scenarioOnEveryTransport("casts to a thousand table indexes are denied, and no engine is named") {
      (cluster, transport) =>
        val alice = cluster.fork("alice", classOf[OwnerMain], transport)
        val mallory = cluster.fork("mallory", classOf[StrangerMain])
        mallory.ask(s"try ${alice.ask("address")} ${alice.ask("id")} 1000") shouldBe "{Ready=1, denied=1000}"
        alice.ask("counted delivered") shouldBe "0"
        alice.ask("counted refused.denied") shouldBe "1000"
    }
  }
}
