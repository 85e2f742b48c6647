package io.comity.everywhere;

import io.comity.node.Transports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the engine is, seen from the program that uses it. */
record Where(String name, Opening opening) {
    /** Sets the scene in an empty folder. */
    interface Opening {
        Scene open(Path home);
    }

    private static final String FIRST = "tcp";
    private static final String SECOND = "artery-tls";

    /** In the program's own node. */
    static final Where LOCAL = new Where("LOCAL", Scene::local);

    /** On another node, by a connection that is cut while the test runs, and comes back. */
    static final Where RETURNING = new Where("RETURNING", home -> Scene.cut(home, FIRST));

    /** On another node, by a transport that is cut off while the test runs, so that the session moves to another. */
    static final Where SWITCHING = new Where("SWITCHING", home -> Scene.switching(home, FIRST, SECOND));

    /** On another node: by each transport, and by connections that do not last. */
    static List<Where> elsewhere() {
        List<Where> elsewhere = new ArrayList<>();
        for (String transport : Transports.names()) {
            elsewhere.add(new Where(transport, home -> Scene.remote(home, transport)));
        }
        elsewhere.add(RETURNING);
        elsewhere.add(SWITCHING);
        return elsewhere;
    }

    static List<Where> everywhere() {
        List<Where> everywhere = new ArrayList<>();
        everywhere.add(LOCAL);
        everywhere.addAll(elsewhere());
        return everywhere;
    }

    @Override
    public String toString() {
        return name;
    }
}
