package finance.flowlet.journey;

import static finance.flowlet.journey.Purse.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.Flowlet;
import finance.flowlet.contract.ledger.SealBatches;
import finance.flowlet.proof.Receipt;
import finance.flowlet.proof.Receipt.Verdict;
import finance.flowlet.proof.Signer;
import finance.flowlet.proof.VerifierKey;
import finance.flowlet.testing.Api;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import finance.flowlet.testing.TestPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// One signing key follows another, and what the old one signed stays proven for as long as it is
/// published.
class KeyRotationJourneyTest {
    private final TestDatabase database = TestDatabase.create();
    private final Signer old = Signer.generate("bank.example", new SecureRandom());
    private final Signer fresh = Signer.generate("bank.example", new SecureRandom());
    private String apiKey = "";

    @TempDir
    Path folder;

    @Test
    void whatTheOldKeySignedVerifiesWhileItIsPublished() throws IOException {
        var before = first();
        var retired = Map.of("FLOWLET_SIGNING_RETIRED_KEYS", old.verifier().toString());

        var after = with(fresh, retired, api -> {
            assertEquals(List.of("current", "retired"), statuses(api));
            assertEquals(List.of(fresh.verifier(), old.verifier()), keys(api));
            assertEquals(Verdict.VERIFIED, before.verify(keys(api)));
            assertEquals("ok", done(api.get("/ledger/integrity")).text("status"));
            return receipt(api);
        });

        assertEquals(Verdict.VERIFIED, before.verify(List.of(old.verifier())));
        assertEquals(Verdict.SIGNATURE_INVALID, before.verify(List.of(fresh.verifier())));
        assertEquals(Verdict.VERIFIED, after.verify(List.of(fresh.verifier())));
        assertEquals(Verdict.SIGNATURE_INVALID, after.verify(List.of(old.verifier())));
    }

    /// A key that merely stands in the database is not ours: whoever can write there could put his own.
    @Test
    void aKeyThatNobodyConfiguredIsNotTrusted() throws IOException {
        first();

        with(fresh, Map.of(), api -> {
            receipt(api);
            assertEquals(List.of(fresh.verifier()), keys(api));
            var integrity = done(api.get("/ledger/integrity"));
            assertEquals("failed", integrity.text("status"));
            assertTrue(integrity.body().contains("checkpoints_are_signed"), integrity::body);
            assertFalse(integrity.body().contains("checkpoints_match_the_tree"), integrity::body);
            return "";
        });
    }

    /// A business, a wallet and a receipt of its first deposit under the old key.
    private Receipt first() throws IOException {
        try (var world = TestFlowlet.start(database, environment(old, Map.of()), Clock.systemUTC())) {
            apiKey = String.valueOf(world.api().credential());
            world.wallet("ann", "USD", "10.00");
            return receipt(world.flowlet(), world.api());
        }
    }

    private <T> T with(Signer signer, Map<String, String> more, Function<Started, T> work) throws IOException {
        var config = database.config(environment(signer, more));
        try (var flowlet = Flowlet.start(config, Clock.systemUTC(), _ -> {})) {
            return work.apply(new Started(flowlet, new Api("http://127.0.0.1:" + flowlet.port(), apiKey)));
        }
    }

    private Map<String, String> environment(Signer signer, Map<String, String> more) throws IOException {
        var environment = new HashMap<>(more);
        var file = Files.writeString(folder.resolve(signer.keyId() + ".pem"), signer.pem());
        environment.put("FLOWLET_SIGNING_KEY_NAME", signer.keyName());
        environment.put("FLOWLET_SIGNING_KEY_FILE", file.toString());
        environment.put("FLOWLET_JOBS_INTERVAL_MILLIS", "3600000");
        return environment;
    }

    private record Started(Flowlet flowlet, Api api) {
        Api.Response get(String path) {
            return api.get(path);
        }
    }

    private static Receipt receipt(Started started) {
        done(started.api().post("/wallets", "{\"userId\":\"bob\",\"currency\":\"USD\",\"type\":\"personal\"}"));
        return receipt(started.flowlet(), started.api());
    }

    private static Receipt receipt(Flowlet flowlet, Api api) {
        TestPlatform.await(flowlet.bus().request(SealBatches.ADDRESS, new SealBatches()));
        var entry = done(api.get("/ledger/transactions?limit=1")).column("id").getFirst();
        var receipt = done(api.get("/ledger/transactions/" + entry + "/proof"));
        return new JsonMapper().readValue(receipt.body(), Receipt.class);
    }

    private static List<VerifierKey> keys(Started started) {
        var keys = new ArrayList<VerifierKey>();
        started.get("/ledger/signing-keys").column("verifierKey").forEach(text -> keys.add(VerifierKey.parse(text)));
        return keys;
    }

    private static List<String> statuses(Started started) {
        return started.get("/ledger/signing-keys").column("status");
    }
}
