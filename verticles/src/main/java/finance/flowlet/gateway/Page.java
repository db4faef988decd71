package finance.flowlet.gateway;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which part of a list a call asks for. The edge has checked the numbers, filled in the defaults and opened
/// the cursor: `after` is the position that this list wrote for the last row of the page before.
///
/// A route asks its domain for [#fetch] rows, one more than the page has, to know whether there are more:
///
/// ```java
/// var page = Page.of(call);
/// ... new FindWallets(..., page.fetch(), page.offset(), page.after() == null ? null : WalletId.parse(page.after()))
/// ... page.answer(rows, row -> row.id().toString(), WalletRoutes::view)
/// ```
record Page(int limit, int offset, @Nullable String after, Function<String, String> cursors) {
    static Page of(Call call) {
        return new Page(
                Integer.parseInt(call.query().getOrDefault("limit", "50")),
                Integer.parseInt(call.query().getOrDefault("offset", "0")),
                call.query().get("after"),
                call.cursors());
    }

    int fetch() {
        return limit + 1;
    }

    /// Answers with the page: `position` is what [#after] will be for the page behind a row.
    <T> Answer answer(List<T> rows, Function<T, String> position, Function<T, Object> view) {
        var hasMore = rows.size() > limit;
        var shown = hasMore ? rows.subList(0, limit) : rows;
        var next = hasMore ? cursors.apply(position.apply(shown.getLast())) : null;
        return new Answer.Json(200, new View(shown.stream().map(view).toList(), limit, offset, hasMore, next));
    }

    record View(
            List<Object> data,
            int limit,
            int offset,
            boolean hasMore,
            @Nullable String nextCursor) {}
}
