/// What the fx domain answers.
@NullMarked
package finance.flowlet.contract.fx;

import org.jspecify.annotations.NullMarked;
