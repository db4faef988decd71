/// The catalogue of error codes and their RFC 9457 form.
@NullMarked
package finance.flowlet.problem;

import org.jspecify.annotations.NullMarked;
