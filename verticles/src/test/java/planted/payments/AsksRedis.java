package planted.payments;

import io.vertx.redis.client.RedisAPI;

record AsksRedis(RedisAPI redis) {}
