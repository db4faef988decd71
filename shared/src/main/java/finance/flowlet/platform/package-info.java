/// What every verticle is given: configuration, database, clock, ids.
@NullMarked
package finance.flowlet.platform;

import org.jspecify.annotations.NullMarked;
