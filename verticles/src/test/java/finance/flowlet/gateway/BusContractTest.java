package finance.flowlet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/bus` says what the code does. To write it anew:
/// `FLOWLET_TEST_WRITE_BUS_DOCS=true ./flowlet test -pl verticles -am -Dtest=BusContractTest
/// -Dsurefire.failIfNoSpecifiedTests=false`
class BusContractTest {
    private static final Path DOCS = Path.of("..", "docs", "bus");
    private static final String REMEDY = """
            docs/bus differs from the code. Write it anew and look at the change: FLOWLET_TEST_WRITE_BUS_DOCS=true \
            ./flowlet test -pl verticles -am -Dtest=BusContractTest -Dsurefire.failIfNoSpecifiedTests=false""";
    private final BusContract contract = new BusContract();

    @Test
    void theSchemasAreThoseOfTheCode() throws IOException {
        assertDocumented("asyncapi.yaml", contract.asyncApi());
    }

    @Test
    void theTableListsEveryAddress() throws IOException {
        assertDocumented("addresses.md", contract.table());
    }

    @Test
    void everyOperationButFilesAndProbesHasAnAddress() {
        var all = ContractReader.read().operations().stream()
                .map(Contract.Operation::id)
                .collect(Collectors.toSet());
        contract.operations().forEach(operation -> all.remove(operation.id()));

        assertEquals(
                Set.of(
                        "getHealth",
                        "getReadiness",
                        "getContract",
                        "getProblem",
                        "getStatementCsv",
                        "getStatementPdf",
                        "exportJournalTable"),
                all);
    }

    /// The keys of the envelope and of the reply that are documented are those that are read and written.
    @Test
    void theEnvelopeIsTheOneThatIsRead() {
        var read = Set.of("credential", "idempotencyKey", "ifMatch", "path", "query", "body");
        var members = Set.of(Envelope.class.getRecordComponents()).stream()
                .map(component -> component.getName())
                .collect(Collectors.toSet());

        assertEquals(read, members);
        read.forEach(name -> assertTrue(contract.asyncApi().contains(name + ":"), name));
        Set.of(BusReply.class.getRecordComponents())
                .forEach(component ->
                        assertTrue(contract.asyncApi().contains(component.getName() + ":"), component.getName()));
    }

    private static void assertDocumented(String file, String expected) throws IOException {
        if (Boolean.parseBoolean(System.getenv("FLOWLET_TEST_WRITE_BUS_DOCS"))) {
            Files.writeString(DOCS.resolve(file), expected);
        }
        var path = DOCS.resolve(file);
        var written = Files.exists(path) ? Files.readString(path) : "";
        assertTrue(written.equals(expected), REMEDY);
    }
}
