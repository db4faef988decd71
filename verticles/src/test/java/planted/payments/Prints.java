package planted.payments;

final class Prints {
    private Prints() {}

    static void print(RuntimeException failure) {
        System.out.println(failure);
    }
}
