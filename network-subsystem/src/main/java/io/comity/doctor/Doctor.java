package io.comity.doctor;

import io.comity.node.NodeSettings;
import io.comity.node.Place;
import io.comity.node.Transports;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Looks at everything, one thing after the other. The node may run meanwhile, or not exist yet. */
public final class Doctor {
    private Doctor() {}

    /**
     * @param progress is told what is going on, a few words at a time
     * @throws io.comity.config.ConfigException when a setting of the node is wrong
     */
    public static Diagnosis examine(NodeSettings settings, Instant now, Consumer<String> progress) {
        List<Place> places = settings.places();
        List<Finding> transports = new ArrayList<>();
        for (String transport : Transports.names()) {
            progress.accept("trying " + transport);
            transports.add(Rehearsal.of(transport));
        }
        progress.accept("looking at the machine");
        return new Diagnosis(
                transports,
                places.stream().map(Reach::of).toList(),
                Machine.examine(settings.folder(), now, Machine.HERE),
                places.stream().map(Place::transport).toList());
    }
}
