/// What tests stand on: real servers, a migrated database of their own, a platform on it.
@NullMarked
package finance.flowlet.testing;

import org.jspecify.annotations.NullMarked;
