package finance.flowlet.gateway;

/// One connection of a bridge, whatever carries its frames. Confined to the event loop of the connection.
interface Link {
    /// The peer's address.
    String source();

    /// The `type` of a frame that brings a reply: each kind of client knows another word for it.
    String replyType();

    /// Whether a ping is answered.
    boolean answersPings();

    /// Sends one frame.
    void send(byte[] json);

    /// Whether more is waiting to be sent than there should be.
    boolean isFull();

    /// Stops reading until what waits has been sent.
    void pauseUntilDrained();

    void close();
}
