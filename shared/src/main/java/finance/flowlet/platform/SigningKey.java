package finance.flowlet.platform;

import finance.flowlet.proof.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/// Finds the key that this process signs with.
public final class SigningKey {
    private SigningKey() {}

    /// The key of the configured file. A sandbox that names none signs with one drawn now, which is
    /// published like any other; production is refused by the rules of the configuration already.
    ///
    /// @throws ConfigException when the file holds no Ed25519 private key
    public static Signer of(FlowletConfig config, SecureRandom random) {
        var signing = config.signing();
        try {
            var file = signing.keyFile();
            if (file == null && config.profile() == Profile.SANDBOX) {
                return Signer.generate(signing.keyName(), random);
            }
            return Signer.read(signing.keyName(), Files.readString(Path.of(file == null ? "" : file)));
        } catch (IOException | IllegalArgumentException _) {
            throw new ConfigException(List.of("signing.keyFile: must be the PEM of an Ed25519 private key (PKCS#8)"));
        }
    }
}
