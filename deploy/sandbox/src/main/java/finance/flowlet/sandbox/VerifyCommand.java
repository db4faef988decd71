package finance.flowlet.sandbox;

import finance.flowlet.proof.Checkpoint;
import finance.flowlet.proof.Receipt;
import finance.flowlet.proof.Signer;
import finance.flowlet.proof.VerifierKey;
import finance.flowlet.verify.Books;
import finance.flowlet.verify.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Verifies a whole database, or a receipt with nothing but the file and the public key.
@Command(
        name = "verify",
        description = "Verify the books of a database, or a receipt with nothing but its file and the public key.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Without --receipt: the database of the running sandbox, or that of DB_HOST (DB_PORT, DB_NAME, DB_USER,",
            "DB_PASSWORD, DB_SSL_MODE). Ends with 0 when everything is right, with 1 when something is not."
        })
final class VerifyCommand implements Callable<Integer> {

    @Option(names = "--data", paramLabel = "DIR", description = "where the sandbox keeps its data (default: .flowlet)")
    @Nullable
    Path data;

    @Option(names = "--receipt", paramLabel = "FILE", description = "a receipt, as the API answered it")
    @Nullable
    Path receipt;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "the public keys to trust: PEM, name+id+key lines, or the answer of GET /ledger/signing-keys")
    @Nullable
    Path key;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "a checkpoint that was kept; the database must still contain all that it sealed")
    List<Path> checkpoints = new ArrayList<>();

    private final Console console = Console.ofProcess(false);

    @Override
    public Integer call() {
        try {
            return (receipt == null ? books() : receipts(receipt)) ? 0 : 1;
        } catch (SandboxException | IllegalArgumentException e) {
            console.problem(String.valueOf(e.getMessage()));
            return 1;
        } catch (IOException e) {
            console.problem("Cannot read " + e.getMessage());
            return 1;
        } catch (SQLException e) {
            console.problem("The database cannot be read: " + e.getMessage());
            return 1;
        }
    }

    private boolean receipts(Path file) throws IOException {
        if (key == null) {
            throw new SandboxException("Say which public key you trust: --key FILE");
        }
        var receipts = Documents.receipts(Files.readString(file));
        var keys = Documents.keys(Files.readString(key), Documents.signers(receipts));
        var right = !receipts.isEmpty();
        for (var each : receipts) {
            var verdict = each.verify(keys);
            console.always(line(verdict, each));
            right &= verdict == Receipt.Verdict.VERIFIED;
        }
        return right;
    }

    /// What a receipt says of itself is repeated only when it is true, and never as commands to a terminal.
    static String line(Receipt.Verdict verdict, Receipt receipt) {
        return verdict == Receipt.Verdict.VERIFIED
                ? verdict + "  " + subject(receipt).replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "\uFFFD")
                : verdict.toString();
    }

    private static String subject(Receipt receipt) {
        var entry = receipt.entry();
        var posting = receipt.posting();
        if (entry != null) {
            return "%s %s of %s, recorded at %s"
                    .formatted(entry.kind(), entry.id(), entry.reference(), entry.createdAt());
        }
        return posting == null
                ? "nothing"
                : "%s %s/%d of %s: %s %d minor units of %s, recorded at %s"
                        .formatted(
                                posting.kind(),
                                posting.entry(),
                                posting.line(),
                                posting.reference(),
                                posting.side(),
                                posting.minorUnits(),
                                posting.currency(),
                                posting.createdAt());
    }

    private boolean books() throws IOException, SQLException {
        var place = BooksPlace.find(System.getenv(), directory());
        console.say("Verifying " + place.url());
        try (var books = Books.open(place.url(), place.properties())) {
            var keys = trusted(books);
            var kept = new ArrayList<Checkpoint>();
            for (var file : checkpoints) {
                kept.add(Documents.checkpoint(Files.readString(file), keys));
            }
            var report = books.verify(keys, kept, Clock.systemUTC().instant(), console::done);
            console.say(report.toString().stripTrailing());
            report.findings().forEach(finding -> console.always("  " + finding));
            console.always(report.isClean() ? "verified" : report.found() + " findings");
            return report.isClean();
        }
    }

    /// The keys that were named, else the sandbox's own; those of the database only with a warning.
    private Collection<VerifierKey> trusted(Books books) throws IOException, SQLException {
        var stored = books.storedKeys();
        Set<String> names = new TreeSet<>();
        stored.forEach(each -> names.add(each.name()));
        if (key != null) {
            return Documents.keys(Files.readString(key), names);
        }
        var own = BooksPlace.signingKey(System.getenv(), directory());
        if (own != null) {
            var pem = Files.readString(own);
            return names.stream().map(name -> Signer.read(name, pem).verifier()).toList();
        }
        console.say("  note: trusting the keys that stand in the database; name yours with --key FILE");
        return stored;
    }

    private Path directory() {
        return (data == null ? Places.home().resolve(".flowlet") : data)
                .toAbsolutePath()
                .normalize();
    }
}
