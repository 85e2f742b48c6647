package io.comity.dissemination;

import static io.comity.dissemination.Nodes.number;

import io.comity.identity.NodeId;
import io.comity.topic.Slot;
import java.util.ArrayList;
import java.util.List;

/** A node of the simulation that keeps the rules of membership, so as to stay a neighbour, and breaks others. */
enum Villain {
    /** Takes everything and passes nothing on. */
    KEEPS {
        @Override
        boolean isHonestAbout(Simulation world, int self, Output output) {
            return !(output instanceof Output.Send)
                    && !(output instanceof Output.Say say && say.talk() instanceof Talk.Have);
        }
    },
    /** Announces what it has, and what there is not, to everybody at once, and never sends it. */
    BOASTS {
        @Override
        boolean isHonestAbout(Simulation world, int self, Output output) {
            if (output instanceof Output.Deliver deliver) {
                boast(world, self, deliver.slot());
            }
            return !(output instanceof Output.Send);
        }
    },
    /** Sends everything to everybody, three times. */
    REPEATS {
        @Override
        boolean isHonestAbout(Simulation world, int self, Output output) {
            if (output instanceof Output.Deliver deliver) {
                for (int time = 0; time < 3; time++) {
                    world.neighbours(self).forEach(peer -> world.send(self, number(peer), deliver.slot()));
                }
            }
            return true;
        }
    },
    /** Sends late, and what came last first. */
    REORDERS {
        @Override
        boolean isHonestAbout(Simulation world, int self, Output output) {
            if (output instanceof Output.Send send) {
                long lateNs = world.random.nextLong(3 * Simulation.SECOND);
                world.sendAt(world.nowNs + lateNs, self, number(send.peer()), send.slot());
                return false;
            }
            return true;
        }
    },
    /** Sends something else in its place. */
    FORGES {
        @Override
        boolean isHonestAbout(Simulation world, int self, Output output) {
            if (output instanceof Output.Send send) {
                world.sendFalse(self, number(send.peer()), send.slot());
                return false;
            }
            return true;
        }
    },
    /** Keeps everything, prunes whoever sends to it and names only its like. */
    ECLIPSES {
        @Override
        boolean isHonestAbout(Simulation world, int self, Output output) {
            if (output instanceof Output.Deliver deliver) {
                world.neighbours(self)
                        .forEach(peer -> world.say(
                                self,
                                number(peer),
                                new Talk.Prune(deliver.slot().publisher())));
            }
            if (output instanceof Output.Say say && say.talk() instanceof Talk.Shuffle) {
                world.say(self, number(say.peer()), new Talk.Shuffle(likes(world)));
                likes(world)
                        .forEach(like ->
                                world.say(self, number(say.peer()), new Talk.ForwardJoin(like, Talk.MAX_STEPS)));
                return false;
            }
            return KEEPS.isHonestAbout(world, self, output);
        }
    };

    /** Does what it likes, and says whether the output is to be done too. */
    abstract boolean isHonestAbout(Simulation world, int self, Output output);

    private static void boast(Simulation world, int self, Slot slot) {
        List<Slot> slots = new ArrayList<>(List.of(slot));
        for (int ahead = 1; ahead < 8; ahead++) {
            slots.add(new Slot(slot.publisher(), slot.epoch(), slot.sequence() + ahead));
        }
        world.neighbours(self).forEach(peer -> world.say(self, number(peer), new Talk.Have(slots)));
    }

    private static List<NodeId> likes(Simulation world) {
        return world.villains.keySet().stream()
                .limit(Talk.MAX_NODES)
                .map(Nodes::node)
                .toList();
    }
}
