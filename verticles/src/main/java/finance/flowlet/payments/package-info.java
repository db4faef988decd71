@NullMarked
package finance.flowlet.payments;

import org.jspecify.annotations.NullMarked;
