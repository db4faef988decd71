/// Verifies a database or a receipt from outside: it shares the form of leaves and proofs with the program
/// that wrote them, and none of its code that reads or writes books.
@NullMarked
package finance.flowlet.verify;

import org.jspecify.annotations.NullMarked;
