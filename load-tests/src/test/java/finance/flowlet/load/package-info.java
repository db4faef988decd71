/// The pieces of the generator by themselves.
@NullMarked
package finance.flowlet.load;

import org.jspecify.annotations.NullMarked;
