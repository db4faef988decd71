@NullMarked
package finance.flowlet.statements;

import org.jspecify.annotations.NullMarked;
