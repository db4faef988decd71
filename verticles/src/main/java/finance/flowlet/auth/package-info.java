@NullMarked
package finance.flowlet.auth;

import org.jspecify.annotations.NullMarked;
