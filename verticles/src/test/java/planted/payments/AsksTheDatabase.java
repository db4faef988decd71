package planted.payments;

import io.vertx.sqlclient.Pool;

record AsksTheDatabase(Pool pool) {}
