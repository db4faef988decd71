package finance.flowlet.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;
import tools.jackson.databind.json.JsonMapper;

/// What is counted, and how it is told.
class ReportTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Session.Plan PLAN = new Session.Plan(Scenario.UNIFORM, new Pace.Open(100, false), 1, 2, 42);
    private static final Audit.Result RIGHT = new Audit.Result("SQL", 300, 300, 300, 0, List.of());

    @Test
    void theWarmUpIsLeftOutOfTheResult() {
        var slice = slice();
        assertEquals(200, slice.micros().getTotalCount());
        assertEquals(200, slice.answered());
        assertEquals(100, slice.perSecond());
        assertEquals(5.0, slice.percentile(99), 0.01);
        assertTrue(slice.series().getFirst().warmUp());
        assertFalse(slice.series().getLast().warmUp());
    }

    @Test
    void aFailureInTheWarmUpIsAFailure() {
        var meter = new Meter(SECOND, 3 * SECOND);
        meter.failed("503 ledger_busy");
        var slice = meter.slice(PLAN.pace(), Work.none());
        assertEquals(Map.of("503 ledger_busy", 1L), slice.failures());
        assertFalse(slice.isClean());
    }

    @Test
    void theJsonSaysWhatTheTextSays() {
        var json = new JsonMapper().readTree(new JsonReport(PLAN, slice(), RIGHT, null).text());
        assertEquals("uniform", json.path("scenario").asString());
        assertEquals(42, json.path("seed").asInt());
        assertEquals(100.0, json.path("perSecond").asDouble());
        assertEquals(5.0, json.path("latencyMillis").path("p99.9").asDouble(), 0.01);
        assertTrue(json.path("latencyMillis").has("p99.99"));
        assertEquals(3, json.path("series").size());
        assertEquals(300, json.path("audit").path("stored").asInt());
        var text = TextReport.of(PLAN, slice(), RIGHT);
        assertTrue(text.contains("100/s"), text);
        assertTrue(text.contains("right: 300 keys sent"), text);
    }

    @Test
    void thePageNeedsNothingButItself() throws Exception {
        var page = new HtmlReport(PLAN, slice(), RIGHT, Instant.EPOCH).text();
        assertFalse(page.contains("http"), page);
        assertFalse(page.contains("<script"), page);
        var drawings = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(page);
        var count = 0;
        while (drawings.find()) {
            count++;
            var xml = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(drawings.group())));
            var lines = xml.getElementsByTagName("polyline");
            for (var i = 0; i < lines.getLength(); i++) {
                mustBeWithin(
                        lines.item(i).getAttributes().getNamedItem("points").getNodeValue());
            }
        }
        assertEquals(3, count);
    }

    @Test
    void aWrongAuditCannotBeOverlooked() {
        var wrong = new Audit.Result("SQL", 1, 1, 0, 0, List.of("the payment <x> is not stored"));
        var page = new HtmlReport(PLAN, slice(), wrong, Instant.EPOCH).text();
        assertTrue(page.contains("class=\"wrong\""));
        assertTrue(page.contains("&lt;x&gt;"));
        assertTrue(TextReport.of(PLAN, slice(), wrong).contains("WRONG"));
    }

    @Test
    void aTemplateKeepsItsLengthWhateverFillsIt() {
        var template = RequestTemplate.post(
                Target.local(8080, "sk_test_1", null),
                "/payments",
                "load-1-" + RequestTemplate.NUMBER,
                "{\"from\":\"%s\"}".formatted(RequestTemplate.FIRST_ID));
        var exchange = new Exchange();
        template.into(exchange.request);
        template.number(exchange.request, 255);
        template.first(exchange.request, StallingServer.wallets().getFirst());
        var request = new String(exchange.request.array(), 0, exchange.request.position(), StandardCharsets.US_ASCII);
        assertTrue(request.contains("Idempotency-Key: load-1-0000000000ff\r\n"), request);
        assertTrue(request.contains("Content-Length: 41\r\n"), request);
        assertTrue(request.endsWith("\r\n\r\n{\"from\":\"wal_01kav9ft00emq8k9w39qsaekf4\"}"), request);
    }

    /// One second of warm-up at 9 ms, two seconds at 5 ms.
    private static Slice slice() {
        var meter = new Meter(SECOND, 3 * SECOND);
        var exchange = new Exchange();
        for (var i = 0; i < 300; i++) {
            exchange.intendedNanos = i * (SECOND / 100);
            meter.answered(exchange, Math.min(exchange.intendedNanos + (i < 100 ? 9 : 5) * 1_000_000L, 3 * SECOND - 1));
            if (i % 100 == 99) {
                meter.second((i + 1) * (SECOND / 100), 0);
            }
        }
        return meter.slice(PLAN.pace(), Work.none());
    }

    private static void mustBeWithin(String points) {
        for (var point : points.split(" ", -1)) {
            var x = Double.parseDouble(point.substring(0, point.indexOf(',')));
            var y = Double.parseDouble(point.substring(point.indexOf(',') + 1));
            assertTrue(x >= 0 && x <= 860 && y >= 0 && y <= 300, point);
        }
    }
}
