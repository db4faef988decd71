/// What the auth domain answers.
@NullMarked
package finance.flowlet.contract.auth;

import org.jspecify.annotations.NullMarked;
