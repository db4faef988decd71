/// Tests against the real binaries; every port is picked free.
@NullMarked
package finance.flowlet.servers;

import org.jspecify.annotations.NullMarked;
