package finance.flowlet.statements;

import finance.flowlet.contract.statements.Form;
import finance.flowlet.contract.statements.StatementView.Document;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A document while it is written: a temporary file, so that a statement of any length takes little memory,
/// and the hash of what is in it.
final class FormFile implements AutoCloseable {
    private final Form form;
    private final Path path;
    private final MessageDigest digest;
    private final OutputStream out;

    FormFile(Form form) {
        this.form = form;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
            this.path = Files.createTempFile("flowlet-statement", "." + form);
            this.out = new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(path)), digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    OutputStream out() {
        return out;
    }

    void write(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /// Ends the document and says what it has become.
    Document end() {
        try {
            out.close();
            return new Document(form, Files.size(path), HexFormat.of().formatHex(digest.digest()));
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /// What was written.
    InputStream read() {
        try {
            return Files.newInputStream(path);
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
            Files.deleteIfExists(path);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
