/// The program: what it is made of and the order in which it starts and stops.
@NullMarked
package finance.flowlet;

import org.jspecify.annotations.NullMarked;
