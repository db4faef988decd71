package finance.flowlet.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedAskTest {
    private final SharedAsk<String, String> asks = new SharedAsk<>();
    private final List<Promise<String>> asked = new ArrayList<>();

    private Future<String> ask(String key, long age) {
        return asks.ask(key, age, () -> {
            var answer = Promise.<String>promise();
            asked.add(answer);
            return answer.future();
        });
    }

    @Test
    void manyWhoAskAtOnceShareOneAnswer() {
        var answers = List.of(ask("a", 0), ask("a", 0), ask("a", 0));
        asked.getFirst().complete("yes");
        assertEquals(1, asked.size());
        answers.forEach(answer -> assertEquals("yes", answer.result()));
    }

    @Test
    void whoeverAsksAfterAChangeDoesNotHearWhatWasReadBefore() {
        var before = ask("a", 0);
        var after = ask("a", 1);
        asked.get(1).complete("new");
        asked.get(0).complete("old");
        assertEquals("old", before.result());
        assertEquals("new", after.result());
    }

    @Test
    void anAnswerIsNotKept() {
        ask("a", 0);
        asked.getFirst().fail("away");
        var again = ask("a", 0);
        assertEquals(2, asked.size());
        assertFalse(again.isComplete());
    }

    @Test
    void otherQuestionsAreAskedForThemselves() {
        ask("a", 0);
        ask("b", 0);
        assertEquals(2, asked.size());
    }
}
