package finance.flowlet.gateway;

import finance.flowlet.platform.FlowletConfig;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// How the server listens: HTTP/1.1 only, with or without TLS, and nothing that unpacks on its own. A
/// WebSocket is for the bridge alone.
final class Listener {
    private static final int MAX_REQUEST_LINE = 4096;
    /// In all; [Head] says how long one may be.
    private static final int MAX_HEADERS = 16384;

    private Listener() {}

    static HttpServerOptions options(FlowletConfig config) {
        var server = config.server();
        var options = new HttpServerOptions()
                .setHost(server.host())
                .setPort(server.port())
                .setMaxInitialLineLength(MAX_REQUEST_LINE)
                .setMaxHeaderSize(MAX_HEADERS)
                .setIdleTimeout(server.idleTimeoutMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTcpNoDelay(true)
                .setCompressionSupported(false)
                .setDecompressionSupported(false)
                .setHandle100ContinueAutomatically(false)
                .setHttp2ClearTextEnabled(false)
                .setMaxWebSocketFrameSize(config.bridge().maxFrameBytes())
                .setMaxWebSocketMessageSize(config.bridge().maxFrameBytes())
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setAlpnVersions(List.of(HttpVersion.HTTP_1_1));
        if (config.tls().enabled()) {
            secure(options, config.tls());
            options.setUseAlpn(false);
        }
        return options;
    }

    /// Puts TLS over a listener.
    static void secure(NetServerOptions options, FlowletConfig.Tls tls) {
        var versions = tls.minVersion().equals("TLSv1.3") ? Set.of("TLSv1.3") : Set.of("TLSv1.2", "TLSv1.3");
        options.setSsl(true)
                .setEnabledSecureTransportProtocols(versions)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(Objects.requireNonNull(tls.certificateFile()))
                        .setKeyPath(Objects.requireNonNull(tls.keyFile())));
        tls.cipherSuites().forEach(options::addEnabledCipherSuite);
    }
}
