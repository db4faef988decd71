@NullMarked
package finance.flowlet.initiation;

import org.jspecify.annotations.NullMarked;
