/// One file per thing a user can do or rely on, over real HTTP, on the whole program.
@NullMarked
package finance.flowlet.journey;

import org.jspecify.annotations.NullMarked;
