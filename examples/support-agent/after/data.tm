//! What the assistant sees. A class says how bad a leak would be; rules compare the classes.
module support

/// What a customer wrote, and who it was.
data ticket {
  classification: confidential
  kinds: [pii]
  purpose: "to answer the customer"
  lawful-basis: contract
}

/// What a customer bought.
data purchase { classification: confidential }
