package finance.flowlet.statements;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/// Puts texts of any script on a page. The font is embedded, as far as it is used; what it has no picture of is shown
/// as the replacement character, because a statement must not fail over somebody's greeting.
final class PdfText implements AutoCloseable {
    private static final String FONT = "/fonts/DejaVuSans.ttf";
    private static final String UNKNOWN = "\uFFFD";
    private static final String CUT = "\u2026";
    private static final float UNITS = 1000;

    private final TrueTypeFont file;
    private final PDType0Font font;
    private final Map<Integer, Float> widths = new HashMap<>();

    PdfText(PDDocument document) throws IOException {
        try (var resource = Objects.requireNonNull(PdfText.class.getResourceAsStream(FONT), FONT)) {
            file = new TTFParser().parse(new RandomAccessReadBuffer(resource));
        }
        // Without ligatures a page takes half the time, and its text is found as it was written.
        file.setEnableGsub(false);
        font = PDType0Font.load(document, file, true);
    }

    /// Called behind the document, which reads the font when it is saved.
    @Override
    public void close() throws IOException {
        file.close();
    }

    /// Begins at `x`; what does not fit into `width` is cut off.
    void left(PDPageContentStream page, float size, float x, float y, String text, float width) throws IOException {
        show(page, size, x, y, fitting(known(text), width * UNITS / size));
    }

    /// Ends at `x`.
    void right(PDPageContentStream page, float size, float x, float y, String text) throws IOException {
        var known = known(text);
        show(page, size, x - width(known) * size / UNITS, y, known);
    }

    private void show(PDPageContentStream page, float size, float x, float y, String text) throws IOException {
        if (!text.isEmpty()) {
            page.beginText();
            page.setFont(font, size);
            page.newLineAtOffset(x, y);
            page.showText(text);
            page.endText();
        }
    }

    private String known(String text) {
        var known = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (Character.isISOControl(point) || Character.isWhitespace(point)) {
                known.append(' ');
            } else if (widthOf(point) >= 0) {
                known.appendCodePoint(point);
            } else {
                known.append(UNKNOWN);
            }
        });
        return known.toString();
    }

    private String fitting(String text, float units) {
        if (width(text) <= units) {
            return text;
        }
        var room = units - width(CUT);
        var fitting = new StringBuilder();
        for (var point : text.codePoints().toArray()) {
            room -= widthOf(point);
            if (room < 0) {
                break;
            }
            fitting.appendCodePoint(point);
        }
        return fitting + CUT;
    }

    private float width(String text) {
        var sum = 0f;
        for (var point : text.codePoints().toArray()) {
            sum += widthOf(point);
        }
        return sum;
    }

    /// In thousandths of the size; below zero when the font has no picture of it.
    private float widthOf(int point) {
        return widths.computeIfAbsent(point, this::measure);
    }

    private float measure(int point) {
        try {
            return font.getStringWidth(Character.toString(point));
        } catch (IllegalArgumentException | IOException unknown) {
            return -1;
        }
    }
}
