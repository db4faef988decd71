package finance.flowlet.problem;

import java.util.Locale;

/// Every error code of the API, with what it means and what to do about it: the one catalogue from which
/// replies, the pages at `/problems/{code}` and the documentation are made. A code, once published, keeps
/// its name and status.
public enum Code {
    // 400: not well-formed HTTP or JSON
    MALFORMED_JSON(400, "The body is not JSON", "Send one JSON document (RFC 8259) without comments or trailing text."),
    DUPLICATE_KEY(400, "A JSON object names a member twice", "Send each member once."),
    EXPECTED_OBJECT(400, "The body is not a JSON object", "Send an object: { ... }."),
    BODY_REQUIRED(400, "The body is missing", "Send the JSON object that the contract describes."),
    BODY_NOT_ALLOWED(400, "This request takes no body", "Send it without a body."),
    TOO_DEEP(400, "The JSON is nested too deeply", "Send at most 32 levels."),
    INVALID_UTF8(400, "The body is not UTF-8", "Encode the body as UTF-8."),
    DUPLICATE_PARAMETER(400, "A query parameter was sent twice", "Send each query parameter once."),
    INVALID_CURSOR(
            400,
            "The cursor is not one of ours",
            "Use nextCursor of a previous page, unchanged, with the same filters."),
    IDEMPOTENCY_KEY_REQUIRED(400, "Your account requires an Idempotency-Key", "Send a unique Idempotency-Key header."),
    IDEMPOTENCY_KEY_INVALID(
            400, "The Idempotency-Key is not usable", "Send one header of 1 to 255 visible ASCII characters."),
    MALFORMED_REQUEST(400, "The request is not valid HTTP", "Check headers, transfer encoding and the request line."),
    // 401, 403, 423
    UNAUTHENTICATED(401, "No valid credential", "Send Authorization: Bearer with a current access token or API key."),
    INVALID_CREDENTIALS(401, "E-mail or password is wrong", "Check both and try again."),
    INVALID_REFRESH_TOKEN(
            401,
            "The refresh token is not valid",
            "Log in again. A token that was used before ends its whole session."),
    MFA_REQUIRED(
            401,
            "A second factor is needed",
            "POST /auth/mfa/verify with mfaToken and a code of your authenticator app, or a recovery code."),
    INVALID_MFA_TOKEN(
            401,
            "The token of this login is not valid",
            "Log in again: it works for a few minutes, a few codes, and one session."),
    INVALID_MFA_CODE(
            401, "The code is wrong or was used before", "Send the next code of your app; each one works once."),
    INVALID_RESET_TOKEN(401, "The token is not valid", "Ask for a new one: it works once, and not for long."),
    RECENT_LOGIN_REQUIRED(
            403, "This needs a login of just now", "Log in again, and repeat the request with the new access token."),
    MFA_ENROLLMENT_REQUIRED(
            403,
            "Your role needs a second factor first",
            "POST /auth/mfa/enroll, then /auth/mfa/activate with a code of your authenticator app."),
    FORBIDDEN(403, "Your role or key may not do this", "Use a credential with the role or scope the contract names."),
    // 402: business declines on funds and limits
    INSUFFICIENT_FUNDS(
            402, "Not enough available funds", "Fund the wallet or send less, then try again with a new key."),
    LIMIT_EXCEEDED(402, "A limit would be exceeded", "Send less or wait until the limit's window has passed."),
    // 404, 405, 406
    ROUTE_NOT_FOUND(
            404, "There is nothing at this path", "Compare the path with /openapi.yaml; paths are case-sensitive."),
    WALLET_NOT_FOUND(404, "No such wallet", "Check the id; objects of others answer as if they did not exist."),
    PAYMENT_NOT_FOUND(404, "No such payment", "Check the id; objects of others answer as if they did not exist."),
    USER_NOT_FOUND(404, "No such user", "Check the id; objects of others answer as if they did not exist."),
    API_KEY_NOT_FOUND(404, "No such API key", "Check the id; objects of others answer as if they did not exist."),
    ACCOUNT_NOT_FOUND(
            404, "No such ledger account", "Check the id; objects of others answer as if they did not exist."),
    ENTRY_NOT_FOUND(404, "No such ledger entry", "Check the id; objects of others answer as if they did not exist."),
    REFUND_NOT_FOUND(404, "No such refund", "Check the id; objects of others answer as if they did not exist."),
    DISPUTE_NOT_FOUND(404, "No such dispute", "Check the id; objects of others answer as if they did not exist."),
    HOLD_NOT_FOUND(404, "No such hold", "Check the id; objects of others answer as if they did not exist."),
    QUOTE_NOT_FOUND(404, "No such quote", "Check the id; objects of others answer as if they did not exist."),
    EXCHANGE_NOT_FOUND(404, "No such exchange", "Check the id; objects of others answer as if they did not exist."),
    BATCH_NOT_FOUND(404, "No such payment batch", "Check the id; objects of others answer as if they did not exist."),
    SCHEDULE_NOT_FOUND(
            404, "No such scheduled payment", "Check the id; objects of others answer as if they did not exist."),
    PAYMENT_REQUEST_NOT_FOUND(
            404, "No such payment request", "Check the id; objects of others answer as if they did not exist."),
    STATEMENT_NOT_FOUND(
            404, "No such statement", "Statements exist for months that are over, since the wallet opened."),
    MONITOR_NOT_FOUND(
            404, "No such balance monitor", "Check the id; objects of others answer as if they did not exist."),
    RECONCILIATION_NOT_FOUND(
            404, "No such reconciliation", "Check the id; objects of others answer as if they did not exist."),
    PERIOD_NOT_FOUND(404, "No such accounting period", "Name a month such as 2026-01."),
    CHECKPOINT_NOT_FOUND(404, "No such checkpoint", "Use the tree size of a checkpoint that was published."),
    SESSION_NOT_FOUND(404, "No such session", "Check the id; objects of others answer as if they did not exist."),
    PROBLEM_NOT_FOUND(404, "No such error code", "GET /problems lists the codes."),
    METHOD_NOT_ALLOWED(405, "This path does not take this method", "The Allow header lists what it takes."),
    NOT_ACCEPTABLE(406, "Only JSON is spoken here", "Send Accept: application/json or no Accept header."),
    // 409: conflicts with state
    WALLET_FROZEN(409, "The wallet is frozen", "Ask whoever froze it to unfreeze it."),
    WALLET_CLOSED(409, "The wallet is closed", "Use another wallet; a closed one stays closed."),
    WALLET_NOT_EMPTY(409, "The wallet still holds money", "Move the balance out and resolve its holds, then close it."),
    WALLET_STATE_CONFLICT(409, "The wallet is not in a state that allows this", "Read the wallet and decide again."),
    WALLET_EXISTS(409, "An object with this id exists already", "Leave the id out, or read the one that exists."),
    DUPLICATE_REFERENCE(409, "The external reference is taken", "Use a reference that is unique within your account."),
    HOLD_ALREADY_RESOLVED(
            409, "The hold was captured, voided or expired before", "A hold is resolved once; read its state."),
    HOLD_EXPIRED(409, "The hold has expired", "Place a new hold."),
    PAYMENT_STATE_CONFLICT(
            409,
            "The payment is not in a state that allows this",
            "Read the payment; its status says what may follow."),
    STATE_CONFLICT(409, "The object is not in a state that allows this", "Read it; its status says what may follow."),
    QUOTE_EXPIRED(409, "The quote has expired", "Ask for a new quote."),
    QUOTE_USED(409, "The quote was used before", "A quote is good for one exchange; ask for a new one."),
    RATE_UNAVAILABLE(409, "There is no current rate for this pair", "Try later, or another pair.", true),
    SAME_PERSON(409, "Who asked may not approve", "A second person has to approve."),
    APPROVAL_REQUIRED(409, "This needs a second person's approval first", "Have it approved by someone else."),
    PERIOD_CLOSED(409, "The accounting period is closed", "Use an effective date in an open period."),
    PERIOD_NOT_OVER(409, "The accounting period is not over yet", "Close it five minutes after its end or later."),
    ALREADY_REVERSED(409, "The entry was reversed before", "An entry is reversed once; read its reversal."),
    NOT_REVERSIBLE(
            409,
            "This kind of entry is undone in another way",
            "Refund or dispute a payment; correct a reversal by an adjustment."),
    ACCOUNT_EXISTS(409, "An account with this code exists already", "Use the account that exists or another code."),
    OVERDRAFT_IN_USE(409, "The wallet uses more than this overdraft", "Bring the balance up first."),
    PROOF_PENDING(409, "The entry is in no checkpoint yet", "Retry after the stated seconds.", true),
    MFA_ALREADY_ACTIVE(409, "There is a second factor already", "Disable it first, to enroll another app."),
    MFA_NOT_ENROLLED(409, "No authenticator app was enrolled", "POST /auth/mfa/enroll first."),
    MFA_NOT_ACTIVE(409, "There is no second factor", "Enroll and activate one first."),
    IDEMPOTENCY_IN_PROGRESS(
            409,
            "The first request with this key is still running",
            "Retry after the stated seconds with the same key.",
            true),
    // 412, 413, 414, 415, 422
    VERSION_CONFLICT(412, "The object changed meanwhile", "Read it again and decide anew.", true),
    PAYLOAD_TOO_LARGE(413, "The body is too large", "Send at most the documented number of bytes."),
    URI_TOO_LONG(414, "The request line is too long", "Send fewer or shorter query parameters."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "The body must be plain JSON in UTF-8",
            "Send Content-Type: application/json, without Content-Encoding."),
    VALIDATION_FAILED(
            422,
            "The request is well-formed but not acceptable",
            "errors names every field and what is wrong with it."),
    REQUIRED(422, "A required field is missing", "Send the field."),
    UNKNOWN_FIELD(422, "The contract has no such field", "Leave the field out or correct its name."),
    UNKNOWN_PARAMETER(422, "The contract has no such query parameter", "Leave the parameter out or correct its name."),
    INVALID_TYPE(422, "A field has the wrong JSON type", "Send the type that the contract names."),
    INVALID_VALUE(
            422, "A field has a value outside what is allowed", "Send one of the values that the contract names."),
    INVALID_TEXT(
            422,
            "A text has characters that are not allowed",
            "Leave out control, direction-override and tag characters and unpaired surrogates."),
    TOO_LONG(422, "A text is too long", "Shorten it to the documented length."),
    INVALID_ID(422, "Not an id of this kind", "Send the id as it was returned, prefix included."),
    INVALID_EMAIL(422, "Not an e-mail address", "Send one address of at most 254 characters."),
    INVALID_DATE(422, "Not a date and time", "Send an RFC 3339 date-time such as 2026-01-31T12:00:00Z."),
    REFERENCE_NOT_ALLOWED(
            422,
            "Only the business gives payments a reference",
            "Leave externalReference out; metadata is the customer's own."),
    OTHER_WALLET_ASKED(422, "The request is to another wallet", "Pay out of the wallet that the request names."),
    START_IN_THE_PAST(422, "The start is in the past", "Send a time to come, or leave out what has passed."),
    RANGE_TOO_LARGE(422, "The range is empty or too wide", "Send from before to, at most ten years apart."),
    INVALID_LIMIT(422, "limit is not a whole number from 1 to 200", "Send limit=1..200."),
    INVALID_OFFSET(422, "offset is not a whole number from 0", "Send offset=0..10000."),
    OFFSET_TOO_LARGE(422, "offset reaches too far", "Use the cursor nextCursor to go further."),
    METADATA_LIMIT(422, "The metadata is too large", "At most 50 string values of 500 characters, with keys of 40."),
    AMOUNT_TYPE(422, "The amount is not a JSON number", "Send a plain number: 10.50, without quotes."),
    AMOUNT_INVALID(422, "The amount is not a plain decimal", "Send digits and at most one point; no exponent."),
    AMOUNT_NOT_POSITIVE(422, "The amount is not above zero", "Send an amount above zero."),
    AMOUNT_PRECISION_INVALID(
            422,
            "The amount has more decimals than its currency",
            "Send at most the currency's decimals: 2 for USD, 0 for JPY."),
    AMOUNT_TOO_SMALL(422, "The amount comes to nothing in the other currency", "Send more, or another pair."),
    AMOUNT_TOO_LARGE(422, "The amount is too large", "Send at most the documented limit."),
    CURRENCY_UNSUPPORTED(422, "Not a currency in circulation", "Send an upper-case ISO 4217 code such as USD."),
    CURRENCY_MISMATCH(422, "The currency is not the wallet's", "Send the currency of the wallet."),
    SAME_WALLET(422, "Source and destination are the same wallet", "Name two different wallets."),
    WALLET_TYPE_INVALID(422, "No such wallet type", "Send personal, business, merchant, escrow or savings."),
    CAPTURE_EXCEEDS_HOLD(422, "More than the hold reserves", "Capture at most what is left of the hold."),
    CAPTURE_EXCEEDS_AUTHORIZED(
            422, "More than the payment was authorized for", "Capture at most what is left of the authorization."),
    REFUND_EXCEEDS_CAPTURED(
            422,
            "More than was captured and not yet refunded or disputed",
            "Refund at most what is left of the payment."),
    QUOTE_MISMATCH(
            422, "The quote is for something else", "Send the wallets' currencies and the amount that were quoted."),
    SAME_CURRENCY(422, "Both currencies are the same", "Name two different currencies."),
    UNBALANCED_TRANSACTION(
            422, "Debits and credits differ", "Make them equal in every currency, with two postings at least."),
    BATCH_NOT_APPLIED(
            422, "Another payment of the atomic batch was declined", "Correct the one that was; send a new batch."),
    BATCH_TOO_LARGE(422, "The batch has too many items", "Send at most the documented number of items."),
    FILE_INVALID(422, "The file cannot be read", "Send a file of the stated format; detail says where it is wrong."),
    PASSWORD_TOO_SHORT(422, "The password is too short", "Use at least 15 characters; any characters count."),
    PASSWORD_TOO_LONG(422, "The password is too long", "Use at most 128 characters."),
    PASSWORD_BLOCKED(
            422,
            "The password is too easy to guess",
            "Avoid common passwords, repetitions, sequences and your e-mail address."),
    SCOPE_UNKNOWN(422, "No such scope", "Send scopes that the contract lists."),
    IDEMPOTENCY_KEY_REUSED(
            422,
            "The Idempotency-Key belongs to another request",
            "Use a new key for a new request; repeat a request unchanged."),
    // 429, 431
    RATE_LIMITED(429, "Too many requests", "Wait for the seconds in Retry-After.", true),
    TOO_MANY_ATTEMPTS(
            429,
            "Too many failed attempts",
            "Wait for the seconds in Retry-After; a right password is refused until then.",
            true),
    HEADERS_TOO_LARGE(431, "The headers are too large", "Send at most 8 KiB per header and 16 KiB in all."),
    // 5xx: ours
    INTERNAL_ERROR(
            500,
            "Something went wrong on our side",
            "Retry with the same Idempotency-Key; tell us the requestId if it stays.",
            true),
    UNAVAILABLE(
            503,
            "A part we need is not reachable",
            "Retry after the stated seconds with the same Idempotency-Key.",
            true),
    LEDGER_BUSY(
            503,
            "The ledger has more work than it can take",
            "Retry after the stated seconds with the same Idempotency-Key.",
            true),
    OUTCOME_UNKNOWN(
            503,
            "The outcome is not known yet",
            "Retry with the same Idempotency-Key: it answers what happened.",
            true),
    SHUTTING_DOWN(503, "This server is stopping", "Retry: another one will answer.", true);

    private final int status;
    private final String title;
    private final String remedy;
    private final boolean retryable;

    Code(int status, String title, String remedy) {
        this(status, title, remedy, false);
    }

    Code(int status, String title, String remedy, boolean retryable) {
        this.status = status;
        this.title = title;
        this.remedy = remedy;
        this.retryable = retryable;
    }

    /// The HTTP status.
    public int status() {
        return status;
    }

    /// What it means, the same words every time.
    public String title() {
        return title;
    }

    /// What the caller should do.
    public String remedy() {
        return remedy;
    }

    /// Whether the same request may succeed later.
    public boolean retryable() {
        return retryable;
    }

    /// The code on the wire: `insufficient_funds`.
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
