package finance.flowlet.ledger;

import finance.flowlet.platform.Platform;
import finance.flowlet.proof.Signer;
import finance.flowlet.proof.VerifierKey;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The public keys that we stand by: the one that signs, and those that the operator says have signed
/// before. Not those that merely stand in the database, or whoever can write there could sign in our name.
final class TrustedKeyReader {
    private final Pool pool;
    private final Signer signer;
    private final List<VerifierKey> retired;
    private final boolean drawn;

    TrustedKeyReader(Platform platform, Pool pool) {
        var signing = platform.config().signing();
        this.pool = pool;
        this.signer = platform.signer();
        this.retired = signing.retiredKeys().stream().map(VerifierKey::parse).toList();
        this.drawn = signing.keyFile() == null;
    }

    boolean isCurrent(VerifierKey key) {
        return key.equals(signer.verifier());
    }

    /// The current key first. A sandbox that draws its key at each start has nobody else to ask for the
    /// former ones than the database.
    Future<Set<VerifierKey>> all() {
        var keys = new LinkedHashSet<VerifierKey>();
        keys.add(signer.verifier());
        keys.addAll(retired);
        if (!drawn) {
            return Future.succeededFuture(keys);
        }
        return pool.query(TreeSql.SIGNING_KEYS).execute().map(rows -> {
            var stored = new ArrayList<VerifierKey>();
            rows.forEach(row -> stored.add(VerifierKey.parse(row.getString("verifier"))));
            keys.addAll(stored);
            return keys;
        });
    }
}
