@NullMarked
package finance.flowlet.reconciliation;

import org.jspecify.annotations.NullMarked;
