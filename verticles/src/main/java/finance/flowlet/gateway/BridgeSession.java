package finance.flowlet.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import finance.flowlet.problem.Code;
import org.jspecify.annotations.Nullable;

/// The conversation with one client of a bridge, in the frames that the clients of Vert.x speak. A client may
/// ask `public.*` addresses and nothing else: it cannot publish, listen, or reach an address inside.
///
/// Its headers are not looked at, because with them a client could choose codecs and timeouts. Confined to one
/// event loop.
final class BridgeSession {
    private static final int MAX_REPLY_ADDRESS = 64;
    private final Link link;
    private final PublicDoor door;
    private final JsonReader json;
    private final int maxInFlight;
    private long lastFrameNanos = System.nanoTime();
    private int inFlight;
    private boolean draining;

    BridgeSession(Link link, PublicDoor door, JsonReader json, int maxInFlight) {
        this.link = link;
        this.door = door;
        this.json = json;
        this.maxInFlight = maxInFlight;
    }

    /// A frame that is sent back. `failureType` is what Vert.x clients call a refusal.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Frame(
            String type,
            @Nullable String address,
            @Nullable Integer failureCode,
            @Nullable String failureType,
            @Nullable String message,
            @Nullable BusReply body) {}

    /// When the client last said something whole.
    long lastFrameNanos() {
        return lastFrameNanos;
    }

    /// Takes one frame. Who sends what is none cannot be followed any further.
    void take(byte[] frame) {
        lastFrameNanos = System.nanoTime();
        switch (json.read(frame)) {
            case JsonReader.Refused(var code) -> breakOff(code);
            case JsonReader.Read(var members) -> take(members);
        }
    }

    /// Says why, and ends the conversation.
    void breakOff(Code code) {
        refuse(code.wire(), code.status(), null);
        link.close();
    }

    /// Ends the conversation once everything that was asked is answered.
    void drain() {
        draining = true;
        closeWhenDone();
    }

    void close() {
        link.close();
    }

    private void take(Json.Members frame) {
        switch (text(frame, "type")) {
            case "ping" -> {
                if (link.answersPings()) {
                    write(new Frame("pong", null, null, null, null, null));
                }
            }
            case "send" -> send(frame);
            case "publish", "register", "unregister" -> refuse("access_denied", 403, null);
            case null, default -> refuse("unknown_type", 400, null);
        }
    }

    private void send(Json.Members frame) {
        var address = text(frame, "address");
        var replyAddress = text(frame, "replyAddress");
        if (replyAddress == null || replyAddress.isEmpty() || replyAddress.length() > MAX_REPLY_ADDRESS) {
            // Nothing here is worth asking without hearing the answer.
            refuse("invalid_reply_address", 400, null);
        } else if (address == null) {
            refuse("missing_address", 400, replyAddress);
        } else if (!address.startsWith(PublicDoor.PREFIX)) {
            refuse("access_denied", 403, replyAddress);
        } else if (inFlight >= maxInFlight) {
            reply(replyAddress, door.tooMany());
        } else {
            inFlight++;
            door.ask(address, frame.byName().getOrDefault("body", new Json.Nothing()), link.source())
                    .onSuccess(answer -> {
                        inFlight--;
                        reply(replyAddress, answer);
                        closeWhenDone();
                    });
        }
    }

    private void closeWhenDone() {
        if (draining && inFlight == 0) {
            link.close();
        }
    }

    private void reply(String replyAddress, BusReply reply) {
        write(new Frame(link.replyType(), replyAddress, null, null, null, reply));
    }

    private void refuse(String message, int failureCode, @Nullable String replyAddress) {
        write(new Frame("err", replyAddress, failureCode, "RECIPIENT_FAILURE", message, null));
    }

    private void write(Frame frame) {
        link.send(JsonWriter.bytes(frame));
        if (link.isFull()) {
            link.pauseUntilDrained();
        }
    }

    private static @Nullable String text(Json.Members frame, String name) {
        return frame.byName().get(name) instanceof Json.Text(var text) ? text : null;
    }
}
