package planted.contract.ledger;

public class Inheritable {}
