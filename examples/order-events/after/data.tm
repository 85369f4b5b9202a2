//! What the order system handles. A class says how bad a leak would be; rules compare the classes.
module orders

/// Who ordered what, and where it goes.
data order {
  classification: confidential
  kinds: [pii]
  purpose: "to deliver what was ordered"
  lawful-basis: contract
  regions: ["EU"]
  permitted-sinks: [marketplace-api]
}

/// What is needed to send money back.
data refund-order { classification: confidential  permitted-sinks: [psp] }

/// What was ordered, without whom it was for.
data sales-figures { classification: internal  derived-from: [order] }
