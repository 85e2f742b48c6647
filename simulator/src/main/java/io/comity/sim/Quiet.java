package io.comity.sim;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;

/** Akka reads the manifest of every jar each time that it begins, which takes longer than all the rest: through this it finds none. */
final class Quiet extends ClassLoader {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    Quiet(ClassLoader parent) {
        super(parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return name.equals(MANIFEST) ? Collections.emptyEnumeration() : super.getResources(name);
    }
}
