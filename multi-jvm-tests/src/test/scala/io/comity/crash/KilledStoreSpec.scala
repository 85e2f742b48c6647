package io.comity.crash

import io.comity.harness.ClusterSpec
import io.comity.harness.programs.StoreMain

/** What a store has acknowledged is there after the process that wrote it was killed, again and again. */
class KilledStoreSpec extends ClusterSpec {
  private val Kills = 4

  Feature("a store outlives the process that writes it") {

    Scenario("nothing that was acknowledged is lost, and nothing is left half") {
      inCluster("killed store") { cluster =>
        var held = 0
        for (_ <- 1 to Kills) {
          val writer = cluster.fork("writer", classOf[StoreMain])
          writer.ask(s"write $held")
          val stored = ((held / 25 + 8) * 25)
          writer.await(s"stored $stored")
          writer.kill()

          val reader = cluster.fork("writer", classOf[StoreMain])
          held = reader.ask("count").toInt
          held should be > stored
          reader.kill()
        }
      }
    }
  }
}
