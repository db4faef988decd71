package planted.payments;

record PaymentManager() {}
