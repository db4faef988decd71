package finance.flowlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a reviewer would otherwise have to say again and again, about the text of the repository itself.
class TidyTest {
    private static final int MAX_COLUMNS = 120;
    private static final int MAX_FUNCTION_LINES = 70;
    private static final int MAX_FILE_LINES = 300;
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    // Put together here, so that this file does not name what it forbids.
    private static final Pattern UNFINISHED = Pattern.compile("\\b(FIX" + "ME|TO" + "DO)\\b");
    private static final Pattern SOMEBODYS_FOLDER = Pattern.compile("(?<![\\w.])/(home|root|Users|wo" + "rk)/\\w");

    @Test
    void noLineIsTooLong() {
        assertNone(lines(
                ".java",
                (file, line) -> file.contains("/src/main/") && line.codePointCount(0, line.length()) > MAX_COLUMNS));
        assertNone(lines(".sql", (file, line) -> line.length() > MAX_COLUMNS));
        assertNone(lines(".yaml", (file, line) -> file.startsWith("config/") && line.length() > MAX_COLUMNS));
    }

    @Test
    void noTabsAndNoSpacesAtTheEndOfALine() {
        assertNone(lines("", (file, line) -> line.contains("\t")));
        assertNone(lines("", (file, line) -> line.endsWith(" ")));
    }

    @Test
    void nothingIsLeftUnfinished() {
        assertNone(lines("", (file, line) -> UNFINISHED.matcher(line).find()));
    }

    @Test
    void noFolderOfSomebodysMachineIsNamed() {
        assertNone(lines("", (file, line) -> SOMEBODYS_FOLDER.matcher(line).find()));
    }

    @Test
    void noMergeIsHalfDone() {
        assertNone(lines("", (file, line) -> line.startsWith("<<<<<<< ") || line.startsWith(">>>>>>> ")));
    }

    @Test
    void everyLinkToAFileLeadsToOne() {
        var broken = new ArrayList<String>();
        for (var file : Repository.files()) {
            if (file.toString().endsWith(".md")) {
                var links = LINK.matcher(String.join("\n", Repository.lines(file)));
                while (links.find()) {
                    var target = links.group(1).replaceFirst("#.*", "");
                    var external = target.isEmpty() || target.matches("[a-z]+:.*");
                    if (!external && !Files.exists(file.resolveSibling(target))) {
                        broken.add(Repository.path(file) + ": " + target);
                    }
                }
            }
        }

        assertNone(broken);
    }

    @Test
    void noFileOfTheProductIsTooLong() {
        var tooLong = Repository.mainJava().stream()
                .filter(file -> Repository.lines(file).size() > MAX_FILE_LINES)
                .map(Repository::path)
                .toList();

        assertNone(tooLong);
    }

    @Test
    void noFunctionIsTooLong() throws IOException {
        assertNone(functionsOver(MAX_FUNCTION_LINES, Repository.mainJava()));
    }

    /// The check of functions finds functions at all.
    @Test
    void aLongFunctionIsFound() throws IOException {
        var here = Path.of("src", "test", "java", "finance", "flowlet", "TidyTest.java")
                .toAbsolutePath();

        assertTrue(functionsOver(5, List.of(here)).stream().anyMatch(found -> found.contains("everyLinkToAFile")));
    }

    /// How long files are; for the closing note of a change, not a rule.
    @Test
    void theLengthOfFilesIsReported() {
        var lengths = Repository.mainJava().stream()
                .map(file -> Repository.lines(file).size())
                .sorted()
                .toList();
        var largest = Repository.mainJava().stream()
                .max((one, other) ->
                        Repository.lines(one).size() - Repository.lines(other).size())
                .orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "main Java: %d files, median %d lines, 90 %% below %d, largest %d (%s)%n",
                lengths.size(),
                lengths.get(lengths.size() / 2),
                lengths.get(lengths.size() * 9 / 10),
                lengths.getLast(),
                Repository.path(largest));

        assertTrue(lengths.getLast() <= MAX_FILE_LINES);
    }

    private static List<String> functionsOver(int limit, List<Path> files) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var sources = manager.getJavaFileObjectsFromPaths(files);
            var task = (JavacTask) compiler.getTask(null, manager, null, null, null, sources);
            var found = new ArrayList<String>();
            var scanner = new LongFunctions(Trees.instance(task).getSourcePositions(), limit, found);
            for (var unit : task.parse()) {
                scanner.scan(unit, unit);
            }
            return found;
        }
    }

    /// The lines for which `wrong` holds, in files whose name ends in `suffix`.
    private static List<String> lines(String suffix, BiPredicate<String, String> wrong) {
        return Repository.files().stream()
                .filter(file -> file.toString().endsWith(suffix))
                .flatMap(file -> {
                    var path = Repository.path(file);
                    var lines = Repository.lines(file);
                    return IntStream.range(0, lines.size())
                            .filter(number -> wrong.test(path, lines.get(number)))
                            .mapToObj(number -> path + ":" + (number + 1));
                })
                .toList();
    }

    private static void assertNone(List<String> found) {
        assertEquals("", String.join("\n", found));
    }

    /// Collects methods and lambdas that are longer than a screen.
    private static final class LongFunctions extends TreeScanner<@Nullable Void, CompilationUnitTree> {
        private final SourcePositions positions;
        private final int limit;
        private final List<String> found;

        LongFunctions(SourcePositions positions, int limit, List<String> found) {
            this.positions = positions;
            this.limit = limit;
            this.found = found;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, CompilationUnitTree unit) {
            measure(unit, method, method.getName().toString());
            return super.visitMethod(method, unit);
        }

        @Override
        public @Nullable Void visitLambdaExpression(LambdaExpressionTree lambda, CompilationUnitTree unit) {
            measure(unit, lambda, "a lambda");
            return super.visitLambdaExpression(lambda, unit);
        }

        private void measure(CompilationUnitTree unit, Tree function, String name) {
            var start = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, function));
            var end = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, function));
            if (end - start + 1 > limit) {
                found.add(unit.getSourceFile().getName() + ":" + start + " " + name + ", " + (end - start + 1)
                        + " lines");
            }
        }
    }
}
