package finance.flowlet.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
        questions.put("a completed payment has exactly its entry", """
                select p.id from payments.payment p left join ledger.entry e on e.id = p.entry_id
                where e.id is null or e.kind <> 'PAYMENT' or e.tenant_id <> p.tenant_id""");
        questions.put("an entry of a payment has its payment", """
                select e.id from ledger.entry e left join payments.payment p on p.entry_id = e.id
                where e.kind = 'PAYMENT' and p.id is null""");
        questions.put("an entry of a deposit or withdrawal has its transfer", """
                select e.id from ledger.entry e left join wallets.transfer t on t.entry_id = e.id
                where e.kind in ('DEPOSIT', 'WITHDRAWAL') and t.id is null""");
        questions.put("the credits of a payment are its amount, in its currency", """
                select p.id from payments.payment p join ledger.posting o on o.entry_id = p.entry_id
                group by p.tenant_id, p.id, p.amount
                having sum(o.amount) filter (where o.direction = 1) is distinct from p.amount
                    or bool_or(o.currency <> p.currency)""");
        // A key belongs to a customer, or to the business with all its servers and staff.
        questions.put("a key moves money at most once", """
                select p.idempotency_key from payments.payment p join ledger.entry e on e.id = p.entry_id
                where p.idempotency_key is not null
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
        questions.put("as many payments are told as there are", """
                select 'told ' || told || ' of ' || paid from (
                    select (select count(*) from payments.payment) as paid,
                        (select count(distinct (e.event ->> 'tenantId', e.event ->> 'objectId')) from ledger.batch b,
                            json_array_elements(b.events) as e (event)
                            where e.event ->> 'type' = 'payment.completed') as told) counted
                where told <> paid""");
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
