package io.comity.desk;

import io.comity.identity.NodeId;
import io.comity.router.Router;
import java.util.concurrent.CompletionStage;

/** Asks the Router there is now. */
public interface Rights {
    CompletionStage<Router.Standing> standing(NodeId holder, String engine);
}
