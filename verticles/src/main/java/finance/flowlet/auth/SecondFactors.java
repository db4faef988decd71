package finance.flowlet.auth;

import finance.flowlet.auth.MfaStore.App;
import finance.flowlet.contract.auth.SecondFactor;
import finance.flowlet.id.UserId;
import finance.flowlet.platform.Platform;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/// Judges codes of authenticator apps and recovery codes. What was right is used up in the same
/// transaction, so that nobody who looks over a shoulder can use it again.
final class SecondFactors {
    private final Platform platform;
    private final Pepper pepper;
    private final SecretBox secrets;
    private final Totp totp = new Totp();

    SecondFactors(Platform platform, Pepper pepper, SecretBox secrets) {
        this.platform = platform;
        this.pepper = pepper;
        this.secrets = secrets;
    }

    /// A secret as the database may see it.
    Buffer seal(UserId person, byte[] secret) {
        return secrets.seal(person, secret);
    }

    /// Whether `person` has shown the second factor that is active.
    boolean shown(AuthStore steps, UserId person, SecondFactor factor) {
        var now = Times.now(platform.clock());
        var code = factor.code();
        var recovery = factor.recoveryCode();
        if (recovery != null) {
            return steps.mfa().useCode(person, pepper.recoveryCode(person, RecoveryCode.typed(recovery)), now);
        }
        var app = steps.mfa().find(person);
        if (code == null || app.isEmpty() || app.get().activatedAt() == null) {
            return false;
        }
        var step = step(person, app.get(), code);
        return step.isPresent() && steps.mfa().use(person, step.getAsLong());
    }

    /// Whether the first code of an app that was enrolled is right; then the app is active.
    boolean shownFirst(AuthStore steps, UserId person, String code) {
        var now = Times.now(platform.clock());
        var app = steps.mfa().find(person);
        var step = app.isEmpty() ? OptionalLong.empty() : step(person, app.get(), code);
        return step.isPresent() && steps.mfa().activate(person, step.getAsLong(), now);
    }

    private OptionalLong step(UserId person, App app, String code) {
        var secret = secrets.open(person, app.secret());
        return totp.step(secret, code, platform.clock().instant(), app.lastStep());
    }

    /// Puts new recovery codes in the place of all others; nobody but the caller will ever see them.
    List<String> renewCodes(AuthStore steps, UserId person, RandomGenerator random) {
        var codes = RecoveryCode.draw(random);
        steps.mfa()
                .replaceCodes(
                        person,
                        codes.stream()
                                .map(code -> pepper.recoveryCode(person, code))
                                .toList());
        return codes.stream().map(RecoveryCode::shown).toList();
    }
}
