package planted.ledger;

import planted.contract.payments.Question;

record AsksPayments(Question question) {}
