package finance.flowlet.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// What goes wrong. Each strikes and heals before it returns; nothing else may be needed for the service
/// to go on.
enum Nemesis {
    KILL_PROGRAM {
        @Override
        void strike(Stage stage, Random random) {
            stage.program().kill();
            stage.replaceProgram(stage.startProgram());
        }
    },
    STOP_PROGRAM_IN_ORDER {
        @Override
        void strike(Stage stage, Random random) {
            var old = stage.program();
            stage.replaceProgram(stage.startProgram());
            if (!old.terminate(30)) {
                throw new AssertionError("does not end by itself");
            }
        }
    },
    FREEZE_PROGRAM {
        @Override
        void strike(Stage stage, Random random) {
            stage.program().freeze();
            moment(random);
            stage.program().wake();
        }
    },
    /// The old one wakes up when the new one has taken over.
    FREEZE_PROGRAM_AND_START_ANOTHER {
        @Override
        void strike(Stage stage, Random random) {
            var old = stage.program();
            old.freeze();
            stage.replaceProgram(stage.startProgram());
            old.wake();
            moment(random);
            old.kill();
        }
    },
    KILL_POSTGRES {
        @Override
        void strike(Stage stage, Random random) {
            stage.primary().crash();
            stage.primary().restart();
        }
    },
    SHUT_POSTGRES_DOWN_IMMEDIATELY {
        @Override
        void strike(Stage stage, Random random) {
            stage.primary().abort();
            stage.primary().restart();
        }
    },
    FREEZE_POSTGRES {
        @Override
        void strike(Stage stage, Random random) {
            stage.primary().pause();
            moment(random);
            stage.primary().resume();
        }
    },
    TERMINATE_SESSIONS {
        @Override
        void strike(Stage stage, Random random) {
            stage.database()
                    .execute("select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where backend_type = 'client backend' and pid <> pg_backend_pid()");
        }
    },
    PROMOTE_STANDBY {
        @Override
        void strike(Stage stage, Random random) {
            stage.promoteStandby();
            moment(random);
            stage.replaceStandby();
        }
    },
    SILENCE_REPLICATION {
        @Override
        void strike(Stage stage, Random random) {
            stage.replication.silence(true);
            moment(random);
            stage.replication.silence(false);
        }
    },
    CUT_NETWORK {
        @Override
        void strike(Stage stage, Random random) {
            stage.network.cut();
        }
    },
    SILENCE_NETWORK_AND_CUT {
        @Override
        void strike(Stage stage, Random random) {
            stage.network.silence(true);
            moment(random);
            stage.network.cut();
            stage.network.silence(false);
        }
    },
    SLOW_NETWORK {
        @Override
        void strike(Stage stage, Random random) {
            stage.network.delay(Duration.ofMillis(20 + random.nextInt(80)));
            moment(random);
            stage.network.delay(Duration.ZERO);
        }
    },
    SLOW_REDIS {
        @Override
        void strike(Stage stage, Random random) {
            stage.redisNetwork.delay(Duration.ofSeconds(2));
            moment(random);
            stage.redisNetwork.delay(Duration.ZERO);
        }
    },
    KILL_REDIS {
        @Override
        void strike(Stage stage, Random random) {
            stage.redis.crash();
            moment(random);
            stage.redis.restart();
        }
    },
    FLUSH_REDIS {
        @Override
        void strike(Stage stage, Random random) {
            try (var socket = new Socket("127.0.0.1", stage.redis.port())) {
                socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
                if (socket.getInputStream().read() != '+') {
                    throw new AssertionError("not flushed");
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    };

    abstract void strike(Stage stage, Random random);

    /// As long as the dice say, between half a second and three.
    private static void moment(Random random) {
        LockSupport.parkNanos(Duration.ofMillis(500 + random.nextInt(2500)).toNanos());
    }
}
