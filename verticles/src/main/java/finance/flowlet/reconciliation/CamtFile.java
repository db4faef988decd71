package finance.flowlet.reconciliation;

import finance.flowlet.money.Currency;
import finance.flowlet.reconciliation.UnreadableFile.Fault;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads a bank's statement in ISO 20022 camt.053. Booked entries count; a batch whose details have amounts
/// becomes a line for each, and they must add up to it; and where a statement has an opening and a closing
/// balance, its entries must lead from one to the other. A reversal says its direction itself, like every
/// other entry. A file may hold statements of several days, but all of one account: what another account
/// moved must not be looked for in the books of this one.
final class CamtFile {
    private static final Pattern NAMESPACE =
            Pattern.compile("urn:iso:std:iso:20022:tech:xsd:camt\\.053\\.001\\.(0[2-9]|1[0-3])");

    private final Currency currency;
    private final FileLimits limits;
    private final FileAmount amounts;
    private final List<FileLine> lines = new ArrayList<>();
    private int entries;
    /// Of the first statement; null until it was read.
    private @Nullable String account;

    CamtFile(Currency currency, FileLimits limits) {
        this.currency = currency;
        this.limits = limits;
        this.amounts = new FileAmount(currency, limits.maxMinorUnits(), '.', null);
    }

    /// The lines of the file.
    ///
    /// @throws UnreadableFile when something is wrong with it
    List<FileLine> read(String document) {
        var xml = new XmlReader(document);
        if (!xml.nextChild()
                || !xml.name().equals("Document")
                || !NAMESPACE.matcher(xml.namespace()).matches()) {
            throw new UnreadableFile(Fault.NOT_CAMT_053, 0);
        }
        if (!xml.nextChild() || !xml.name().equals("BkToCstmrStmt")) {
            throw new UnreadableFile(Fault.NOT_CAMT_053, 0);
        }
        while (xml.nextChild()) {
            if (xml.name().equals("Stmt")) {
                statement(xml);
            } else {
                xml.skip();
            }
        }
        xml.end();
        return lines;
    }

    private void statement(XmlReader xml) {
        Long opening = null;
        Long closing = null;
        var owner = "";
        var sum = 0L;
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "Acct" -> {
                    var acct = xml.whole();
                    var iban = acct.textOf("Id", "IBAN");
                    owner = iban.isEmpty() ? acct.textOf("Id", "Othr", "Id") : iban;
                    var ccy = acct.textOf("Ccy");
                    if (!ccy.isEmpty()) {
                        requireCurrency(ccy, 0);
                    }
                }
                case "Bal" -> {
                    var balance = xml.whole();
                    switch (balance.textOf("Tp", "CdOrPrtry", "Cd")) {
                        case "OPBD" -> opening = signed(balance, 0);
                        case "PRCD" -> opening = opening == null ? (Long) signed(balance, 0) : opening;
                        case "CLBD" -> closing = signed(balance, 0);
                        default -> {
                            // Available and forward balances are no sum of booked entries.
                        }
                    }
                }
                case "Ntry" -> {
                    xml.row(++entries);
                    sum = Math.addExact(sum, entry(xml.whole()));
                }
                default -> xml.skip();
            }
        }
        if (opening != null && closing != null && opening + sum != closing) {
            throw new UnreadableFile(Fault.BALANCES_DO_NOT_ADD_UP, 0);
        }
        requireSameAccount(owner);
    }

    private void requireSameAccount(String owner) {
        if (account != null && !account.equals(owner)) {
            throw new UnreadableFile(Fault.SEVERAL_ACCOUNTS, 0);
        }
        account = owner;
    }

    /// Takes the entry in and answers with what it moved.
    private long entry(XmlElement entry) {
        var status = entry.textOf("Sts", "Cd").isEmpty() ? entry.textOf("Sts") : entry.textOf("Sts", "Cd");
        if (!status.equals("BOOK")) {
            return 0;
        }
        var amount = signed(entry, entries);
        if (amount == 0) {
            return 0;
        }
        var bookedOn = date(entry.find("BookgDt").or(() -> entry.find("ValDt")));
        var details = entry.all("NtryDtls").flatMap(each -> each.all("TxDtls")).toList();
        var parts = details.stream().map(this::partAmount).toList();
        if (details.size() > 1 && parts.stream().allMatch(Optional::isPresent)) {
            var sum = 0L;
            for (var i = 0; i < details.size(); i++) {
                var part = signedPart(details.get(i), parts.get(i).orElseThrow(), amount);
                sum = Math.addExact(sum, part);
                if (part != 0) {
                    add(bookedOn, part, details.get(i), entry);
                }
            }
            if (sum != amount) {
                throw new UnreadableFile(Fault.DETAILS_DO_NOT_ADD_UP, entries);
            }
        } else {
            add(bookedOn, amount, details.size() == 1 ? details.getFirst() : null, entry);
        }
        return amount;
    }

    /// What one of several details says it moved: in its own element, or, in version 2, within the amounts.
    private Optional<Long> partAmount(XmlElement detail) {
        return detail.find("Amt")
                .or(() -> detail.find("AmtDtls", "TxAmt", "Amt"))
                .filter(amount -> amount.currency().equals(currency.code()))
                .map(amount -> amounts.read(amount.text(), entries));
    }

    private long signedPart(XmlElement detail, long amount, long whole) {
        var direction = detail.textOf("CdtDbtInd");
        return direction.isEmpty() ? (whole < 0 ? -amount : amount) : signed(amount, direction, entries);
    }

    private void add(LocalDate bookedOn, long amount, @Nullable XmlElement detail, XmlElement entry) {
        if (lines.size() == limits.maxLines()) {
            throw new UnreadableFile(Fault.TOO_MANY_LINES, entries);
        }
        lines.add(new FileLine(
                lines.size() + 1,
                bookedOn,
                amount,
                FileText.clean(reference(detail, entry)),
                FileText.clean(description(detail == null ? entry : detail, entry))));
    }

    /// The reference that the two ends of a payment agreed on comes before those of the banks between them.
    private static String reference(@Nullable XmlElement detail, XmlElement entry) {
        if (detail != null) {
            for (var name : List.of("EndToEndId", "TxId", "InstrId", "PmtInfId", "AcctSvcrRef")) {
                var reference = detail.textOf("Refs", name);
                if (!reference.isEmpty() && !reference.equals("NOTPROVIDED")) {
                    return reference;
                }
            }
        }
        return entry.textOf("NtryRef").isEmpty() ? entry.textOf("AcctSvcrRef") : entry.textOf("NtryRef");
    }

    private static String description(XmlElement detail, XmlElement entry) {
        var remittance = detail.textsBelow("Ustrd", "AddtlTxInf").collect(Collectors.joining(" "));
        var text = remittance.isEmpty() ? entry.textOf("AddtlNtryInf") : remittance;
        return text.length() > MAX_DESCRIPTION ? text.substring(0, MAX_DESCRIPTION) : text;
    }

    /// As long as one field of a CSV file may be.
    private static final int MAX_DESCRIPTION = 4_096;

    private long signed(XmlElement element, int row) {
        var amount = element.find("Amt").orElseThrow(() -> new UnreadableFile(Fault.ELEMENT_MISSING, row));
        requireCurrency(amount.currency(), row);
        return signed(amounts.read(amount.text(), row), element.textOf("CdtDbtInd"), row);
    }

    private static long signed(long amount, String direction, int row) {
        if (amount < 0 || !(direction.equals("CRDT") || direction.equals("DBIT"))) {
            throw new UnreadableFile(Fault.DIRECTION_UNREADABLE, row);
        }
        return direction.equals("CRDT") ? amount : -amount;
    }

    private void requireCurrency(String code, int row) {
        if (!code.equals(currency.code())) {
            throw new UnreadableFile(Fault.CURRENCY_DIFFERS, row);
        }
    }

    /// `Dt`, or the date of `DtTm` as it was written: which day a booking is on, the bank decides.
    private LocalDate date(Optional<XmlElement> element) {
        var text = element.map(each -> each.textOf("Dt").isEmpty() ? each.textOf("DtTm") : each.textOf("Dt"))
                .orElseThrow(() -> new UnreadableFile(Fault.ELEMENT_MISSING, entries));
        try {
            return limits.requireSane(LocalDate.parse(text.substring(0, Math.min(10, text.length()))), entries);
        } catch (DateTimeException _) {
            throw new UnreadableFile(Fault.DATE_UNREADABLE, entries);
        }
    }
}
