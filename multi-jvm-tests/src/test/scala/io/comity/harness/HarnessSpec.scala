package io.comity.harness

import io.comity.harness.programs.EchoMain

import java.nio.file.Files

class HarnessSpec extends ClusterSpec {

  Feature("a member is a process of its own") {

    Scenario("it answers and tells events") {
      inCluster("answers and events") { cluster =>
        val echo = cluster.fork("echo", classOf[EchoMain])
        echo.ask("say hello") shouldBe "hello"
        echo.ask("event something happened")
        echo.await("something") shouldBe "something happened"
      }
    }

    Scenario("a paused member is deaf until it is resumed") {
      inCluster("paused") { cluster =>
        val echo = cluster.fork("echo", classOf[EchoMain])
        echo.pause()
        echo.isAlive shouldBe true
        echo.state shouldBe 'T'
        echo.resume()
        echo.ask("say awake") shouldBe "awake"
      }
    }

    Scenario("a killed member is dead, and whoever asks it hears so") {
      inCluster("killed") { cluster =>
        val echo = cluster.fork("echo", classOf[EchoMain])
        echo.kill()
        echo.isAlive shouldBe false
        val failure = the[RuntimeException] thrownBy echo.ask("say anything")
        failure.getMessage should startWith("echo ")
      }
    }
  }

  Feature("a cluster leaves nothing behind, except the logs of a failure") {

    Scenario("its folder is gone after success") {
      val cluster = new Cluster("leaves nothing")
      cluster.observe(() => cluster.fork("echo", classOf[EchoMain]).ask("say hello"))
      cluster.close()
      Files.exists(cluster.folder) shouldBe false
    }

    Scenario("its folder stays after a failure, and its processes do not") {
      val cluster = new Cluster("keeps the logs")
      val echo = cluster.fork("echo", classOf[EchoMain])
      an[AssertionError] should be thrownBy cluster.observe(() => throw new AssertionError("on purpose"))
      cluster.close()
      echo.isAlive shouldBe false
      Files.exists(cluster.folder.resolve("echo").resolve("echo.log")) shouldBe true
    }
  }
}
