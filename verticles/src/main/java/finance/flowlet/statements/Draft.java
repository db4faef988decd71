package finance.flowlet.statements;

import finance.flowlet.contract.ledger.PostingView;
import finance.flowlet.contract.statements.Form;
import finance.flowlet.contract.statements.StatementView.Document;
import java.io.InputStream;
import java.util.List;

/// A statement while it is written, in all its forms at once, so that the books are read once. Its methods
/// write to disk and lay out pages, so they run on a worker.
final class Draft implements AutoCloseable {
    private final FormFile json = new FormFile(Form.JSON);
    private final FormFile csv = new FormFile(Form.CSV);
    private final FormFile pdf = new FormFile(Form.PDF);
    private final PdfForm pages;
    private final List<FormWriter> forms;
    private final Totals totals;

    Draft(Head head) {
        this.totals = new Totals(head);
        this.pages = new PdfForm(head, pdf);
        this.forms = List.of(new JsonForm(head, json), new CsvForm(head, csv), pages);
        forms.forEach(FormWriter::begin);
    }

    /// The next movements, oldest first.
    void add(List<PostingView> postings) {
        for (var posting : postings) {
            var movement = Movement.of(posting);
            totals.add(movement);
            forms.forEach(form -> form.add(movement));
        }
    }

    /// Ends all forms and says what they have become.
    List<Document> end() {
        totals.requireComplete();
        forms.forEach(form -> form.end(totals));
        return List.of(json.end(), csv.end(), pdf.end());
    }

    InputStream read(Form form) {
        return switch (form) {
            case JSON -> json.read();
            case CSV -> csv.read();
            case PDF -> pdf.read();
        };
    }

    @Override
    public void close() {
        try (json;
                csv;
                pdf;
                pages) {
            // Each is closed, whatever becomes of the others.
        }
    }
}
