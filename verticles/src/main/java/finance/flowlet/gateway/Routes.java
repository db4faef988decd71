package finance.flowlet.gateway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which operation a method and a path name. A path has exactly one form: no route needs a percent sign, a dot
/// segment, an empty segment or a trailing slash, so every other spelling of a route names nothing, and there
/// is no second form for a check in front of us to miss. `/v1` is an alias of the root.
final class Routes {
    private static final Pattern CANONICAL = Pattern.compile("(/[A-Za-z0-9_.~-]+)+");
    private static final String ALIAS = "/v1";
    private final Node root = new Node();

    /// A step of a path: the steps below it by name, or one that takes any value and names it.
    private static final class Node {
        private final Map<String, Node> byName = new HashMap<>();
        private final Map<String, Contract.Operation> byMethod = new TreeMap<>();
        private @Nullable Node any;
        private String parameter = "";
    }

    /// What was found.
    sealed interface Match {}

    record Found(Contract.Operation operation, Map<String, String> path) implements Match {}

    record NoRoute() implements Match {}

    record OtherMethods(String allow) implements Match {}

    Routes(List<Contract.Operation> operations) {
        operations.forEach(this::add);
    }

    private void add(Contract.Operation operation) {
        var node = root;
        for (var step : operation.path().substring(1).split("/")) {
            node = step.startsWith("{") ? parameter(node, step) : node.byName.computeIfAbsent(step, _ -> new Node());
        }
        node.byMethod.put(operation.method(), operation);
    }

    private static Node parameter(Node node, String step) {
        var any = node.any == null ? new Node() : node.any;
        node.any = any;
        node.parameter = step.substring(1, step.length() - 1);
        return any;
    }

    /// Finds the operation of a request target's path.
    Match find(String method, String path) {
        if (!CANONICAL.matcher(path).matches()) {
            return new NoRoute();
        }
        var steps = (path.startsWith(ALIAS + "/") ? path.substring(ALIAS.length()) : path)
                .substring(1)
                .split("/");
        var values = new HashMap<String, String>();
        var node = root;
        for (var step : steps) {
            var named = node.byName.get(step);
            if (named == null && node.any != null) {
                values.put(node.parameter, step);
                named = node.any;
            }
            if (named == null || step.equals(".") || step.equals("..")) {
                return new NoRoute();
            }
            node = named;
        }
        var operation = node.byMethod.get(method);
        if (operation != null) {
            return new Found(operation, Map.copyOf(values));
        }
        return node.byMethod.isEmpty()
                ? new NoRoute()
                : new OtherMethods(String.join(", ", new TreeSet<>(node.byMethod.keySet())));
    }
}
