/// What the statements domain answers.
@NullMarked
package finance.flowlet.contract.statements;

import org.jspecify.annotations.NullMarked;
