package finance.flowlet.auth;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;

/// What an access token states (RFC 7519, RFC 9068), in the names of the standard: issuer, audience, user, tenant,
/// session, roles, and seconds since 1970.
record Claims(
        String iss,

        @JsonFormat(
                with = {
                    JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                    JsonFormat.Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED
                })
        List<String> aud,

        String sub,
        String tid,
        String sid,
        List<String> roles,
        long iat,
        long nbf,
        long exp,
        String jti) {}
