package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.auth.ActivateMfa;
import finance.flowlet.contract.auth.DescribeMfa;
import finance.flowlet.contract.auth.DisableMfa;
import finance.flowlet.contract.auth.EnrollMfa;
import finance.flowlet.contract.auth.RenewRecoveryCodes;
import finance.flowlet.contract.auth.SecondFactor;
import finance.flowlet.contract.auth.VerifyMfa;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import finance.flowlet.problem.Problem.FieldError;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The second factor over HTTP: how one is enrolled, shown at a login, renewed and given up.
final class MfaRoutes {
    private final Bus bus;

    MfaRoutes(Platform platform) {
        this.bus = platform.bus();
    }

    record MfaLogin(
            String mfaToken,
            @Nullable String code,
            @Nullable String recoveryCode) {
        @Override
        public String toString() {
            return "MfaLogin[...]";
        }
    }

    record FirstCode(String code) {
        @Override
        public String toString() {
            return "FirstCode[...]";
        }
    }

    record BothFactors(
            String password,
            @Nullable String code,
            @Nullable String recoveryCode) {
        @Override
        public String toString() {
            return "BothFactors[...]";
        }
    }

    record OneFactor(@Nullable String code, @Nullable String recoveryCode) {
        @Override
        public String toString() {
            return "OneFactor[...]";
        }
    }

    record RecoveryCodes(List<String> recoveryCodes) {
        @Override
        public String toString() {
            return "RecoveryCodes[...]";
        }
    }

    void register(Operations operations) {
        operations
                .on("getMfa", this::describe)
                .on("enrollMfa", this::enroll)
                .on("activateMfa", FirstCode.class, this::activate)
                .on("verifyMfa", MfaLogin.class, this::verify)
                .on("disableMfa", BothFactors.class, this::disable)
                .on("renewRecoveryCodes", OneFactor.class, this::renew);
    }

    private Future<Answer> describe(Call call) {
        return bus.request(DescribeMfa.ADDRESS, new DescribeMfa(call.caller(), call.user()))
                .map(mfa -> new Answer.Json(200, mfa));
    }

    private Future<Answer> enroll(Call call) {
        return bus.request(EnrollMfa.ADDRESS, new EnrollMfa(call.caller(), call.user(), call.session()))
                .map(outcome -> switch (outcome) {
                    case EnrollMfa.Enrolled enrolled -> new Answer.Json(200, enrolled);
                    case EnrollMfa.LoginTooOld() -> new Answer.Refused(Code.RECENT_LOGIN_REQUIRED);
                    case EnrollMfa.AlreadyActive() -> new Answer.Refused(Code.MFA_ALREADY_ACTIVE);
                });
    }

    private Future<Answer> activate(Call call) {
        var code = call.body(FirstCode.class).code();
        return bus.request(ActivateMfa.ADDRESS, new ActivateMfa(call.attempt(), call.session(), code))
                .map(outcome -> switch (outcome) {
                    case ActivateMfa.Activated(var codes) -> new Answer.Json(200, new RecoveryCodes(codes));
                    case ActivateMfa.NotEnrolled() -> new Answer.Refused(Code.MFA_NOT_ENROLLED);
                    case ActivateMfa.AlreadyActive() -> new Answer.Refused(Code.MFA_ALREADY_ACTIVE);
                    case ActivateMfa.InvalidCode() -> new Answer.Refused(Code.INVALID_MFA_CODE);
                    case ActivateMfa.Locked(var seconds) -> AuthRoutes.locked(seconds);
                });
    }

    private Future<Answer> verify(Call call) {
        var body = call.body(MfaLogin.class);
        return withFactor(
                body.code(),
                body.recoveryCode(),
                factor -> bus.request(
                                VerifyMfa.ADDRESS,
                                new VerifyMfa(body.mfaToken(), factor, call.source(), call.requestId()))
                        .map(outcome -> switch (outcome) {
                            case VerifyMfa.LoggedIn(var tokens) -> AuthRoutes.session(tokens);
                            case VerifyMfa.InvalidToken() -> new Answer.Refused(Code.INVALID_MFA_TOKEN);
                            case VerifyMfa.InvalidCode() -> new Answer.Refused(Code.INVALID_MFA_CODE);
                            case VerifyMfa.Locked(var seconds) -> AuthRoutes.locked(seconds);
                        }));
    }

    private Future<Answer> disable(Call call) {
        var body = call.body(BothFactors.class);
        return withFactor(
                body.code(),
                body.recoveryCode(),
                factor -> bus.request(DisableMfa.ADDRESS, new DisableMfa(call.attempt(), body.password(), factor))
                        .map(outcome -> switch (outcome) {
                            case DisableMfa.Disabled() -> new Answer.Empty();
                            case DisableMfa.Replayed() -> new Answer.Empty(true);
                            case DisableMfa.KeyReused() -> new Answer.Refused(Code.IDEMPOTENCY_KEY_REUSED);
                            case DisableMfa.NotActive() -> new Answer.Refused(Code.MFA_NOT_ACTIVE);
                            case DisableMfa.InvalidPassword() -> new Answer.Refused(Code.INVALID_CREDENTIALS);
                            case DisableMfa.InvalidCode() -> new Answer.Refused(Code.INVALID_MFA_CODE);
                            case DisableMfa.Locked(var seconds) -> AuthRoutes.locked(seconds);
                        }));
    }

    private Future<Answer> renew(Call call) {
        var body = call.body(OneFactor.class);
        return withFactor(
                body.code(),
                body.recoveryCode(),
                factor -> bus.request(RenewRecoveryCodes.ADDRESS, new RenewRecoveryCodes(call.attempt(), factor))
                        .map(outcome -> switch (outcome) {
                            case RenewRecoveryCodes.Renewed(var codes) ->
                                new Answer.Json(200, new RecoveryCodes(codes));
                            case RenewRecoveryCodes.NotActive() -> new Answer.Refused(Code.MFA_NOT_ACTIVE);
                            case RenewRecoveryCodes.InvalidCode() -> new Answer.Refused(Code.INVALID_MFA_CODE);
                            case RenewRecoveryCodes.Locked(var seconds) -> AuthRoutes.locked(seconds);
                        }));
    }

    /// A code or a recovery code, not both and not neither.
    private static Future<Answer> withFactor(
            @Nullable String code, @Nullable String recoveryCode, Function<SecondFactor, Future<Answer>> work) {
        if (code == null && recoveryCode == null) {
            return refused("/code", Code.REQUIRED);
        }
        return code != null && recoveryCode != null
                ? refused("/recoveryCode", Code.INVALID_VALUE)
                : work.apply(new SecondFactor(code, recoveryCode));
    }

    private static Future<Answer> refused(String pointer, Code code) {
        return Future.succeededFuture(new Answer.Invalid(List.of(FieldError.of(pointer, code))));
    }
}
