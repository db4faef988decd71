package finance.flowlet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A path has one spelling.
class RoutesTest {
    private final Routes routes = new Routes(ContractReader.read().operations());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /wallets                     | listWallets {}",
                "POST   | /wallets                     | createWallet {}",
                "GET    | /v1/wallets                  | listWallets {}",
                "GET    | /wallets/wal_1               | getWallet {id=wal_1}",
                "GET    | /v1/wallets/wal_1/balance    | getWalletBalance {id=wal_1}",
                "POST   | /wallets/wal_1/deposits      | createDeposit {id=wal_1}",
                "GET    | /health                      | getHealth {}",
                "GET    | /health/ready                | getReadiness {}",
                "GET    | /openapi.yaml                | getContract {}",
                "GET    | /problems/rate_limited       | getProblem {code=rate_limited}",
                "DELETE | /wallets                     | 405 GET, POST",
                "HEAD   | /wallets                     | 405 GET, POST",
                "TRACE  | /wallets/wal_1               | 405 GET",
                "GET    | /wallets/wal_1/freeze        | 405 POST",
                "get    | /wallets                     | 405 GET, POST",
                "GET    | /                            | 404",
                "GET    | /v1                          | 404",
                "GET    | /v1/                         | 404",
                "GET    | /v1/v1/wallets               | 404",
                "GET    | /v2/wallets                  | 404",
                "GET    | /Wallets                     | 404",
                "GET    | /wallets/                    | 404",
                "GET    | //wallets                    | 404",
                "GET    | /wallets//balance            | 404",
                "GET    | /./wallets                   | 404",
                "GET    | /wallets/./balance           | 404",
                "GET    | /wallets/.                   | 404",
                "GET    | /wallets/..                  | 404",
                "GET    | /x/../wallets                | 404",
                "GET    | /%77allets                   | 404",
                "GET    | /wallets/%2e%2e              | 404",
                "GET    | /wallets%2fwal_1             | 404",
                "GET    | /wallets;jsessionid=1        | 404",
                "GET    | /wallets\\wal_1              | 404",
                "GET    | /wallets.                    | 404",
                "GET    | /wallets/wal_1/balance/x     | 404",
                "GET    | /wallets/' or 1=1            | 404",
                "GET    | wallets                      | 404",
                "GET    | *                            | 404"
            })
    void aPathHasOneSpelling(String method, String path, String expected) {
        assertEquals(
                expected,
                switch (routes.find(method, path)) {
                    case Routes.Found(var operation, var values) -> operation.id() + " " + values;
                    case Routes.OtherMethods(var allow) -> "405 " + allow;
                    case Routes.NoRoute() -> "404";
                });
    }
}
