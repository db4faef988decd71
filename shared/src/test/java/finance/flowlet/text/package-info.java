@NullMarked
package finance.flowlet.text;

import org.jspecify.annotations.NullMarked;
