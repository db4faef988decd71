/// Journeys through the whole platform over real HTTP, one file per thing that a user can do.
@NullMarked
package finance.flowlet.journey;

import org.jspecify.annotations.NullMarked;
