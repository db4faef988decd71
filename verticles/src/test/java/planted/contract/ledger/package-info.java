/// Planted violations: each class here breaks one rule of ArchitectureTest.
@NullMarked
package planted.contract.ledger;

import org.jspecify.annotations.NullMarked;
