/// Tests of the sandbox as people run it: a process of its own, real servers, real HTTP.
@NullMarked
package finance.flowlet.sandbox;

import org.jspecify.annotations.NullMarked;
