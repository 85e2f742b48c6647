package io.comity.harness

import org.scalatest.GivenWhenThen
import org.scalatest.featurespec.AnyFeatureSpec
import org.scalatest.matchers.should.Matchers

/** What every multi-JVM spec is: scenarios, each with a cluster of its own that ends with it. */
trait ClusterSpec extends AnyFeatureSpec with GivenWhenThen with Matchers {

  /** The transports on which every scenario that crosses a network must hold. */
  val transports: Seq[String] = Seq("tcp", "artery-tls")

  def inCluster(scenario: String)(steps: Cluster => Any): Unit = {
    val cluster = new Cluster(scenario)
    try cluster.observe(() => steps(cluster))
    finally cluster.close()
  }

  /** One test per transport; `steps` get the cluster and the transport's name. */
  def scenarioOnEveryTransport(name: String)(steps: (Cluster, String) => Any): Unit =
    transports.foreach { transport =>
      Scenario(s"$name, over $transport") {
        inCluster(s"$name over $transport")(steps(_, transport))
      }
    }
}
