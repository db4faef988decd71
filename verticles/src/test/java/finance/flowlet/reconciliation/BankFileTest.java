package finance.flowlet.reconciliation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.reconciliation.CsvMapping;
import finance.flowlet.contract.reconciliation.CsvMapping.DateFormat;
import finance.flowlet.contract.reconciliation.CsvMapping.Separator;
import finance.flowlet.contract.reconciliation.Reconcile.Encoding;
import finance.flowlet.money.Currency;
import finance.flowlet.reconciliation.UnreadableFile.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files of strangers: what is read from good ones, and that bad ones are refused as a whole.
class BankFileTest {
    private static final Currency USD = Currency.of("USD");
    private static final FileLimits LIMITS = new FileLimits(5, 99_999_999_999L);
    private static final CsvMapping PLAIN = new CsvMapping(
            "date", "amount", "ref", "text", null, null, DateFormat.ISO, Separator.COMMA, Separator.POINT, null);
    private static final CsvMapping EUROPEAN = new CsvMapping(
            "Datum",
            "Betrag",
            null,
            null,
            "S/H",
            "W",
            DateFormat.DAY_MONTH_YEAR_DOTS,
            Separator.SEMICOLON,
            Separator.COMMA,
            Separator.POINT);
    private static final String HEAD = "date,amount,ref,text\n";

    private static List<FileLine> read(String text, CsvMapping mapping) {
        return BankFile.read(text, mapping, USD, LIMITS);
    }

    private static void assertRefused(Fault fault, String text, CsvMapping mapping) {
        var refused = assertThrows(UnreadableFile.class, () -> read(text, mapping));
        assertEquals(fault, refused.fault(), text);
    }

    @Test
    void aTableIsReadAsItsMappingSays() {
        var line = new FileLine(1, LocalDate.of(2026, 3, 10), -1050, "a,\"b\"", "two lines");

        assertEquals(
                List.of(line),
                read(
                        "\uFEFFdate,extra, amount ,ref,text\r\n2026-03-10,x,-10.5,\"a,\"\"b\"\"\",\"two\r\nlines\"\r\n",
                        PLAIN));
        assertEquals(
                List.of(123456L, -50L),
                read("Datum;Betrag;S/H;W\r10.03.2026;1.234,56;CRDT;USD\r11.03.2026;0,50;d;USD", EUROPEAN).stream()
                        .map(FileLine::minorUnits)
                        .toList());
    }

    /// Whatever stands in it, a text stays a text; nobody evaluates it and no character of it does harm.
    @Test
    void textsAreTakenAsTheyAreButForWhatHides() {
        var line = read(HEAD + "2026-03-10,1.00,=1+1,\"\u202Eevil\u0000\ttext\"\n", PLAIN)
                .getFirst();

        assertEquals("=1+1", line.reference());
        assertEquals("evil text", line.description());
    }

    static Stream<Arguments> badTables() {
        return Stream.of(
                Arguments.of("", Fault.NO_ROWS),
                Arguments.of(HEAD, Fault.NO_ROWS),
                Arguments.of("date,amount\n2026-03-10,1.00", Fault.COLUMN_MISSING),
                Arguments.of("date,date,amount,ref,text\n", Fault.COLUMN_TWICE),
                Arguments.of(HEAD + "2026-03-10,1.00\n", Fault.ROW_TOO_SHORT),
                Arguments.of(HEAD + "2026-03-10,1.00,\"a,b\n", Fault.QUOTE_OPEN),
                Arguments.of(HEAD + "2026-03-10,1.00,\"a\"b,c\n", Fault.QUOTE_MISPLACED),
                Arguments.of(HEAD + "2026-03-10,1.00,a\"b,c\n", Fault.QUOTE_MISPLACED),
                Arguments.of(HEAD + "2026-03-10,1.00," + "x".repeat(4097) + ",c\n", Fault.FIELD_TOO_LONG),
                Arguments.of(HEAD + "2026-03-10,1.00,\"" + "x".repeat(4097) + "\",c\n", Fault.FIELD_TOO_LONG),
                Arguments.of(HEAD + "2026-03-10,1.00,a,b" + ",".repeat(200), Fault.ROW_TOO_WIDE),
                Arguments.of(HEAD + "2026-02-30,1.00,a,b", Fault.DATE_UNREADABLE),
                Arguments.of(HEAD + "10.03.2026,1.00,a,b", Fault.DATE_UNREADABLE),
                Arguments.of(HEAD + "+999999999-03-10,1.00,a,b", Fault.DATE_UNREADABLE),
                Arguments.of(HEAD + "2026-03-10,1.005,a,b", Fault.AMOUNT_OUT_OF_RANGE),
                Arguments.of(HEAD + "2026-03-10,0.00,a,b", Fault.AMOUNT_OUT_OF_RANGE),
                Arguments.of(HEAD + "2026-03-10,9999999999999.00,a,b", Fault.AMOUNT_OUT_OF_RANGE),
                Arguments.of(
                        HEAD
                                + IntStream.range(0, 6)
                                        .mapToObj(_ -> "2026-03-10,1,a,b\n")
                                        .collect(Collectors.joining()),
                        Fault.TOO_MANY_LINES));
    }

    @ParameterizedTest
    @MethodSource("badTables")
    void aBadTableIsRefused(String text, Fault fault) {
        assertRefused(fault, text, PLAIN);
    }

    /// What could mean two amounts is read as none.
    @ParameterizedTest
    @ValueSource(strings = {"1.234,56", "1,234.56", "1e5", "1 000.00", "$5", "--5", "5-", "", "0x10", "١٢", ".5", "5."})
    void anAmountOfAnotherFormIsRefused(String amount) {
        assertRefused(Fault.AMOUNT_UNREADABLE, HEAD + "2026-03-10,\"" + amount + "\",a,b", PLAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234.56", "12.34,56", "1.2345,00", "1.234.56"})
    void aSeparatorInAnotherPlaceIsRefused(String amount) {
        assertRefused(Fault.AMOUNT_UNREADABLE, "Datum;Betrag;S/H;W\n10.03.2026;" + amount + ";C;USD", EUROPEAN);
    }

    @Test
    void aDirectionIsSaidOnce() {
        assertRefused(Fault.DIRECTION_UNREADABLE, "Datum;Betrag;S/H;W\n10.03.2026;-1,00;D;USD", EUROPEAN);
        assertRefused(Fault.DIRECTION_UNREADABLE, "Datum;Betrag;S/H;W\n10.03.2026;1,00;X;USD", EUROPEAN);
        assertRefused(Fault.CURRENCY_DIFFERS, "Datum;Betrag;S/H;W\n10.03.2026;1,00;C;EUR", EUROPEAN);
    }

    @Test
    void base64IsTextInUtf8() {
        var encoder = Base64.getMimeEncoder();
        assertEquals(
                "żółć",
                BankFile.text(encoder.encodeToString("żółć".getBytes(StandardCharsets.UTF_8)), Encoding.BASE64));
        var latin = encoder.encodeToString(new byte[] {(byte) 0xe9, 'x'});
        assertThrows(UnreadableFile.class, () -> BankFile.text(latin, Encoding.BASE64));
        assertThrows(UnreadableFile.class, () -> BankFile.text("A*==", Encoding.BASE64));
    }

    private static String sample() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(BankFileTest.class.getResourceAsStream("/reconciliation/camt.053.001.08.xml"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<FileLine> camt(String document) {
        return BankFile.read(document, null, USD, LIMITS);
    }

    @Test
    void aBankStatementIsReadWithItsBatchesAndReversals() throws IOException {
        var day = LocalDate.of(2026, 3, 10);

        assertEquals(
                List.of(
                        new FileLine(1, day, 1050, "INV-1", "first & only"),
                        new FileLine(2, day, 2000, "INV-2", ""),
                        new FileLine(3, day, -500, "2", "rent"),
                        new FileLine(4, day, 500, "3", "rent, returned")),
                camt(sample()));
    }

    @Test
    void theStatementsOfAllVersionsAreRead() throws IOException {
        for (var version = 2; version <= 13; version++) {
            var document = sample().replace("001.08", "001.%02d".formatted(version));
            assertEquals(4, camt(document).size(), "version " + version);
            assertEquals(
                    4,
                    camt(document.replaceAll("<Sts><Cd>(\\w+)</Cd></Sts>", "<Sts>$1</Sts>"))
                            .size());
        }
    }

    static Stream<Arguments> badStatements() throws IOException {
        var sample = sample();
        return Stream.of(
                Arguments.of(sample.replace("camt.053.001.08", "camt.053.001.14"), Fault.NOT_CAMT_053),
                Arguments.of(sample.replace("camt.053", "camt.054"), Fault.NOT_CAMT_053),
                Arguments.of("<a/>", Fault.NOT_CAMT_053),
                Arguments.of("no xml", Fault.NOT_XML),
                Arguments.of(sample.substring(0, sample.length() - 20), Fault.NOT_XML),
                Arguments.of(sample + "<a/>", Fault.NOT_XML),
                Arguments.of(sample.replace("1030.50", "1030.51"), Fault.BALANCES_DO_NOT_ADD_UP),
                Arguments.of(sample.replace(">20.00<", ">21.00<"), Fault.DETAILS_DO_NOT_ADD_UP),
                Arguments.of(sample.replace("Ccy=\"USD\">5.00", "Ccy=\"EUR\">5.00"), Fault.CURRENCY_DIFFERS),
                Arguments.of(sample.replace("<Ccy>USD", "<Ccy>EUR"), Fault.CURRENCY_DIFFERS),
                Arguments.of(sample.replace(">5.00<", ">5,00<"), Fault.AMOUNT_UNREADABLE),
                Arguments.of(sample.replace(">5.00<", ">5.001<"), Fault.AMOUNT_OUT_OF_RANGE),
                Arguments.of(sample.replace(">5.00<", ">-5.00<"), Fault.DIRECTION_UNREADABLE),
                Arguments.of(sample.replace("DBIT", "OUT"), Fault.DIRECTION_UNREADABLE),
                Arguments.of(
                        sample.replace("<Dt>2026-03-10</Dt></BookgDt>", "<Dt>10.03.2026</Dt></BookgDt>"),
                        Fault.DATE_UNREADABLE),
                Arguments.of(with(sample, "<IBAN>DE02500105170137075030</IBAN>"), Fault.SEVERAL_ACCOUNTS),
                Arguments.of(with(sample, "<Othr><Id>4711</Id></Othr>"), Fault.SEVERAL_ACCOUNTS),
                Arguments.of(with(sample, ""), Fault.SEVERAL_ACCOUNTS),
                Arguments.of(sample.replace("first", "x".repeat(5000)), Fault.FIELD_TOO_LONG),
                Arguments.of(sample.replace("first", "<a>".repeat(40) + "</a>".repeat(40)), Fault.NESTED_TOO_DEEPLY),
                Arguments.of(sample.replace("<Id>2026-049</Id>", "<Id>&who;</Id>"), Fault.DOCTYPE_REFUSED));
    }

    /// With one more statement, of that account.
    private static String with(String document, String account) {
        return document.replace(
                "</BkToCstmrStmt>", "<Stmt><Acct><Id>" + account + "</Id></Acct></Stmt></BkToCstmrStmt>");
    }

    @Test
    void statementsOfOneAccountAreReadTogether() throws IOException {
        assertEquals(camt(sample()), camt(with(sample(), "<IBAN>DE02120300000000202051</IBAN>")));
    }

    @Test
    void aDetailThatMovedNothingIsNoLine() throws IOException {
        var nothing = "<TxDtls><Amt Ccy=\"USD\">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>";

        assertEquals(camt(sample()), camt(sample().replaceFirst("</NtryDtls>", nothing + "</NtryDtls>")));
    }

    @ParameterizedTest
    @MethodSource("badStatements")
    void aBadStatementIsRefused(String document, Fault fault) {
        assertEquals(
                fault, assertThrows(UnreadableFile.class, () -> camt(document)).fault());
    }

    /// Nothing outside of the document is looked at, and nothing inside it grows.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE Document [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
                "<!DOCTYPE Document SYSTEM \"http://127.0.0.1:1/evil.dtd\">",
                "<!DOCTYPE Document [<!ENTITY a \"ha\"><!ENTITY x \"&a;&a;&a;&a;\">]>",
                "<!DOCTYPE Document [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/\"> %p;]>"
            })
    void entitiesAreRefused(String doctype) throws IOException {
        for (var used : List.of("first", "&x;")) {
            var document = sample().replace("<Document", doctype + "<Document").replace("first", used);
            var refused = assertThrows(UnreadableFile.class, () -> camt(document));
            assertTrue(List.of(Fault.DOCTYPE_REFUSED, Fault.NOT_XML).contains(refused.fault()));
        }
    }

    @Test
    void aStatementWithoutItsBalancesIsReadToo() throws IOException {
        assertEquals(4, camt(sample().replaceAll("(?s)<Bal>.*</Bal>", "")).size());
    }
}
