package finance.flowlet.gateway;

import finance.flowlet.problem.Code;

/// The page that `type` and `docUrl` of a problem lead to.
final class ProblemPage {
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <title>%1$s</title>
            <h1><code>%1$s</code></h1>
            <p>%2$s.</p>
            <dl>
            <dt>Status</dt><dd>%3$d</dd>
            <dt>What to do</dt><dd>%4$s</dd>
            <dt>May the same request succeed later?</dt><dd>%5$s</dd>
            </dl>
            <p><a href="/problems">All codes</a></p>
            </html>
            """;

    private ProblemPage() {}

    static String of(Code code) {
        return PAGE.formatted(
                code.wire(), text(code.title()), code.status(), text(code.remedy()), code.retryable() ? "Yes." : "No.");
    }

    private static String text(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
