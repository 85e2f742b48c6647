package io.comity.crash

import io.comity.harness.ClusterSpec
import io.comity.harness.programs.{RedeemedMain, RedeemerMain}

import scala.util.Random

/**
 * An invitation for one is for one, whenever its issuer was killed; `-Dcomity.kills` says how often it is, `-Dcomity.seed` when.
 * What was acknowledged to Bob is Bob's after the kill. Of what was not, Carol has it or Bob, and never both.
 */
class KilledRedeemedSpec extends ClusterSpec {
  private val Kills = Integer.getInteger("comity.kills", 3).intValue
  private val Seed = java.lang.Long.getLong("comity.seed", Random.nextLong()).longValue
  private val Invitations = 60

  Feature("no kill makes an invitation good for two") {

    Scenario("an owner is killed while its invitations are accepted, again and again") {
      inCluster("killed redeemed") { cluster =>
        val random = new Random(Seed)
        val friends = cluster.fork("friends", classOf[RedeemerMain])
        var owner = cluster.fork("owner", classOf[RedeemedMain], "0")
        val port = owner.ask("port")
        for (kill <- 1 to Kills) {
          val texts = owner.ask(s"invite $Invitations")
          friends.ask(s"accept accepted-$kill $texts")
          val acknowledged = Vector.fill(1 + random.nextInt(Invitations / 2)) {
            friends.await(s"accepted-$kill ").stripPrefix(s"accepted-$kill ").trim.toInt
          }
          owner.kill()

          owner = cluster.fork("owner", classOf[RedeemedMain], port)
          val whose = friends.ask("who " + texts).split(" ").toVector
          withClue(s"after kill $kill of seed $Seed, acknowledged $acknowledged: ") {
            whose should have size Invitations
            whose.distinct.toSet should not contain "carolbob"
            whose.distinct.toSet should not contain "nobody"
            acknowledged.foreach(each => whose(each) shouldBe "bob")
          }
        }
      }
    }
  }
}
