package finance.flowlet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The files of this repository, as opposed to what building and running leave among them.
final class Repository {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> NOT_OURS =
            Set.of("target", ".git", ".flowlet", ".idea", ".vscode", "node_modules");
    private static final Set<String> BINARY = Set.of("png", "jpg", "ico", "jar", "gz", "log", "iml", "ttf");

    private Repository() {}

    /// All text files, by path.
    static List<Path> files() {
        var files = new TreeSet<Path>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return NOT_OURS.contains(name(folder)) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()
                            && !BINARY.contains(name(file).replaceFirst(".*\\.", ""))) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return List.copyOf(files);
    }

    /// The Java of the product, without tests.
    static List<Path> mainJava() {
        return files().stream()
                .filter(file -> file.toString().contains("/src/main/")
                        && file.toString().endsWith(".java"))
                .toList();
    }

    /// How a report names a file.
    static String path(Path file) {
        return ROOT.relativize(file).toString();
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(path(file) + " is not UTF-8 text", failure);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
