package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.ledger.ReadAccounts;
import finance.flowlet.id.TenantId;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Health, the contract itself, and the pages of the error codes.
final class SystemRoutes {
    static final String READINESS = "getReadiness";
    private static final String LIVENESS = "getHealth";
    private static final long CHECK_MILLIS = 2000;
    private static final TenantId NOBODY = new TenantId(new UUID(0, 0));
    private final Bus bus;
    private final Contract contract;
    private final EdgeSettings settings;
    private @Nullable Future<Boolean> asking;

    SystemRoutes(Bus bus, Contract contract, EdgeSettings settings) {
        this.bus = bus;
        this.contract = contract;
        this.settings = settings;
    }

    /// Whether an orchestrator asks this: no limit may ever refuse it.
    static boolean isProbe(Contract.Operation operation) {
        return operation.id().equals(LIVENESS) || operation.id().equals(READINESS);
    }

    void register(Operations operations) {
        operations
                .on(LIVENESS, _ -> answer(new Answer.Json(200, new Health("ok"))))
                .on(READINESS, _ -> readiness())
                .on("getContract", _ -> answer(new Answer.Text(200, "application/yaml", contract.yaml())))
                .on("listProblems", _ -> answer(new Answer.Json(200, catalogue())))
                .on("getProblem", call -> answer(page(String.valueOf(call.path().get("code")))));
    }

    record Health(String status) {}

    /// `cluster` is null in a process that is alone.
    record Readiness(
            String status,
            Map<String, String> checks,
            @Nullable Cluster cluster) {}

    /// How many processes this one believes to be there, itself included. It is told and not judged: a process
    /// that lost the others still does its work.
    record Cluster(int members) {}

    /// Asking the ledger for no accounts at all goes the whole way of a request without touching anybody's
    /// books.
    private Future<Answer> readiness() {
        if (settings.draining()) {
            return answer(new Answer.Json(503, new Readiness("stopping", Map.of(), cluster())));
        }
        return ledgerAnswers()
                .map(ok -> new Answer.Json(
                        ok ? 200 : 503,
                        new Readiness(ok ? "ready" : "unready", Map.of("ledger", ok ? "ok" : "failed"), cluster())));
    }

    private @Nullable Cluster cluster() {
        var members = bus.members();
        return members == 0 ? null : new Cluster(members);
    }

    /// One question at a time, however many ask: nothing limits who may.
    private Future<Boolean> ledgerAnswers() {
        var asked = asking;
        if (asked != null) {
            return asked;
        }
        var next = bus.request(ReadAccounts.ADDRESS, new ReadAccounts(NOBODY, List.of()))
                .timeout(CHECK_MILLIS, TimeUnit.MILLISECONDS)
                .map(true)
                .otherwise(false);
        asking = next;
        return next.onComplete(_ -> asking = null);
    }

    record Catalogue(List<Entry> data) {
        record Entry(String code, int status, String title, String remedy, boolean retryable, String docUrl) {}
    }

    private static Catalogue catalogue() {
        return new Catalogue(Arrays.stream(Code.values())
                .map(code -> new Catalogue.Entry(
                        code.wire(),
                        code.status(),
                        code.title(),
                        code.remedy(),
                        code.retryable(),
                        "/problems/" + code.wire()))
                .toList());
    }

    private static Answer page(String wire) {
        Optional<Code> found = Arrays.stream(Code.values())
                .filter(code -> code.wire().equals(wire))
                .findFirst();
        return found.<Answer>map(code -> new Answer.Text(200, "text/html", ProblemPage.of(code)))
                .orElseGet(() -> new Answer.Refused(Code.PROBLEM_NOT_FOUND));
    }

    private static Future<Answer> answer(Answer answer) {
        return Future.succeededFuture(answer);
    }
}
