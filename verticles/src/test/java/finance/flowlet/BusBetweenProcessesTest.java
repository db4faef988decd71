package finance.flowlet;

import static finance.flowlet.testing.TestPlatform.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Bus;
import finance.flowlet.bus.Fault;
import finance.flowlet.bus.OneOf;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.problem.Code;
import finance.flowlet.servers.Ports;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a bus promises when two processes share it. The two are in this JVM and talk over the network.
class BusBetweenProcessesTest {
    record Question(String text) implements Repeatable {}

    record Command(String text) {}

    @OneOf
    sealed interface Answer {}

    record Said(String by, long number) implements Answer {}

    record Silent() implements Answer {}

    private static final int TIMEOUT_MILLIS = 2000;
    private static final List<Vertx> PROCESSES = new ArrayList<>();
    private static final List<Bus> BUSES = new ArrayList<>();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @BeforeAll
    static void start() {
        var ports = List.of(Ports.anyFree(), Ports.anyFree());
        var members = ports.stream().map(port -> "127.0.0.1:" + port).toList();
        for (var port : ports) {
            var vertx = await(Cluster.vertx(new FlowletConfig.Cluster(
                    true, "bus-test-" + ports, "127.0.0.1", port, 0, null, 0, 0, members, 5, 500, 0, 500)));
            PROCESSES.add(vertx);
            BUSES.add(new Bus(vertx, TIMEOUT_MILLIS, 500));
        }
    }

    @AfterAll
    static void stop() {
        PROCESSES.forEach(vertx -> await(vertx.close()));
    }

    @Test
    void aQuestionIsAnsweredWhereItIsAsked() {
        var address = questions();
        served(0, address, _ -> said("first", 1));
        served(1, address, _ -> said("second", 1));

        for (var i = 0; i < 50; i++) {
            assertEquals(new Said("first", 1), ask(0, address, new Question("who?")));
            assertEquals(new Said("second", 1), ask(1, address, new Question("who?")));
        }
    }

    @Test
    void aQuestionThatNobodyServesHereGoesToWhoeverDoes() {
        var address = questions();
        served(1, address, question -> said(question.text(), Long.MAX_VALUE));

        assertEquals(new Said("größer als 2⁵³", Long.MAX_VALUE), ask(0, address, new Question("größer als 2⁵³")));
    }

    @Test
    void whatIsNoLongerServedHereIsAskedOfTheOther() {
        var address = questions();
        var here = await(PROCESSES.get(0).deployVerticle(new VerticleBase() {
            @Override
            public Future<?> start() {
                return BUSES.get(0).serve(address, _ -> said("first", 1));
            }
        }));
        served(1, address, _ -> said("second", 1));
        await(PROCESSES.get(0).undeploy(here));

        assertEquals(new Said("second", 1), ask(0, address, new Question("who?")));
    }

    @Test
    void aLostAnswerIsAskedForOnceMoreAndAnotherGivesIt() {
        var address = questions();
        var asked = new ConcurrentLinkedQueue<String>();
        served(1, address, _ -> {
            asked.add("asked");
            return asked.size() == 1 ? Promise.<Answer>promise().future() : said("second", asked.size());
        });

        assertEquals(new Said("second", 2), ask(0, address, new Question("twice?")));
    }

    @Test
    void whatMayNotBeRepeatedIsAskedOnceAndItsOutcomeIsUnknown() {
        var address = new Address<>("test.command.v" + NUMBER.incrementAndGet(), Command.class, Answer.class);
        var asked = new AtomicInteger();
        served(1, address, _ -> {
            asked.incrementAndGet();
            return Promise.<Answer>promise().future();
        });

        var fault = assertThrows(Fault.class, () -> ask(0, address, new Command("once")));

        assertEquals(Code.OUTCOME_UNKNOWN, fault.code());
        assertEquals(1, asked.get());
    }

    @Test
    void nobodyThereIsToldInTime() {
        var began = System.nanoTime();
        var fault = assertThrows(Fault.class, () -> ask(0, questions(), new Question("anybody?")));

        assertEquals(Code.UNAVAILABLE, fault.code());
        assertTrue(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) < TIMEOUT_MILLIS);
    }

    @Test
    void aFaultArrivesAsItsCodeAndIsNotRepeated() {
        var address = questions();
        var asked = new AtomicInteger();
        served(1, address, _ -> {
            asked.incrementAndGet();
            return Future.failedFuture(new Fault(Code.LEDGER_BUSY));
        });

        assertEquals(
                Code.LEDGER_BUSY,
                assertThrows(Fault.class, () -> ask(0, address, new Question("busy?")))
                        .code());
        assertEquals(1, asked.get());
    }

    /// During a rolling restart the other one may be of a later version.
    @Test
    void aCodeThatIsNotKnownYetIsAFaultOfOurs() {
        var address = questions();
        await(PROCESSES
                .get(1)
                .eventBus()
                .consumer(address.name(), message -> message.fail(599, "INVENTED_TOMORROW"))
                .completion());

        var fault = assertThrows(Fault.class, () -> ask(0, address, new Question("new?")));

        assertEquals(Code.INTERNAL_ERROR, fault.code());
    }

    @Test
    void aFactIsToldToEverybody() throws InterruptedException {
        var address = new Address<>("test.fact.v" + NUMBER.incrementAndGet(), Command.class, Void.class);
        var heard = new CountDownLatch(2);
        BUSES.forEach(bus -> await(bus.listen(address, _ -> heard.countDown())));

        BUSES.getFirst().publish(address, new Command("listen"));

        assertTrue(heard.await(5, TimeUnit.SECONDS));
    }

    @Test
    void oneOfManyIsAskedByItsName() {
        var address = questions();
        await(BUSES.get(0).serve(address, "a", _ -> said("a", 1)));
        await(BUSES.get(1).serve(address, "b", _ -> said("b", 1)));

        assertEquals(new Said("b", 1), await(BUSES.get(0).request(address, "b", new Question("who?"), 1000)));
        assertEquals(new Said("a", 1), await(BUSES.get(1).request(address, "a", new Question("who?"), 1000)));
    }

    private static Address<Question, Answer> questions() {
        return new Address<>("test.question.v" + NUMBER.incrementAndGet(), Question.class, Answer.class);
    }

    private static Future<Answer> said(String by, long number) {
        return Future.succeededFuture(new Said(by, number));
    }

    private static <Q> void served(int process, Address<Q, Answer> address, Function<Q, Future<Answer>> handler) {
        await(BUSES.get(process).serve(address, handler));
    }

    private static <Q, R> R ask(int process, Address<Q, R> address, Q question) {
        return await(BUSES.get(process).request(address, question));
    }
}
