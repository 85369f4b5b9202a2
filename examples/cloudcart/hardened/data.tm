//! What CloudCart handles. A class says how bad a leak would be; rules compare the classes.

/// What an article costs. Not secret, but money is lost when somebody else decides it.
data prices { classification: internal }

/// What a shopper is about to buy.
data cart { classification: internal }

/// What a shopper has bought.
data orders { classification: confidential }

/// What is needed to charge a shopper. The provider cannot do without it.
data payment { classification: restricted  permitted-sinks: [psp] }
