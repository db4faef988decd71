package planted.money;

record Approximate(double amount) {}
