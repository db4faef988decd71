package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.auth.DescribeUser;
import finance.flowlet.contract.auth.LogIn;
import finance.flowlet.contract.auth.LogOut;
import finance.flowlet.contract.auth.Principal;
import finance.flowlet.contract.auth.RefreshTokens;
import finance.flowlet.contract.auth.Register;
import finance.flowlet.contract.auth.TokenPair;
import finance.flowlet.contract.auth.UserView;
import finance.flowlet.id.ApiKeyId;
import finance.flowlet.id.TenantId;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import finance.flowlet.problem.Problem.FieldError;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Users and their sessions over HTTP. What a client learns from a refusal is decided by the auth domain,
/// which knows what must look alike.
final class AuthRoutes {
    private final Bus bus;

    AuthRoutes(Platform platform) {
        this.bus = platform.bus();
    }

    record Registration(String email, String password) {
        @Override
        public String toString() {
            return "Registration[...]";
        }
    }

    record Login(String email, String password) {
        @Override
        public String toString() {
            return "Login[...]";
        }
    }

    record Refresh(String refreshToken) {
        @Override
        public String toString() {
            return "Refresh[...]";
        }
    }

    void register(Operations operations) {
        operations
                .on("register", Registration.class, this::register)
                .on("login", Login.class, this::logIn)
                .on("refreshTokens", Refresh.class, this::refresh)
                .on("logout", this::logOut)
                .on("getMe", this::me);
    }

    record Registered(String email, String status) {}

    private Future<Answer> register(Call call) {
        var body = call.body(Registration.class);
        var request = new Register(null, body.email(), body.password(), call.source(), call.requestId());
        return bus.request(Register.ADDRESS, request).map(outcome -> switch (outcome) {
            case Register.Registered(var email) -> new Answer.Json(201, new Registered(email, "registered"));
            case Register.Closed() -> new Answer.Refused(Code.FORBIDDEN);
            case Register.Unacceptable(var flaws) ->
                new Answer.Invalid(flaws.stream()
                        .map(flaw -> FieldError.of(flaw.pointer(), flaw.code()))
                        .toList());
        });
    }

    private Future<Answer> logIn(Call call) {
        var body = call.body(Login.class);
        var attempt = new LogIn(body.email(), body.password(), call.source(), call.requestId());
        return bus.request(LogIn.ADDRESS, attempt).map(outcome -> switch (outcome) {
            case LogIn.LoggedIn(var tokens) -> session(tokens);
            case LogIn.MfaRequired(var token) -> new Answer.Explained(Code.MFA_REQUIRED, Map.of("mfaToken", token));
            case LogIn.InvalidCredentials() -> new Answer.Refused(Code.INVALID_CREDENTIALS);
            case LogIn.Locked(var seconds) -> locked(seconds);
        });
    }

    private Future<Answer> refresh(Call call) {
        var request = new RefreshTokens(call.body(Refresh.class).refreshToken(), call.requestId());
        return bus.request(RefreshTokens.ADDRESS, request).map(outcome -> switch (outcome) {
            case RefreshTokens.Refreshed(var tokens) -> session(tokens);
            case RefreshTokens.Refused() -> new Answer.Refused(Code.INVALID_REFRESH_TOKEN);
        });
    }

    /// The reply to a login (RFC 6749, section 5.1, in camel case).
    record Session(String accessToken, String refreshToken, String tokenType, long expiresIn, UserView user) {}

    static Answer session(TokenPair tokens) {
        return new Answer.Json(
                200,
                new Session(
                        tokens.accessToken(),
                        tokens.refreshToken(),
                        "Bearer",
                        tokens.expiresInSeconds(),
                        tokens.user()));
    }

    /// After too many wrong guesses of a password or code.
    static Answer locked(long seconds) {
        return new Answer.Refused(Code.TOO_MANY_ATTEMPTS, Map.of("Retry-After", Long.toString(seconds)));
    }

    private Future<Answer> logOut(Call call) {
        var session = call.who().session();
        return session == null
                ? Future.succeededFuture(new Answer.Refused(Code.FORBIDDEN))
                : bus.request(LogOut.ADDRESS, new LogOut(call.caller(), session))
                        .map(_ -> new Answer.Empty());
    }

    record Me(
            Principal.Kind kind,
            String id,
            TenantId tenantId,
            @Nullable String email,
            List<Principal.Role> roles,
            List<String> scopes) {}

    private Future<Answer> me(Call call) {
        var who = call.who();
        var user = who.user();
        if (user == null) {
            return Future.succeededFuture(me(who, new ApiKeyId(who.subject()).toString(), null));
        }
        return bus.request(DescribeUser.ADDRESS, new DescribeUser(call.caller(), user))
                .map(outcome -> switch (outcome) {
                    case DescribeUser.Described(var found) -> me(who, user.toString(), found.email());
                    case DescribeUser.Unknown() -> new Answer.Refused(Code.UNAUTHENTICATED);
                });
    }

    private static Answer me(Principal who, String subject, @Nullable String email) {
        return new Answer.Json(
                200,
                new Me(
                        who.kind(),
                        subject,
                        who.tenant(),
                        email,
                        who.roles().stream().sorted().toList(),
                        who.scopes().stream().sorted().toList()));
    }
}
