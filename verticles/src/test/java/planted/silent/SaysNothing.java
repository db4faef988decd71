package planted.silent;

record SaysNothing() {}
