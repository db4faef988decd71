/// Money as integer minor units, the currencies of ISO 4217, and their decimal form in JSON.
@NullMarked
package finance.flowlet.money;

import org.jspecify.annotations.NullMarked;
