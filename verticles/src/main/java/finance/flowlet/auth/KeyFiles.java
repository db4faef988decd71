package finance.flowlet.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads the keys that `jwt.keys` names, each under the name of its file without `.pem`. One that cannot be
/// read stops the start: it might be the one that half of all tokens need.
final class KeyFiles {
    private static final String SUFFIX = ".pem";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private KeyFiles() {}

    /// `places` are files, or folders whose `*.pem` are meant.
    static Map<String, PemKey> read(List<String> places) {
        var keys = new TreeMap<String, PemKey>();
        for (var place : places) {
            for (var file : files(Path.of(place))) {
                if (keys.put(name(file), key(file)) != null) {
                    throw mistake(file, "another file has this name");
                }
            }
        }
        return keys;
    }

    private static List<Path> files(Path place) {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        var files = new ArrayList<Path>();
        try (var found = Files.newDirectoryStream(place, "*" + SUFFIX)) {
            found.forEach(files::add);
        } catch (IOException unreadable) {
            throw mistake(place, "cannot be read");
        }
        return files;
    }

    private static String name(Path file) {
        var name = String.valueOf(file.getFileName());
        name = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        if (!NAME.matcher(name).matches()) {
            throw mistake(file, "must have a name of letters, digits, '.', '_' and '-'");
        }
        return name;
    }

    private static PemKey key(Path file) {
        try {
            return PemKey.parse(Files.readString(file));
        } catch (IOException unreadable) {
            throw mistake(file, "cannot be read");
        } catch (IllegalArgumentException noKey) {
            throw mistake(file, String.valueOf(noKey.getMessage()));
        }
    }

    private static IllegalStateException mistake(Path file, String what) {
        return new IllegalStateException("jwt.keys: " + file + ": " + what);
    }
}
