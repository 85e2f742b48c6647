package io.comity.crash

import io.comity.harness.ClusterSpec
import io.comity.harness.programs.RevokerMain

import scala.util.Random

/** A revocation that was acknowledged is there after its node was killed, whenever that was; `-Dcomity.kills` says how often. */
class KilledRevokerSpec extends ClusterSpec {
  private val Kills = Integer.getInteger("comity.kills", 3).intValue
  private val Seed = java.lang.Long.getLong("comity.seed", Random.nextLong()).longValue

  Feature("no restart brings back what was taken back") {

    Scenario("a node is killed while it revokes, again and again") {
      inCluster("killed revoker") { cluster =>
        val random = new Random(Seed)
        var acknowledged = Vector.empty[String]
        for (kill <- 1 to Kills) {
          val revoker = cluster.fork("revoker", classOf[RevokerMain])
          revoker.ask("revoke")
          acknowledged ++= Vector.fill(1 + random.nextInt(20))(revoker.await("revoked ").stripPrefix("revoked ").trim)
          revoker.kill()

          val reader = cluster.fork("revoker", classOf[RevokerMain])
          withClue(s"after kill $kill of seed $Seed: ") {
            reader.ask("lacks " + acknowledged.takeRight(500).mkString(",")) shouldBe "0"
          }
          reader.kill()
        }
      }
    }
  }
}
