package finance.flowlet.testing;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/// What the program in this JVM writes to its log while this is open.
public final class WrittenLog implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLoggerName() + ": " + event.getFormattedMessage());
        }
    };

    public WrittenLog() {
        appender.start();
        root.addAppender(appender);
    }

    /// The lines in which `word` occurs.
    public List<String> with(String word) {
        return lines.stream().filter(line -> line.contains(word)).toList();
    }

    @Override
    public void close() {
        root.detachAppender(appender);
    }
}
