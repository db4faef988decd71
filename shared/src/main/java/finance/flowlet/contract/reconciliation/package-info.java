/// What the reconciliation domain answers.
@NullMarked
package finance.flowlet.contract.reconciliation;

import org.jspecify.annotations.NullMarked;
