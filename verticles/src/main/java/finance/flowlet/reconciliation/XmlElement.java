package finance.flowlet.reconciliation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A small part of a document that was read whole, such as one entry: names without their namespace, the
/// text, one attribute (the currency), and what is inside.
final class XmlElement {
    private final String name;
    private final String currency;
    private final List<XmlElement> children = new ArrayList<>();
    private String text = "";

    XmlElement(String name, String currency) {
        this.name = name;
        this.currency = currency;
    }

    void add(XmlElement child) {
        children.add(child);
    }

    void text(String content) {
        text = content.strip();
    }

    String name() {
        return name;
    }

    String currency() {
        return currency;
    }

    String text() {
        return text;
    }

    /// The children of that name, in the order of the document.
    Stream<XmlElement> all(String child) {
        return children.stream().filter(element -> element.name.equals(child));
    }

    /// The first element down a path.
    Optional<XmlElement> find(String... path) {
        var element = Optional.of(this);
        for (var step : path) {
            element = element.flatMap(each -> each.all(step).findFirst());
        }
        return element;
    }

    /// The text at the end of a path, empty when there is none.
    String textOf(String... path) {
        return find(path).map(XmlElement::text).orElse("");
    }

    /// Texts of every element below that has one of these names, in the order of the document.
    Stream<String> textsBelow(String... names) {
        return children.stream()
                .flatMap(child -> Stream.concat(
                        Stream.of(names).anyMatch(child.name::equals) ? Stream.of(child.text) : Stream.empty(),
                        child.textsBelow(names)))
                .filter(found -> !found.isEmpty());
    }
}
