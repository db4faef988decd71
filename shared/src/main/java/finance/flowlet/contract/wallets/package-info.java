/// What the wallets domain answers.
@NullMarked
package finance.flowlet.contract.wallets;

import org.jspecify.annotations.NullMarked;
