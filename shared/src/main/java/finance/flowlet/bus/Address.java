package finance.flowlet.bus;

/// Where a question is asked, what it looks like, and what the answers look like. Named `domain.verb-noun.vN`.
public record Address<Q, R>(String name, Class<Q> request, Class<R> reply) {}
