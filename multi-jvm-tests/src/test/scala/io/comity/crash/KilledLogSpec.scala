package io.comity.crash

import io.comity.harness.ClusterSpec
import io.comity.harness.programs.TopicLogMain

import scala.util.Random

/**
 * What a log has acknowledged is in it after the process that stored it was killed, whenever that was: in place, once, and with
 * everything before it. `-Dcomity.kills` says how often it is killed, `-Dcomity.seed` when.
 */
class KilledLogSpec extends ClusterSpec {
  private val Kills = Integer.getInteger("comity.kills", 4).intValue
  private val Seed = java.lang.Long.getLong("comity.seed", Random.nextLong()).longValue
  private val MaxAcknowledged = 60

  Feature("a log outlives the process that stores") {

    Scenario("nothing acknowledged is lost, replay has no gap and nothing twice") {
      killedAgainAndAgain("killed log", Int.MaxValue)
    }

    Scenario("the same while retention takes what is old") {
      killedAgainAndAgain("killed log that forgets", 700)
    }
  }

  private def killedAgainAndAgain(scenario: String, keeps: Int): Unit =
    inCluster(scenario) { cluster =>
      val random = new Random(Seed)
      var acknowledged = Vector.empty[String]
      for (kill <- 1 to Kills) {
        val log = cluster.fork("log", classOf[TopicLogMain], keeps.toString)
        withClue(s"before kill $kill of seed $Seed: ") {
          log.ask("check " + acknowledged.mkString(",")).toInt should be <= keeps
        }
        log.ask(s"append $kill")
        val last = Vector.fill(1 + random.nextInt(MaxAcknowledged))(log.await("stored ")).last
        acknowledged :+= last.stripPrefix("stored ").trim
        log.kill()
      }
      val log = cluster.fork("log", classOf[TopicLogMain], keeps.toString)
      withClue(s"after $Kills kills of seed $Seed: ") {
        val entries = log.ask("check " + acknowledged.mkString(",")).toInt
        entries should be > 0
        info(s"$Kills kills, $entries entries")
      }
    }
}
