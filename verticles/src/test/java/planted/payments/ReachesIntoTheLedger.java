package planted.payments;

import planted.ledger.Books;

record ReachesIntoTheLedger(Books books) {}
