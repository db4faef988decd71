@NullMarked
package finance.flowlet.fx;

import org.jspecify.annotations.NullMarked;
