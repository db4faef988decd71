/// Real servers as child processes, for a developer's machine and for tests: nothing to install beforehand,
/// nothing left running afterwards. A further server joins by implementing [EmbeddedServer].
@NullMarked
package finance.flowlet.servers;

import org.jspecify.annotations.NullMarked;
