package planted.payments;

import io.vertx.ext.web.Router;

record SpeaksHttp(Router router) {}
