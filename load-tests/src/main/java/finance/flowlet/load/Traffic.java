package finance.flowlet.load;

/// What is asked, and what to make of the answers. Called by one thread.
interface Traffic {

    /// What an answer means.
    enum Verdict {
        /// As it should be.
        GOOD,
        /// To be sent again at once as it is: the answer was thrown away.
        AGAIN,
        BAD
    }

    /// Writes the next request into `exchange.request` and says of what kind it is. False: there is none any more.
    boolean next(Exchange exchange);

    /// Looks at a complete answer.
    Verdict answered(Exchange exchange, Reply reply);
}
