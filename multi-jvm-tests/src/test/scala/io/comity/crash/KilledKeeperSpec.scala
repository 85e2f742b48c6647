package io.comity.crash

import io.comity.harness.ClusterSpec
import io.comity.harness.programs.{TopicKeeperMain, TopicWriterMain}

import scala.util.Random

/**
 * What a publisher on another node heard to be stored is on the topic after the node that stores it was killed, whenever that was, with
 * everything before it and nothing twice. `-Dcomity.kills` says how often it is killed, `-Dcomity.seed` when.
 */
class KilledKeeperSpec extends ClusterSpec {
  private val Kills = Integer.getInteger("comity.kills", 3).intValue
  private val Seed = java.lang.Long.getLong("comity.seed", Random.nextLong()).longValue
  private val Written = 3000

  Feature("a topic outlives the process that keeps it") {

    Scenario("the keeper is killed while another node publishes, again and again") {
      inCluster("killed keeper") { cluster =>
        val random = new Random(Seed)
        val writer = cluster.fork("writer", classOf[TopicWriterMain])
        var keeper = cluster.fork("keeper", classOf[TopicKeeperMain])
        val right = keeper.ask("let-in " + writer.ask("id"))
        writer.ask(s"begin ${keeper.ask("id")} ${keeper.ask("address")} $right")
        var stored = 0L
        for (kill <- 1 to Kills) {
          writer.ask(s"write $Written")
          writer.ask(s"await ${stored + 1 + random.nextInt(Written)}")
          keeper.kill()
          stored = writer.ask("stored").toLong
          keeper = cluster.fork("keeper", classOf[TopicKeeperMain])
          withClue(s"after kill $kill of seed $Seed: ") {
            keeper.ask(s"count $stored") shouldBe stored.toString
            stored = kill.toLong * Written
            writer.ask(s"await $stored") shouldBe stored.toString
          }
        }
        withClue(s"after $Kills kills of seed $Seed, elsewhere: ") {
          writer.ask(s"count $stored") shouldBe stored.toString
        }
        info(s"$Kills kills, $stored stored")
      }
    }
  }
}
