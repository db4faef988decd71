package finance.flowlet.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.contract.ledger.SealBatches;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What must hold after everything, looked at from outside with rights over all schemas: the program's own
/// check, and the rules between domains that no domain can see. Each question must find nothing.
public final class Invariants {
    private static final Map<String, String> QUESTIONS = questions();

    private Invariants() {}

    public static void assertHold(TestFlowlet flowlet) {
        // What no test has sealed may look old by the clock of the test.
        TestPlatform.await(flowlet.flowlet().bus().request(SealBatches.ADDRESS, new SealBatches()));
        var own = flowlet.api().get("/ledger/integrity");
        assertEquals("ok", own.text("status"), own::body);
        assertHold(flowlet.database());
    }

    public static void assertHold(TestDatabase database) {
        var findings = new ArrayList<String>();
        QUESTIONS.forEach((rule, question) -> database.texts(question).forEach(row -> findings.add(rule + ": " + row)));
        assertEquals(List.of(), findings);
    }

    private static Map<String, String> questions() {
        var questions = new LinkedHashMap<String, String>();
        questions.put("a payment that took money has an entry, and only such a one", """
                select p.id from payments.payment p left join ledger.entry e on e.id = p.entry_id
                where (p.captured > 0) <> (e.id is not null)
                    or e.kind <> case p.capture_method when 'manual' then 'CAPTURE' else 'PAYMENT' end
                    or e.tenant_id <> p.tenant_id""");
        questions.put("an entry of a payment has its payment, and a capture its payment or hold", """
                select e.id from ledger.entry e
                left join (select p.tenant_id, unnest(p.entry_id || p.more_entry_ids) as entry from payments.payment p) p
                    on p.tenant_id = e.tenant_id and p.entry = e.id
                left join (select h.tenant_id, unnest(h.entries) as entry from wallets.hold h) h
                    on h.tenant_id = e.tenant_id and h.entry = e.id and e.kind = 'CAPTURE'
                where e.kind in ('PAYMENT', 'CAPTURE', 'FEE') and p.entry is null and h.entry is null""");
        questions.put("no entry of a payment is missing", """
                select p.id from payments.payment p, unnest(p.entry_id || p.more_entry_ids) as named (entry)
                where named.entry is not null and not exists (select from ledger.entry e where e.id = named.entry)""");
        questions.put("an entry of a refund has its refund", """
                select e.id from ledger.entry e left join payments.refund r on r.entry_id = e.id
                where e.kind = 'REFUND' and r.id is null""");
        questions.put("an entry of a dispute has its dispute", """
                select e.id from ledger.entry e left join payments.dispute d
                    on d.tenant_id = e.tenant_id and e.id = any (d.entry_ids)
                where e.kind = 'DISPUTE' and d.id is null""");
        questions.put("an entry of a deposit or withdrawal has its transfer", """
                select e.id from ledger.entry e left join wallets.transfer t on t.entry_id = e.id
                where e.kind in ('DEPOSIT', 'WITHDRAWAL') and t.id is null""");
        questions.put("what the entries of a payment moved is what it captured, in its currency", """
                with named as materialized (
                    select p.tenant_id, p.id, p.from_wallet, p.captured, p.currency,
                        unnest(p.entry_id || p.more_entry_ids) as entry
                    from payments.payment p),
                moved as materialized (
                    select e.tenant_id, e.id, o.account_id, o.currency, sum(o.amount * o.direction) as amount
                    from ledger.entry e join ledger.posting o on o.entry_id = e.id
                    where e.kind <> 'FEE' group by e.tenant_id, e.id, o.account_id, o.currency)
                select p.id from named p
                join moved m on m.tenant_id = p.tenant_id and m.id = p.entry and m.account_id = p.from_wallet
                group by p.tenant_id, p.id, p.captured
                having -sum(m.amount) is distinct from p.captured or bool_or(m.currency <> p.currency)""");
        questions.put("what the fees of a payment moved is what it was charged", """
                select p.id from payments.payment p
                cross join lateral unnest(p.entry_id || p.more_entry_ids) as own (id)
                left join ledger.entry e on e.tenant_id = p.tenant_id and e.kind = 'FEE' and e.id = own.id
                left join ledger.posting o on o.entry_id = e.id and o.direction = 1
                group by p.tenant_id, p.id, p.fee
                having coalesce(sum(o.amount), 0) <> p.fee""");
        questions.put("what was refunded is the sum of the refunds, and moved", """
                select p.id from payments.payment p
                left join payments.refund r on r.tenant_id = p.tenant_id and r.payment_id = p.id
                left join ledger.posting o on o.entry_id = r.entry_id and o.account_id = p.from_wallet and o.direction = 1
                group by p.tenant_id, p.id, p.refunded
                having coalesce(sum(r.amount), 0) <> p.refunded or coalesce(sum(o.amount), 0) <> p.refunded""");
        questions.put("what is disputed is the sum of the disputes that the payee has not won", """
                select p.id from payments.payment p
                left join payments.dispute d on d.tenant_id = p.tenant_id and d.payment_id = p.id
                group by p.tenant_id, p.id, p.disputed
                having coalesce(sum(d.amount) filter (where d.status <> 'won'), 0) <> p.disputed""");
        questions.put("what is in suspense is what open disputes are about", """
                select a.code from ledger.account a
                left join (select tenant_id, currency, sum(amount) as contested from payments.dispute
                    where status in ('needs_response', 'under_review') group by tenant_id, currency) d
                    on d.tenant_id = a.tenant_id and d.currency = a.currency
                where a.code like 'dispute:suspense:%'
                    and a.posted_credits - a.posted_debits <> coalesce(d.contested, 0)""");
        questions.put("a payment that ended without money has moved none", """
                select p.id from payments.payment p
                join ledger.entry e on e.id = p.entry_id
                where p.status in ('canceled', 'expired', 'failed', 'requires_action')""");
        questions.put("the events of a payment are numbered without gaps", """
                select p.id from payments.payment p
                left join payments.payment_event e on e.tenant_id = p.tenant_id and e.payment_id = p.id
                group by p.tenant_id, p.id, p.version
                having count(*) filter (where e.version > 1) <> p.version - 1""");
        // A key belongs to a customer, or to the business with all its servers and staff.
        questions.put("a key moves money at most once", """
                select p.idempotency_key from payments.payment p join ledger.entry e on e.id = p.entry_id
                where p.idempotency_key is not null and p.capture_method = 'automatic'
                group by p.tenant_id, p.idempotency_key,
                    case when e.actor like 'customer:%' then e.actor end
                having count(*) > 1""");
        questions.put("a wallet has its account, in its currency and state", """
                select w.id from wallets.wallet w left join ledger.account a on a.id = w.id
                where a.id is null or a.currency <> w.currency or a.tenant_id <> w.tenant_id
                    or a.owner_id <> w.user_id or (a.status = 'CLOSED') <> (lower(w.status) = 'closed')""");
        questions.put("an exchange has exactly its entry", """
                select x.id from fx.exchange x left join ledger.entry e on e.id = x.entry_id
                where e.id is null or e.kind <> 'EXCHANGE' or e.tenant_id <> x.tenant_id""");
        questions.put("an entry of an exchange has its exchange", """
                select e.id from ledger.entry e left join fx.exchange x on x.entry_id = e.id
                where e.kind = 'EXCHANGE' and x.id is null""");
        questions.put("an exchange moves between its wallets what its quote says", """
                select x.id from fx.exchange x
                join fx.quote q on q.id = x.quote_id
                left join ledger.posting o on o.entry_id = x.entry_id and o.account_id = x.from_wallet
                left join ledger.posting i on i.entry_id = x.entry_id and i.account_id = x.to_wallet
                where o.amount is distinct from q.sell_amount or o.currency <> q.sell_currency or o.direction <> -1
                    or i.amount is distinct from q.buy_amount or i.currency <> q.buy_currency or i.direction <> 1
                    or q.tenant_id <> x.tenant_id""");
        questions.put("an exchange uses its quote, in time", """
                select x.id from fx.exchange x
                join fx.quote q on q.id = x.quote_id
                left join fx.quote_use u on u.quote_id = x.quote_id
                where u.used_by is null or u.used_at <> x.created_at or u.used_at >= q.expires_at""");
        questions.put("a used quote has its exchange or its payment", """
                select u.quote_id from fx.quote_use u
                where not exists (select from fx.exchange x where x.quote_id = u.quote_id)
                    and u.used_by not like 'pay!_%' escape '!'""");
        questions.put("every state of a payment is told once", """
                select 'told ' || told || ' of ' || stood from (
                    select (select coalesce(sum(version), 0) from payments.payment) as stood,
                        (select count(distinct (e.event ->> 'tenantId', e.event ->> 'objectId', e.event ->> 'sequence'))
                            from ledger.batch b, json_array_elements(b.events) as e (event)
                            where e.event ->> 'type' like 'payment.%') as told) counted
                where told <> stood""");
        holds(questions);
        return questions;
    }

    private static void holds(Map<String, String> questions) {
        questions.put("a hold is what the ledger reserves for it", """
                select h.id from wallets.hold h left join ledger.hold l on l.id = h.id
                where l.id is null or l.tenant_id <> h.tenant_id or l.account_id <> h.wallet_id
                    or l.amount <> h.amount or l.captured <> h.captured or l.expires_at <> h.expires_at
                    or not case l.status
                        when 'ACTIVE' then h.status in ('active', 'partially_captured')
                        when 'CAPTURED' then h.status = 'captured'
                        when 'VOIDED' then h.status = 'released'
                        when 'EXPIRED' then h.status in ('expired', 'active', 'partially_captured')
                        else false
                    end""");
        questions.put("what a hold says was captured left its wallet in its entries", """
                select h.id from wallets.hold h
                left join lateral (
                    select sum(o.amount) as amount from unnest(h.entries) as own (id)
                    join ledger.entry e on e.id = own.id and e.kind = 'CAPTURE' and e.tenant_id = h.tenant_id
                    join ledger.posting o on o.entry_id = e.id
                    where o.account_id = h.wallet_id and o.direction = -1 and o.currency = h.currency) taken on true
                where coalesce(taken.amount, 0) <> h.captured""");
        questions.put("the account of a wallet allows what the wallet's state says", """
                select w.id from wallets.wallet w join ledger.account a on a.id = w.id
                where a.status <> case w.status
                    when 'active' then 'OPEN'
                    when 'closed' then 'CLOSED'
                    else case w.frozen when 'in' then 'FROZEN_IN' when 'out' then 'FROZEN_OUT' else 'FROZEN' end
                end""");
    }
}
