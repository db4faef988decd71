package finance.flowlet.auth;

import finance.flowlet.contract.auth.ListTokenKeys;
import java.util.List;

/// The keys of access tokens, all of one algorithm, and what a header must say for them.
///
/// Which key and which algorithm verify a token is ours to know: a header may name one of our keys, and is
/// refused when it says anything else, or more.
interface TokenKeys {
    /// What stands in the header of a new token.
    Record header();

    /// The signature of `signed`, a header and claims with their dot.
    byte[] sign(String signed);

    /// Whether `token`, whose header decodes to `header`, bears the signature of a key of ours.
    boolean haveSigned(String token, byte[] header);

    /// What anybody may know.
    List<ListTokenKeys.Key> published();
}
