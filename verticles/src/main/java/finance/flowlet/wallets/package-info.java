@NullMarked
package finance.flowlet.wallets;

import org.jspecify.annotations.NullMarked;
