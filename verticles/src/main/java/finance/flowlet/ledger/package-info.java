@NullMarked
package finance.flowlet.ledger;

import org.jspecify.annotations.NullMarked;
