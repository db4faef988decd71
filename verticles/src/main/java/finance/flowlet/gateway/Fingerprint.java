package finance.flowlet.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import finance.flowlet.money.Amount;
import finance.flowlet.proof.Sha256;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/// What was asked, as a SHA-256 in hexadecimal: two requests under one idempotency key are the same when their
/// operation, path and decoded body are. Spaces, the order of members, escapes and trailing zeros of an amount
/// make no difference.
final class Fingerprint {
    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .changeDefaultPropertyInclusion(
                    _ -> JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .addModule(new SimpleModule().addSerializer(new AmountText()))
            .build();

    private Fingerprint() {}

    static String of(String operation, Map<String, String> path, @Nullable Record body) {
        var asked = (operation + "\n" + new TreeMap<>(path) + "\n").getBytes(StandardCharsets.UTF_8);
        var hash = body == null ? Sha256.of(asked) : Sha256.of(asked, CANONICAL.writeValueAsBytes(body));
        return HexFormat.of().formatHex(hash);
    }

    private static final class AmountText extends StdSerializer<Amount> {
        private AmountText() {
            super(Amount.class);
        }

        @Override
        public void serialize(Amount amount, JsonGenerator json, SerializationContext context) {
            var token = amount.token();
            // An exponent is no amount and will be refused; writing it out could fill the memory.
            var plain = token.chars().noneMatch(c -> c == 'e' || c == 'E');
            json.writeString(plain ? new BigDecimal(token).stripTrailingZeros().toPlainString() : token);
        }
    }
}
