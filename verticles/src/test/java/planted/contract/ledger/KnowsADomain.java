package planted.contract.ledger;

import planted.ledger.Books;

public record KnowsADomain(Books books) {}
