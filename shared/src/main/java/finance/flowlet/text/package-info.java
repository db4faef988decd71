/// Text for other programs to read.
@NullMarked
package finance.flowlet.text;

import org.jspecify.annotations.NullMarked;
