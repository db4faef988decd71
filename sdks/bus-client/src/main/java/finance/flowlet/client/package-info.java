/// The event-bus client for the JVM: as a member of the cluster, or over the TCP bridge.
@NullMarked
package finance.flowlet.client;

import org.jspecify.annotations.NullMarked;
