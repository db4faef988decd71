package finance.flowlet.statements;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.GregorianCalendar;
import java.util.Locale;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.jspecify.annotations.Nullable;

/// A statement for people: A4 pages with a line for each movement. The pages go to a temporary file as they fill.
final class PdfForm implements FormWriter, AutoCloseable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int ROWS_PER_PAGE = 48;
    private static final float MARGIN = 40;
    private static final float LINE = 14;
    private static final float SMALL = 7.5f;
    private static final float LARGE = 16;
    /// Left edges of the columns for texts, right edges of those for amounts.
    private static final float TIME_AT = MARGIN;

    private static final float TYPE_AT = 118;
    private static final float TEXT_AT = 180;
    private static final float AMOUNT_TO = 470;
    private static final float BALANCE_TO = PDRectangle.A4.getWidth() - MARGIN;
    private static final float TEXT_WIDTH = 215;

    private final Head head;
    private final FormFile file;
    private final PDDocument document;
    private final PdfText text;
    private final long pages;
    private @Nullable PDPageContentStream page;
    private int rows;
    private int pageNumber;

    PdfForm(Head head, FormFile file) {
        this.head = head;
        this.file = file;
        // The opening and the closing balance and the sums are rows as well.
        this.pages = (head.movements() + 3 + ROWS_PER_PAGE - 1) / ROWS_PER_PAGE;
        try {
            this.document = new PDDocument(IOUtils.createTempFileOnlyStreamCache());
            this.text = new PdfText(document);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void begin() {
        var information = document.getDocumentInformation();
        information.setTitle("Statement " + head.month());
        information.setProducer("Flowlet");
        information.setCreationDate(GregorianCalendar.from(head.createdAt().atZone(ZoneOffset.UTC)));
        row("", "", "Opening balance", "", head.decimal(head.opening()));
    }

    @Override
    public void add(Movement movement) {
        var counterparty = movement.counterparty();
        var what = movement.description().isEmpty()
                ? (counterparty == null ? movement.reference() : counterparty)
                : movement.description();
        row(
                TIME.format(movement.createdAt()),
                movement.type(),
                what,
                head.decimal(movement.minorUnits()),
                head.decimal(movement.balanceAfter()));
    }

    @Override
    public void end(Totals totals) {
        row("", "", "Closing balance", "", head.decimal(head.closing()));
        var sums = "Credits " + head.decimal(totals.credits()) + ", debits " + head.decimal(totals.debits());
        row("", "", sums, "", "");
        try {
            endPage();
            document.save(file.out());
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private void row(String time, String type, String what, String amount, String balance) {
        try {
            if (page == null || rows == ROWS_PER_PAGE) {
                endPage();
                page = beginPage();
                rows = 0;
            }
            var y = PDRectangle.A4.getHeight() - MARGIN - 8 * LINE - rows * LINE;
            text.left(page, SMALL, TIME_AT, y, time, TYPE_AT - TIME_AT);
            text.left(page, SMALL, TYPE_AT, y, type, TEXT_AT - TYPE_AT);
            text.left(page, SMALL, TEXT_AT, y, what, TEXT_WIDTH);
            text.right(page, SMALL, AMOUNT_TO, y, amount);
            text.right(page, SMALL, BALANCE_TO, y, balance);
            rows++;
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private PDPageContentStream beginPage() throws IOException {
        var sheet = new PDPage(PDRectangle.A4);
        document.addPage(sheet);
        pageNumber++;
        var content = new PDPageContentStream(document, sheet);
        var top = PDRectangle.A4.getHeight() - MARGIN;
        text.left(content, LARGE, MARGIN, top - LINE, "Statement " + head.month(), BALANCE_TO);
        text.left(content, SMALL, MARGIN, top - 3 * LINE, "Wallet " + head.wallet(), BALANCE_TO);
        text.left(content, SMALL, MARGIN, top - 4 * LINE, "Statement " + head.id(), BALANCE_TO);
        text.right(content, SMALL, BALANCE_TO, top - 3 * LINE, "Amounts in " + head.currency() + ", times in UTC");
        text.right(content, SMALL, BALANCE_TO, top - 4 * LINE, "Page " + pageNumber + " of " + pages);
        text.left(content, SMALL, TIME_AT, top - 6 * LINE, "Recorded", TYPE_AT - TIME_AT);
        text.left(content, SMALL, TYPE_AT, top - 6 * LINE, "Type", TEXT_AT - TYPE_AT);
        text.left(content, SMALL, TEXT_AT, top - 6 * LINE, "Description", TEXT_WIDTH);
        text.right(content, SMALL, AMOUNT_TO, top - 6 * LINE, "Amount");
        text.right(content, SMALL, BALANCE_TO, top - 6 * LINE, "Balance");
        return content;
    }

    private void endPage() throws IOException {
        if (page != null) {
            page.close();
            page = null;
        }
    }

    @Override
    public void close() {
        try {
            endPage();
            document.close();
            text.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
