package finance.flowlet.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What this machine offers to confine a child process.
///
/// @param root PostgreSQL refuses to run as root, so root needs another [Account]
/// @param namespaces `unshare -U` works; containers often forbid it
/// @param sessions `setsid` exists: Ctrl-C in the terminal reaches only us, and we stop the children in order
/// @param deathSignal `setpriv --pdeathsig` works: the children end with us even when we are killed
record Machine(boolean root, boolean namespaces, boolean sessions, boolean deathSignal, boolean nobody) {

    /// Under whose name a server runs.
    enum Account {
        /// Ours.
        OWN,
        /// Ours on disk, but inside a user namespace where it is nobody: passes PostgreSQL's check, keeps our files.
        NAMESPACE,
        /// The user `nobody`, who owns the data directory then, and has to be able to reach the binaries.
        NOBODY
    }

    static Machine probe() {
        var root = "root".equals(System.getProperty("user.name"));
        return new Machine(
                root,
                root && runs("unshare", "-U", "true"),
                runs("setsid", "true"),
                runs("setpriv", "--pdeathsig", "INT", "true"),
                root && runs("setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups", "true"));
    }

    /// The account for a server that refuses root.
    Account unprivileged() {
        if (!root) {
            return Account.OWN;
        }
        if (namespaces) {
            return Account.NAMESPACE;
        }
        if (nobody) {
            return Account.NOBODY;
        }
        throw new ServerException("""
                PostgreSQL refuses to run as root, and this machine allows neither user namespaces (unshare -U) nor \
                setpriv. Run as an ordinary user, or set DB_HOST to use a PostgreSQL that already runs.""");
    }

    /// The order matters: a new session first, then the account, and the death signal last, as changing the account
    /// would clear it. Each step replaces itself by the next, so the process id stays the same.
    List<String> command(Account account, Path directory, Signal onOurDeath, List<String> program) {
        var command = new ArrayList<String>();
        if (sessions) {
            command.add("setsid");
        }
        command.addAll(as(account, directory));
        if (deathSignal) {
            command.addAll(List.of("setpriv", "--pdeathsig", onOurDeath.name()));
        }
        command.addAll(program);
        return command;
    }

    /// The user `nobody` may not be able to walk to the directory, as root's home is closed. So root opens it and hands
    /// it over as descriptor 7, under the name that [#seenBy] gives.
    static List<String> as(Account account, Path directory) {
        return switch (account) {
            case OWN -> List.of();
            case NAMESPACE -> List.of("unshare", "-U");
            case NOBODY ->
                List.of(
                        "sh",
                        "-c",
                        "exec 7<\"$0\" && exec \"$@\"",
                        directory.toString(),
                        "setpriv",
                        "--reuid=nobody",
                        "--regid=65534",
                        "--clear-groups",
                        "--inh-caps=-all");
        };
    }

    static String seenBy(Account account, Path directory) {
        return account == Account.NOBODY ? "/proc/self/fd/7" : directory.toString();
    }

    List<String> remarks() {
        var remarks = new ArrayList<String>();
        if (!deathSignal) {
            remarks.add("setpriv is missing: after kill -9 the servers run on until the next start stops them");
        }
        if (!sessions) {
            remarks.add("setsid is missing: Ctrl-C reaches the servers at the same time as us");
        }
        return remarks;
    }

    static boolean runs(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
