package finance.flowlet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Servers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/// TLS as it is configured, and nothing else on its port.
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private final Path directory = Servers.directory("tls");
    private final KeyStore keys = keys();

    @Test
    void whatIsAllowedIsSpoken() throws Exception {
        try (var gateway = gateway(Map.of())) {
            for (var version : new String[] {"TLSv1.2", "TLSv1.3"}) {
                try (var socket = connect(gateway.port(), version)) {
                    assertEquals(version, socket.getSession().getProtocol());
                    assertEquals("", socket.getApplicationProtocol(), "HTTP/2 is not offered");
                    var reply = get(socket);
                    assertTrue(reply.startsWith("HTTP/1.1 200"), reply);
                    assertTrue(reply.contains("Strict-Transport-Security: max-age="), reply);
                }
            }
        }
    }

    @Test
    void theOldestVersionIsConfigured() throws Exception {
        try (var gateway = gateway(Map.of("FLOWLET_TLS_MIN_VERSION", "TLSv1.3"))) {
            assertThrows(
                    SSLException.class, () -> connect(gateway.port(), "TLSv1.2").close());
            connect(gateway.port(), "TLSv1.3").close();
        }
    }

    @Test
    void soAreTheCiphers() throws Exception {
        try (var gateway = gateway(Map.of("FLOWLET_TLS_CIPHER_SUITES", "TLS_AES_256_GCM_SHA384"))) {
            try (var socket = connect(gateway.port(), "TLSv1.3")) {
                assertEquals("TLS_AES_256_GCM_SHA384", socket.getSession().getCipherSuite());
            }
            assertThrows(
                    SSLException.class, () -> connect(gateway.port(), "TLSv1.2").close());
        }
    }

    @Test
    void plainHttpIsNotAnsweredThere() throws Exception {
        try (var gateway = gateway(Map.of())) {
            var reply = RawReply.of(gateway.port(), "GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
            assertFalse(reply.text().contains("HTTP/1.1 2"), "neither an answer");
            assertFalse(reply.text().contains("HTTP/1.1 3"), "nor a redirect");
            assertTrue(reply.closed());
        }
    }

    private GatewayFixture gateway(Map<String, String> more) {
        var environment = new HashMap<>(more);
        environment.put("FLOWLET_TLS_ENABLED", "true");
        environment.put(
                "FLOWLET_TLS_CERTIFICATE_FILE",
                directory.resolve("certificate.pem").toString());
        environment.put("FLOWLET_TLS_KEY_FILE", directory.resolve("key.pem").toString());
        return new GatewayFixture(environment);
    }

    private SSLSocket connect(int port, String version) throws IOException, GeneralSecurityException {
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(keys);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        var parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(5000);
        socket.startHandshake();
        return socket;
    }

    private static String get(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /// A key pair and its certificate, as a key store for the client and as the PEM files that an operator configures.
    private KeyStore keys() {
        try {
            var store = directory.resolve("keys.p12");
            var keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "flowlet",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=localhost",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            new String(PASSWORD),
                            "-storetype",
                            "PKCS12")
                    .redirectErrorStream(true)
                    .start();
            var output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, keytool.waitFor(), output);
            var keys = KeyStore.getInstance(store.toFile(), PASSWORD);
            var certificate = keys.getCertificate("flowlet");
            pem("certificate.pem", "CERTIFICATE", certificate.getEncoded());
            pem("key.pem", "PRIVATE KEY", keys.getKey("flowlet", PASSWORD).getEncoded());
            var trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("flowlet", certificate);
            return trusted;
        } catch (IOException | GeneralSecurityException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void pem(String file, String label, byte[] content) throws IOException {
        var text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        Files.writeString(
                directory.resolve(file), "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n");
    }
}
