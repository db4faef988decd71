package finance.flowlet.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.contract.auth.Register.Flaw;
import finance.flowlet.platform.FlowletConfig;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which passwords may be chosen: A1, A2, A3.
class PasswordPolicyTest {
    private static final String VARIED = "kT7 vxm2QpZ;uLr9 dWgb4HyNj6 fEsa8 cBio3 ";
    private final PasswordPolicy policy = new PasswordPolicy(new FlowletConfig.Auth.Password(15, 128, 64, 1, 1, 1));
    private final Optional<EmailAddress> email = EmailAddress.parse("walter.white@grayscale.example.com");

    static Stream<Arguments> lengths() {
        return Stream.of(
                Arguments.of(0, Optional.of(Flaw.PASSWORD_TOO_SHORT)),
                Arguments.of(7, Optional.of(Flaw.PASSWORD_TOO_SHORT)),
                Arguments.of(8, Optional.of(Flaw.PASSWORD_TOO_SHORT)),
                Arguments.of(14, Optional.of(Flaw.PASSWORD_TOO_SHORT)),
                Arguments.of(15, Optional.empty()),
                Arguments.of(64, Optional.empty()),
                Arguments.of(128, Optional.empty()),
                Arguments.of(129, Optional.of(Flaw.PASSWORD_TOO_LONG)),
                Arguments.of(1024, Optional.of(Flaw.PASSWORD_TOO_LONG)));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void lengthIsWhatCounts(int length, Optional<Flaw> flaw) {
        assertEquals(flaw, policy.flaw(VARIED.repeat(30).substring(0, length), email));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "qmzpvkxwhtrgnbldscfj",
                "the quick red fox!",
                "correct horse battery staple",
                "😀🎉🚀🌍🔥💡🎸🍕🐙🌵🧊🪁🎯🧩🛸",
                "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
                "日本語のとても長いパスワードです",
                "               a b c d e f g h i j k m x",
                "demo-password-1!Zk",
                "Tr0ub4dor&3-and-some-more"
            })
    void noKindOfCharacterIsDemanded(String password) {
        assertEquals(Optional.empty(), policy.flaw(password, email));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "passwordpassword",
                "PasswordPassword",
                "p@ssw0rdP@55w0rd",
                "passwordpassword1",
                "password12345678",
                "123456789012345",
                "1234567890123456",
                "987654321098765",
                "111111111111111",
                "aaaaaaaaaaaaaaaa",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
                "abababababababab",
                "abcabcabcabcabcabc",
                "abcdefghijklmnop",
                "zyxwvutsrqponmlk",
                "qwertyuiopasdfgh",
                "qwertyqwertyqwerty",
                "1qaz2wsx1qaz2wsx",
                "flowletflowlet1",
                "FlowletFlowlet1!",
                "iloveyouiloveyou",
                "letmeinletmein12",
                "adminadminadmin1",
                "               ",
                "walter.white@grayscale.example.com",
                "WALTER.WHITE@grayscale.example.com",
                "walter.white1234",
                "walterwhitewalter",
                "grayscalegrayscale"
            })
    void whatGuessersTryFirstIsBlocked(String password) {
        assertEquals(Optional.of(Flaw.PASSWORD_BLOCKED), policy.flaw(password, email));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a password with \0 inside", "a lone surrogate \uD83D inside"})
    void whatIsNoTextIsRefused(String password) {
        assertEquals(Optional.of(Flaw.PASSWORD_INVALID_TEXT), policy.flaw(password, email));
    }

    /// Fifteen letters, each typed as a letter and an accent: thirty code points, but fifteen characters.
    @ParameterizedTest
    @ValueSource(strings = {"a\u0301e\u0301i\u0301o\u0301u\u0301a\u0300"})
    void lengthIsThatOfTheComposedForm(String password) {
        assertEquals(Optional.of(Flaw.PASSWORD_TOO_SHORT), policy.flaw(password + "bcdfghkm", email));
        assertEquals(Optional.empty(), policy.flaw(password + "bdgkqxzvm", email));
    }
}
