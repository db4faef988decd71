package finance.flowlet.money;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A currency in circulation under ISO 4217, with its number of decimals. Funds codes, metals, test codes
/// and withdrawn currencies are not money that a wallet can hold, so they are not here.
public record Currency(String code, int exponent) {
    private static final String NO_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
    private static final String TWO_DECIMALS = """
            AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY \
            COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF \
            IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR \
            MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG \
            SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES \
            WST XCD XCG YER ZAR ZMW ZWG""";
    private static final String THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND";
    private static final Map<String, Currency> ALL = read();
    private static final List<Currency> BY_CODE =
            ALL.values().stream().sorted(Comparator.comparing(Currency::code)).toList();

    /// Every currency, by code.
    public static List<Currency> all() {
        return BY_CODE;
    }

    /// The currency of an upper-case code, if there is one.
    public static Optional<Currency> find(String code) {
        return Optional.ofNullable(ALL.get(code));
    }

    /// The currency of a code that is known to be one.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Currency of(String code) {
        return find(code).orElseThrow(() -> new IllegalArgumentException("not a currency in circulation"));
    }

    @JsonValue
    @Override
    public String toString() {
        return code;
    }

    private static Map<String, Currency> read() {
        return Map.of(0, NO_DECIMALS, 2, TWO_DECIMALS, 3, THREE_DECIMALS).entrySet().stream()
                .flatMap(row -> Arrays.stream(row.getValue().split(" ")).map(code -> new Currency(code, row.getKey())))
                .collect(Collectors.toUnmodifiableMap(Currency::code, Function.identity()));
    }
}
