/// What the ledger answers. It asks no one.
@NullMarked
package finance.flowlet.contract.ledger;

import org.jspecify.annotations.NullMarked;
