package finance.flowlet.load;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A result for programs. Latencies in milliseconds.
record JsonReport(Session.Plan plan, Slice slice, Audit.Result audit, MaxSearch.@Nullable Result search) {
    private static final List<Double> PERCENTILES = List.of(50.0, 75.0, 90.0, 95.0, 99.0, 99.9, 99.99);

    String text() {
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(document());
    }

    Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>();
        document.put("scenario", plan.scenario().toString());
        document.put("pace", TextReport.pace(slice.pace()));
        document.put("seed", plan.seed());
        document.put("seconds", slice.seconds());
        document.put("answered", slice.answered());
        document.put("perSecond", slice.perSecond());
        document.put("failed", slice.failed());
        document.put("failures", slice.failures());
        document.put("dropped", slice.dropped());
        document.put("repeated", slice.repeated());
        document.put("latencyMillis", percentiles(slice.micros()));
        document.put("sentLateMillis", percentiles(slice.lateMicros()));
        var kinds = new LinkedHashMap<String, Object>();
        slice.byKind().forEach((kind, micros) -> kinds.put(kind.toString(), percentiles(micros)));
        document.put("latencyMillisByKind", kinds);
        document.put("work", slice.work());
        document.put("series", slice.series());
        document.put("audit", audit);
        if (search != null) {
            document.put("findMax", search(search));
        }
        return document;
    }

    private static Map<String, Object> search(MaxSearch.Result search) {
        var found = new LinkedHashMap<String, Object>();
        found.put("perSecond", search.rate());
        found.put("steps", search.steps());
        if (search.half() != null) {
            found.put("latencyMillisAtHalf", percentiles(search.half().micros()));
        }
        return found;
    }

    private static Map<String, Double> percentiles(Histogram micros) {
        var values = new LinkedHashMap<String, Double>();
        for (var percentile : PERCENTILES) {
            values.put(
                    "p" + BigDecimal.valueOf(percentile).stripTrailingZeros().toPlainString(),
                    micros.getValueAtPercentile(percentile) / 1e3);
        }
        values.put("max", micros.getMaxValue() / 1e3);
        values.put("mean", micros.getMean() / 1e3);
        return values;
    }
}
