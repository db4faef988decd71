/// Planted violations: each class here breaks one rule of ArchitectureTest.
@NullMarked
package planted.money;

import org.jspecify.annotations.NullMarked;
