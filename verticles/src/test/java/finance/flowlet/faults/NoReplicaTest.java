package finance.flowlet.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.Migrations;
import finance.flowlet.platform.Databases;
import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.testing.TestConfig;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestPlatform;
import java.lang.reflect.RecordComponent;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// R15: no replica is read, so none can lag. There is one place to configure a database, it names one
/// server, and all domains go there. Whoever adds a second one has to say here what may be read from it.
class NoReplicaTest {
    @Test
    void thereIsOneDatabaseWithOneHost() {
        var databases = Arrays.stream(FlowletConfig.class.getRecordComponents())
                .filter(component -> component.getType() == FlowletConfig.Database.class)
                .map(RecordComponent::getName)
                .toList();
        var hosts = Arrays.stream(FlowletConfig.Database.class.getRecordComponents())
                .map(RecordComponent::getName)
                .filter(name -> name.matches("(?i).*(host|replica|standby|read).*"))
                .toList();

        assertEquals(List.of("database"), databases);
        assertEquals(List.of("host"), hosts);
    }

    @Test
    void everyDomainGoesThere() {
        var config = TestConfig.of(TestDatabase.create());
        try (var platform = new TestPlatform(config, Clock.systemUTC())) {
            var databases = new Databases(platform.platform().vertx(), config.database());
            for (var domain : Migrations.DOMAINS) {
                var options = databases.connect(domain);
                assertEquals(
                        config.database().host() + ":" + config.database().port(),
                        options.getHost() + ":" + options.getPort());
            }
        }
    }
}
