package finance.flowlet.platform;

/// What a start insists on: production refuses weak or well-known secrets.
public enum Profile {
    PRODUCTION,
    SANDBOX
}
