@NullMarked
package finance.flowlet.gateway;

import org.jspecify.annotations.NullMarked;
