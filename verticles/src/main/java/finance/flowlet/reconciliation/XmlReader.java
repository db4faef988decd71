package finance.flowlet.reconciliation;

import finance.flowlet.reconciliation.UnreadableFile.Fault;
import java.io.StringReader;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads XML of strangers as a stream: no document types, no entities but the five of XML, nothing fetched
/// from anywhere, and bounds on depth and texts.
final class XmlReader {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_TEXT = 4_096;
    /// What one part that is read whole may hold: the largest batch entries have some elements per payment.
    private static final int MAX_ELEMENTS = 1_000_000;

    private final XMLStreamReader xml;
    private int depth;
    private int elements;
    private int row;

    XmlReader(String document) {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setXMLResolver((_, _, _, _) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        try {
            var start = document.startsWith("\uFEFF") ? document.substring(1) : document;
            xml = factory.createXMLStreamReader(new StringReader(start));
        } catch (XMLStreamException notXml) {
            throw new UnreadableFile(Fault.NOT_XML, 0);
        }
    }

    /// Says which entry is being read, for the client.
    void row(int number) {
        row = number;
    }

    /// Goes to the next start of an element, or to the end of the one that it is in (false).
    boolean nextChild() {
        while (true) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    return true;
                }
                case XMLStreamConstants.END_ELEMENT, XMLStreamConstants.END_DOCUMENT -> {
                    return false;
                }
                default -> {
                    // Spaces and comments between elements.
                }
            }
        }
    }

    String name() {
        return xml.getLocalName();
    }

    String namespace() {
        var namespace = xml.getNamespaceURI();
        return namespace == null ? "" : namespace;
    }

    /// The element that was just begun, with everything in it.
    XmlElement whole() {
        var currency = xml.getAttributeValue(null, "Ccy");
        var element = new XmlElement(name(), currency == null ? "" : currency);
        var text = new StringBuilder();
        if (++elements > MAX_ELEMENTS) {
            throw new UnreadableFile(Fault.TOO_MANY_LINES, row);
        }
        while (true) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> element.add(whole());
                case XMLStreamConstants.END_ELEMENT -> {
                    element.text(text.toString());
                    return element;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                    if (text.length() > MAX_TEXT) {
                        throw new UnreadableFile(Fault.FIELD_TOO_LONG, row);
                    }
                }
                case XMLStreamConstants.END_DOCUMENT -> throw new UnreadableFile(Fault.NOT_XML, row);
                default -> {
                    // Comments and processing instructions say nothing about money.
                }
            }
        }
    }

    /// Passes over the element that was just begun.
    void skip() {
        var outer = depth - 1;
        while (depth > outer) {
            next();
        }
    }

    /// Goes to the end of the document, so that what follows is well-formed too.
    void end() {
        while (next() != XMLStreamConstants.END_DOCUMENT) {
            // Nothing that follows is looked at.
        }
    }

    private int next() {
        try {
            if (!xml.hasNext()) {
                return XMLStreamConstants.END_DOCUMENT;
            }
            var event = xml.next();
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new UnreadableFile(Fault.DOCTYPE_REFUSED, 0);
                default -> {
                    // Nothing that nests.
                }
            }
            if (depth > MAX_DEPTH) {
                throw new UnreadableFile(Fault.NESTED_TOO_DEEPLY, row);
            }
            return event;
        } catch (XMLStreamException notXml) {
            throw new UnreadableFile(Fault.NOT_XML, row);
        }
    }
}
