package io.comity.bench.chaos;

import io.comity.bench.Orders;
import io.comity.transport.Address;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The process between the two nodes: everything they say to each other goes through its routes, which are in slots, a route to
 * each node in each slot. It is a process of its own so that it can be stopped in the middle of anything.
 * <pre>
 *  told                      answers
 *  route &lt;slot&gt; &lt;address&gt;    route &lt;address&gt;         dial that instead
 *  close                     cut &lt;nanos&gt;             every connection is ended in both directions
 *  half &lt;to|from&gt;            cut &lt;nanos&gt;             every connection is ended towards, or from, the node that was dialled
 *  reset                     cut &lt;nanos&gt;             every connection is reset
 *  refuse                    refusing                no route can be dialled; the connections stay
 *  block &lt;refuse|swallow&gt;    blocked &lt;slot&gt; &lt;nanos&gt;  what goes through the slot in use is refused, or lost
 *  open                      opened &lt;nanos&gt;          everything goes through again
 *  used                      used &lt;slot&gt;             through which something went last
 * </pre>
 * Times are of {@link System#nanoTime}, which all processes of a machine share.
 */
final class Forwarder {
    private final TreeMap<Integer, List<Route>> slots = new TreeMap<>();

    private Forwarder() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws IOException {
        Orders.serve(new Forwarder()::obey);
    }

    private String obey(String order, List<String> words) {
        return switch (order) {
            case "route" -> "route " + route(Integer.parseInt(words.get(0)), words.get(1));
            case "close" -> cut(Pipe::end);
            case "half" -> cut(pipe -> pipe.endOneWay(words.get(0).equals("to")));
            case "reset" -> cut(Pipe::reset);
            case "refuse" -> refuse();
            case "block" -> block(words.get(0).equals("swallow"));
            case "open" -> open();
            case "used" -> "used " + used();
            default -> "failed unknown order " + order;
        };
    }

    private Address route(int slot, String target) {
        Route route = Route.to(Address.parse(target).orElseThrow());
        slots.computeIfAbsent(slot, fresh -> new ArrayList<>()).add(route);
        return route.address();
    }

    private String cut(Consumer<Pipe> how) {
        slots.values().forEach(routes -> routes.forEach(route -> route.cut(how)));
        return "cut " + System.nanoTime();
    }

    private String refuse() {
        slots.values().forEach(routes -> routes.forEach(Route::refuse));
        return "refusing";
    }

    private String block(boolean silently) {
        int used = used();
        long now = System.nanoTime();
        for (Route route : slots.getOrDefault(used, List.of())) {
            if (silently) {
                route.swallow();
            } else {
                route.refuse();
                route.reset();
            }
        }
        return "blocked " + used + " " + now;
    }

    private String open() {
        slots.values().forEach(routes -> routes.forEach(Route::open));
        return "opened " + System.nanoTime();
    }

    private int used() {
        int used = slots.firstKey();
        long last = Long.MIN_VALUE;
        for (var slot : slots.entrySet()) {
            long passed =
                    slot.getValue().stream().mapToLong(Route::lastNanos).max().orElse(Long.MIN_VALUE);
            if (passed > last) {
                last = passed;
                used = slot.getKey();
            }
        }
        return used;
    }
}
