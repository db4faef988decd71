package finance.flowlet.servers;

import java.io.IOException;

/// The signals a server understands. Java itself can send only two of them.
enum Signal {
    INT,
    QUIT,
    TERM,
    KILL,
    STOP,
    CONT,
    USR1;

    /// Sends through the shell's own `kill`: unlike /bin/kill, every machine has it. A process that is already gone is
    /// no error, because that is what most senders want.
    void send(long pid) {
        var command = new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(name(), pid))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            command.start().waitFor();
        } catch (IOException e) {
            throw new ServerException("Cannot send SIG%s to process %d: no shell".formatted(name(), pid), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
