package finance.flowlet.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTest {
    @Test
    void rowsEndAsTheFormatSays() {
        var csv = new Csv()
                .header("id", "amount")
                .text("a")
                .number(new BigDecimal("10.50"))
                .end();

        assertEquals("id,amount\r\na,10.50\r\n", csv.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            plain                    | plain
            Z\u00fcrich              | Z\u00fcrich
            a,b                      | "a,b"
            a "quoted" word          | "a ""quoted"" word"
            ` a`                     | " a"
            it's                     | it's
            """)
    void textIsQuotedWhereItMustBe(String text, String cell) {
        assertEquals(cell, new Csv().text(text).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            =1+1                     | '=1+1
            +1                       | '+1
            -2+3                     | '-2+3
            @SUM(A1)                 | '@SUM(A1)
            `  =1`                   | '  =1
            \uFF1D1                  | '\uFF1D1
            =HYPERLINK("http://x")   | "'=HYPERLINK(""http://x"")"
            a;=1                     | "a;'=1"
            a, -1                    | "a,' -1"
            rent - May               | rent - May
            """)
    void noTextIsAFormula(String text, String cell) {
        assertEquals(cell, new Csv().text(text).toString());
    }

    @Test
    void neitherIsOneBehindAnotherLine() {
        assertEquals("\"a\r\n'=1\"", new Csv().text("a\r\n=1").toString());
        assertEquals("\"'\ta\"", new Csv().text("\ta").toString());
    }

    @Test
    void aNegativeNumberStaysANumber() {
        assertEquals(
                "-0.05,-7", new Csv().number(new BigDecimal("-0.05")).number(-7).toString());
    }

    @Test
    void nothingIsAnEmptyCell() {
        assertEquals(",,x", new Csv().text(null).number(null).text("x").toString());
    }
}
