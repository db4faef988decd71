package planted.contract.payments;

public record Question() {}
