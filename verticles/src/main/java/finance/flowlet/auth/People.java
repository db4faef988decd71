package finance.flowlet.auth;

import finance.flowlet.auth.Audit.Note;
import finance.flowlet.contract.auth.ChangeUser;
import finance.flowlet.contract.auth.DescribeUser;
import finance.flowlet.contract.auth.Principal;
import finance.flowlet.contract.auth.PrincipalRevoked;
import finance.flowlet.contract.auth.Register;
import finance.flowlet.contract.auth.ResolveCustomer;
import finance.flowlet.id.InvalidIdException;
import finance.flowlet.id.SessionId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.platform.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The people of a tenant: customers who register or whom an integrator names, and what becomes of them.
final class People {
    private final Platform platform;
    private final AuthStore store;
    private final Passwords passwords;
    private final PasswordPolicy policy;

    People(Platform platform, AuthStore store, Passwords passwords, PasswordPolicy policy) {
        this.platform = platform;
        this.store = store;
        this.passwords = passwords;
        this.policy = policy;
    }

    Register.Outcome register(Register request) {
        var tenant = Optional.ofNullable(request.tenant()).or(this::open);
        if (tenant.isEmpty()) {
            return new Register.Closed();
        }
        var email = EmailAddress.parse(request.email());
        var flaws = new ArrayList<Register.Flaw>();
        if (email.isEmpty()) {
            flaws.add(Register.Flaw.INVALID_EMAIL);
        }
        policy.flaw(request.password(), email).ifPresent(flaws::add);
        if (email.isEmpty() || !flaws.isEmpty()) {
            return new Register.Unacceptable(flaws);
        }
        // Hashing comes first and always, so that a taken address takes as long as a free one.
        var hash = passwords.hash(request.password());
        var now = Times.now(platform.clock());
        var address = email.get().text();
        var person = new Person(new UserId(platform.ids().next()), tenant.get(), address, Principal.Role.CUSTOMER);
        store.together(steps -> {
            var added = steps.people().insert(person, null, hash, now);
            steps.audit()
                    .note(
                            added
                                    ? Note.by(
                                            person,
                                            "user.registered",
                                            person.id(),
                                            request.source(),
                                            request.requestId())
                                    : new Note(
                                            tenant.get(),
                                            "anonymous",
                                            "user.registered_again",
                                            null,
                                            request.source(),
                                            request.requestId()),
                            now);
            return added;
        });
        return new Register.Registered(address);
    }

    /// The tenant that takes registrations from the public.
    private Optional<TenantId> open() {
        return Optional.ofNullable(platform.config().auth().registrationTenant())
                .flatMap(store.tenants()::find);
    }

    /// A text that starts like our own id is never taken for an integrator's.
    ResolveCustomer.Outcome resolve(ResolveCustomer question) {
        var customer = question.userId().startsWith(UserId.PREFIX + "_")
                ? ownId(question)
                : store.people()
                        .customer(question.tenant(), question.userId())
                        .or(() -> question.create() ? create(question) : Optional.empty());
        return customer.<ResolveCustomer.Outcome>map(ResolveCustomer.Resolved::new)
                .orElseGet(ResolveCustomer.Unknown::new);
    }

    private Optional<UserId> ownId(ResolveCustomer question) {
        try {
            return store.people().customer(question.tenant(), UserId.parse(question.userId()));
        } catch (InvalidIdException notAnId) {
            return Optional.empty();
        }
    }

    private Optional<UserId> create(ResolveCustomer question) {
        var person = new Person(new UserId(platform.ids().next()), question.tenant(), null, Principal.Role.CUSTOMER);
        // Somebody else may be creating the same one: whoever comes second finds the first.
        return store.people().insert(person, question.userId(), null, Times.now(platform.clock()))
                ? Optional.of(person.id())
                : store.people().customer(question.tenant(), question.userId());
    }

    DescribeUser.Outcome describe(DescribeUser question) {
        var only = question.caller().onlyOwner();
        if (only != null && !only.equals(question.user())) {
            return new DescribeUser.Unknown();
        }
        return store.people()
                .find(question.caller().tenant(), question.user())
                .<DescribeUser.Outcome>map(person -> new DescribeUser.Described(person.view()))
                .orElseGet(DescribeUser.Unknown::new);
    }

    ChangeUser.Outcome change(ChangeUser command) {
        var tenant = command.caller().tenant();
        var user = command.user();
        var now = Times.now(platform.clock());
        record Change(boolean found, List<SessionId> ended) {}
        var change = store.together(steps -> switch (command.action()) {
            case FREEZE -> {
                var found = steps.people().setStatus(tenant, user, "FROZEN");
                if (found) {
                    steps.audit().note(Note.by(command.caller(), "user.frozen", user), now);
                }
                yield new Change(found, found ? steps.sessions().revokeAll(user, null, now) : List.of());
            }
            case UNFREEZE -> {
                var found = steps.people().setStatus(tenant, user, "ACTIVE");
                if (found) {
                    steps.audit().note(Note.by(command.caller(), "user.unfrozen", user), now);
                }
                yield new Change(found, List.<SessionId>of());
            }
        });
        change.ended()
                .forEach(session ->
                        platform.bus().publish(PrincipalRevoked.ADDRESS, new PrincipalRevoked(session.uuid())));
        return change.found() ? new ChangeUser.Changed() : new ChangeUser.Unknown();
    }
}
