package finance.flowlet.wallets;

/// The rail of the sandbox: nobody is on the other side, so a transfer is complete as soon as it is in the books.
record SandboxRail() implements Rail {
    @Override
    public String name() {
        return "sandbox";
    }
}
