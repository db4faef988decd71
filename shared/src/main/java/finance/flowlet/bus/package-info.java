/// Typed event-bus contracts: an address knows its question and its answers.
@NullMarked
package finance.flowlet.bus;

import org.jspecify.annotations.NullMarked;
