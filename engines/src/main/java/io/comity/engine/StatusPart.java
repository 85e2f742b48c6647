package io.comity.engine;

import akka.pattern.StatusReply;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.util.List;

/**
 * A {@code StatusReply<X>}: {@code ["ok", x]} or {@code ["error", text]}. Of an error only the text travels that was written for
 * whoever asked, up to {@link #MAX_ERROR_CHARS}; what another exception says is for the engine's own log.
 */
final class StatusPart implements Part {
    static final int MAX_ERROR_CHARS = 1_000;

    private static final String OK = "ok";
    private static final String ERROR = "error";
    private static final String UNTOLD = "the engine failed";

    private final Part value;
    private final Layout layout;

    StatusPart(Part value) {
        this.value = value;
        this.layout = new Layout(
                Layout.Kind.CHOICE,
                List.of(ERROR, OK),
                name -> name.equals(OK) ? value.layout() : Layout.of(Layout.Kind.TEXT));
    }

    @Override
    public void write(CBORGenerator out, Object status, References references) throws IOException {
        StatusReply<?> reply = (StatusReply<?>) status;
        out.writeStartArray(status, 2);
        if (reply.isSuccess()) {
            Text.write(out, OK);
            value.write(out, reply.getValue(), references);
        } else {
            Text.write(out, ERROR);
            Text.write(out, told(reply.getError()));
        }
        out.writeEndArray();
    }

    private static String told(Throwable error) {
        String text = error instanceof StatusReply.ErrorMessage ? error.getMessage() : UNTOLD;
        return text == null ? "" : cut(text);
    }

    private static String cut(String text) {
        int length = Math.min(text.length(), MAX_ERROR_CHARS);
        boolean splits = length < text.length() && Character.isHighSurrogate(text.charAt(length - 1));
        return text.substring(0, splits ? length - 1 : length);
    }

    @Override
    public Object read(BodyReader in, References references) throws MalformedBody {
        if (in.array("not a status") != 2) {
            throw new MalformedBody("not a status");
        }
        String kind = in.text();
        if (kind.equals(OK)) {
            return StatusReply.success(value.read(in, references));
        }
        String text = kind.equals(ERROR) ? in.text() : null;
        if (text == null || text.length() > MAX_ERROR_CHARS) {
            throw new MalformedBody("not a status");
        }
        return StatusReply.error(text);
    }

    @Override
    public void describe(Description text) {
        text.add("status(").add(value).add(")");
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public boolean accepts(Class<?> type) {
        return type == StatusReply.class;
    }
}
