/// What is left, and what goes on, after a server, a network or the program itself has failed under load
/// (R10 to R16, R30, R34, R35). After each fault every acknowledged payment is there once, the books are
/// right, and the service answers again within ten seconds.
@NullMarked
package finance.flowlet.faults;

import org.jspecify.annotations.NullMarked;
