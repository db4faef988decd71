/// What the initiation domain answers.
@NullMarked
package finance.flowlet.contract.initiation;

import org.jspecify.annotations.NullMarked;
