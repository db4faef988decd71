/// Typed ids over UUIDv7 (RFC 9562) and their text form.
@NullMarked
package finance.flowlet.id;

import org.jspecify.annotations.NullMarked;
