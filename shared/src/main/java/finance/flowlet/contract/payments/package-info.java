/// What the payments domain answers.
@NullMarked
package finance.flowlet.contract.payments;

import org.jspecify.annotations.NullMarked;
