package finance.flowlet.platform;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(asked).hasSize(1);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.result()).isEqualTo("yes"));
    }

    @Test
    void whoeverAsksAfterAChangeDoesNotHearWhatWasReadBefore() {
        var before = ask("a", 0);
        var after = ask("a", 1);
        asked.get(1).complete("new");
        asked.get(0).complete("old");
        assertThat(before.result()).isEqualTo("old");
        assertThat(after.result()).isEqualTo("new");
    }

    @Test
    void anAnswerIsNotKept() {
        ask("a", 0);
        asked.getFirst().fail("away");
        var again = ask("a", 0);
        assertThat(asked).hasSize(2);
        assertThat(again.isComplete()).isFalse();
    }

    @Test
    void otherQuestionsAreAskedForThemselves() {
        ask("a", 0);
        ask("b", 0);
        assertThat(asked).hasSize(2);
    }
}
