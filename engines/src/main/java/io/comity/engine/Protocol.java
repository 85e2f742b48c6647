package io.comity.engine;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one engine understands: a closed list of wire types, found by checking every type that a message can hold against
 * the data model. One instance per type in the whole process; safe for every thread.
 *
 * <p><b>The data model.</b> Primitives and their boxes, String, {@code byte[]}, enums, records, sealed interfaces of records
 * and enums, List, Set, Map, Optional of such, Instant, Duration, BigInteger, UUID, {@code akka.Done}, {@code StatusReply<X>} and
 * {@code ActorRef<X>} where X is again such a type. Generic records and sealed interfaces may be used with concrete arguments. Annotations, Jackson's too, mean
 * nothing here. Anything else is refused with a {@link ProtocolException} that names the component.
 *
 * <p><b>The wire types.</b> For a sealed interface, every record and enum below it except private ones: those are what an
 * engine tells itself, and no peer may say them. For any other type, that type alone. A wire type is called by its simple
 * name, or by its path ({@code Greeter.Greet}) where two share the simple name; the list is sorted by name, and an index
 * into it is what travels.
 *
 * @param <M> the type of the messages
 */
public final class Protocol<M> {
    private static final Map<DataType, Protocol<?>> KNOWN = new ConcurrentHashMap<>();

    private final DataType type;
    private final ClassTable<Integer> indexes = new ClassTable<>(this::find);
    private List<WireType> types = List.of();
    private byte[] digest = {};
    private boolean mentionsStatus;

    Protocol(DataType type) {
        this.type = type;
    }

    /**
     * The protocol of a sealed interface, record, enum or scalar.
     *
     * @throws ProtocolException if something in it cannot travel between nodes
     */
    @SuppressWarnings("unchecked")
    public static <M> Protocol<M> of(Class<M> type) {
        return (Protocol<M>) of((Type) type);
    }

    /**
     * The protocol of any type of the data model, such as {@code List<String>}.
     *
     * @throws ProtocolException if something in it cannot travel between nodes
     */
    public static Protocol<?> of(Type type) {
        DataType closed = DataType.of(type, Map.of(), "");
        Protocol<?> known = KNOWN.get(closed);
        return known != null ? known : survey(closed);
    }

    private static synchronized Protocol<?> survey(DataType type) {
        Survey survey = new Survey(KNOWN);
        Protocol<?> protocol = survey.protocol(type, "");
        survey.found().values().forEach(Protocol::seal);
        KNOWN.putAll(survey.found());
        return protocol;
    }

    /** Called once, before the protocol is known to others: a message may hold a ref that leads back to it. */
    void complete(List<WireType> all) {
        types = all;
    }

    private void seal() {
        Description description = new Description().add(this);
        digest = description.digest();
        mentionsStatus = description.toString().contains("status(");
    }

    /** Whether a message, or what one leads to, holds a {@code StatusReply} or a ref that takes one. */
    public boolean mentionsStatus() {
        return mentionsStatus;
    }

    DataType type() {
        return type;
    }

    /** The Java type, without its type arguments. */
    public Class<?> javaType() {
        return type.raw();
    }

    List<WireType> types() {
        return types;
    }

    /** How many wire types there are; their indexes are 0 to this, exclusive. */
    public int size() {
        return types.size();
    }

    /**
     * The index of the wire type whose values are instances of {@code messageClass}.
     *
     * @return -1 if it is none of this protocol, or private to its engine
     */
    public int indexOf(Class<?> messageClass) {
        return indexes.get(messageClass);
    }

    /** The index of the wire type called {@code wireName}, or -1. */
    public int indexOf(String wireName) {
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i).name().equals(wireName)) {
                return i;
            }
        }
        return -1;
    }

    /** @throws IndexOutOfBoundsException if there is no such wire type */
    public String wireName(int index) {
        return types.get(index).name();
    }

    /**
     * The class of the messages that travel under {@code index}.
     *
     * @throws IndexOutOfBoundsException if there is no such wire type
     */
    public Class<?> messageClass(int index) {
        return types.get(index).messageClass();
    }

    /**
     * How the bodies look that travel under {@code index}.
     *
     * @throws IndexOutOfBoundsException if there is no such wire type
     */
    public Layout layout(int index) {
        return types.get(index).part().layout();
    }

    /** Whether any wire type is of {@code type} or below it. */
    public boolean hasMessagesOf(Class<?> type) {
        return types.stream().anyMatch(each -> type.isAssignableFrom(each.messageClass()));
    }

    /** All wire names, in the order of their indexes. */
    public List<String> wireNames() {
        return types.stream().map(WireType::name).toList();
    }

    /**
     * What two nodes compare to know that they mean the same: the first 16 bytes of the SHA-256 of {@link #description()}.
     * A copy.
     */
    public byte[] digest() {
        return digest.clone();
    }

    /**
     * The canonical text of all types and components, as far as the wire can tell them apart: independent of packages, of
     * the order of declarations and of private records.
     */
    public String description() {
        return new Description().add(this).toString();
    }

    private int find(Class<?> messageClass) {
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i).part().accepts(messageClass)) {
                return i;
            }
        }
        return -1;
    }

    /** The Java type, without packages. */
    @Override
    public String toString() {
        return type.toString();
    }
}
