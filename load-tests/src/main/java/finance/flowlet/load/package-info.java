/// Drives the HTTP API from a process of its own, as a customer's server would.
@NullMarked
package finance.flowlet.load;

import org.jspecify.annotations.NullMarked;
