/// The platform with everything it needs, on one machine, by one command: for a first look, for development, for tests.
@NullMarked
package finance.flowlet.sandbox;

import org.jspecify.annotations.NullMarked;
