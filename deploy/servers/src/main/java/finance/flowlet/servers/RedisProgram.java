package finance.flowlet.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Redis' own binary, copied from the class path. 6.2 is the newest line whose licence is BSD and that comes as a jar.
record RedisProgram(Path executable) {

    static RedisProgram in(BinaryCache cache) {
        var arm = "aarch64".equals(System.getProperty("os.arch"));
        var resource = arm ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64";
        var home = cache.directory(resource, directory -> copy(resource, directory));
        return new RedisProgram(home.resolve("redis-server"));
    }

    private static void copy(String resource, Path directory) throws IOException {
        try (var stream = RedisProgram.class.getResourceAsStream("/" + resource)) {
            if (stream == null || !"Linux".equals(System.getProperty("os.name"))) {
                throw new ServerException("""
                        No Redis comes with Flowlet for %s on %s. Set REDIS_HOST and REDIS_PORT to use one that \
                        already runs.""".formatted(System.getProperty("os.name"), System.getProperty("os.arch")));
            }
            var executable = directory.resolve("redis-server");
            Files.copy(stream, executable);
            Files.setPosixFilePermissions(executable, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
