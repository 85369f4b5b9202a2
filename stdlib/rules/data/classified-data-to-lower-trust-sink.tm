module std

/// Classified data gets to where it is trusted less
///
/// ## What it does
///
/// Reports each flow with `redaction: none` that hands confidential or restricted data to a
/// component of lower trust: a third party, one with a `secondary-use` such as analytics or
/// training (from one without), or one in a boundary whose `trust` is below the `min-trust` of the
/// data. It does not matter whether the data is sent or fetched. Data that states no class of its
/// own counts as what it was made from (`derived-from`). A receiver that the data names in
/// `permitted-sinks` is left alone, and so are actors, and data that was made to say less about people
/// before (`deidentification`): `identifiable-data-in-analytics` judges whether that is enough.
///
/// Logs, traces and external models have rules of their own: `sensitive-data-in-logs-or-traces`,
/// `sensitive-context-to-external-model`.
///
/// ## Why it matters
///
/// A copy is as sensitive as the original, and protected as well as the place that it lies in.
/// Reports, training sets and partners are where data is looked at by more people, kept longer, and
/// asked about last when something leaked.
///
/// ## How to fix it
///
/// Stop it, or send less: leave out, mask, tokenise or aggregate on the last hop that all ways to
/// the receiver have in common, and state `redaction: set`. Where the receiver needs the data as it
/// is, name it in `permitted-sinks` of that data, so that the next one that is added is noticed.
///
/// ## How to accept it
///
/// ```tm
/// accept classified-data-to-lower-trust-sink on orders->reporting {
///   reason: "reporting moves into the trusted zone next quarter"
///   owner: "data-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-200: exposure of sensitive information to an unauthorized actor
/// - CWE-201: insertion of sensitive information into sent data
/// - OWASP API Security Top 10, API3:2023: broken object property level authorization
/// - OWASP API Security Top 10, API10:2023: unsafe consumption of APIs
/// - OWASP ASVS 5.0, 14.2.3: sensitive data is not sent to untrusted parties
/// - OWASP ASVS 5.0, 14.2.4: the controls of its class are in place wherever data goes
/// - NIST SP 800-53, AC-4: information flow enforcement
/// - NIST SP 800-53, AC-21: information sharing
/// - MITRE ATT&CK T1567: exfiltration over web service
/// - LINDDUN: data disclosure
rule classified-data-to-lower-trust-sink {
  for f: flow
  let classified =
    collect ds in [f.data, f.returns], d in ds
      if d.classification >= confidential
        or d.classification is not set
          and (any o in d.derived-from: o.classification >= confidential): d
  let sent =
    collect d in classified
      if d in f.data
        and f.to is not actor
        and f.to not in d.permitted-sinks
        and (f.to is third-party
          or f.to.secondary-use != none and f.from.secondary-use == none
          or f.to.boundary.trust < d.min-trust): d
  let fetched =
    collect d in classified
      if d in f.returns
        and f.from is not actor
        and f.from not in d.permitted-sinks
        and (f.from is third-party
          or f.from.secondary-use != none and f.to.secondary-use == none
          or f.from.boundary.trust < d.min-trust): d
  let is-sent = any d in sent
  let sink = if is-sent then f.to else f.from
  let verb = if is-sent then "sends" else "fetches"
  let way = if is-sent then "to" else "from"
  let leaked = collect ds in [sent, fetched], d in ds: d
  where (any d in leaked)
    and not (f.deidentification is known and f.deidentification != none)
    and f.redaction == none
  severity: high
  stride: [information-disclosure]
  cwe: [200, 201]
  attack: ["T1567"]
  owasp-api: ["API3:2023", "API10:2023"]
  asvs: ["14.2.3", "14.2.4"]
  nist: ["AC-4", "AC-21"]
  linddun: [data-disclosure]
  message: "{f.from} {verb} {leaked} {way} {f.target} as it is, and {sink} is trusted less"
  at: f.redaction
  help: "mask, tokenise or leave out {leaked} before it gets to {sink} and state `redaction: set`, or name {sink} in its `permitted-sinks`"
}

test "restricted data for a third party is reported" {
  data cards { classification: restricted }
  service payments
  third-party provider
  flow charge: payments -> provider { data: [cards]  redaction: none }
  expect classified-data-to-lower-trust-sink on charge
}

test "so is data that a third party fetches" {
  data contracts { classification: confidential }
  third-party auditor
  service archive
  flow fetch: auditor -> archive { returns: [contracts]  redaction: none }
  expect classified-data-to-lower-trust-sink on fetch
}

test "so is data that is used for something else" {
  data orders { classification: confidential }
  service shop
  warehouse sales
  analytics forecast
  flow load: shop -> sales { data: [orders]  redaction: none }
  flow pull: forecast -> shop { returns: [orders]  redaction: none }
  expect classified-data-to-lower-trust-sink on load
  expect classified-data-to-lower-trust-sink on pull
}

test "so is data in a zone that is trusted less than it asks for" {
  data cards { classification: restricted  min-trust: 60 }
  service payments
  dmz edge { trust: 30  service portal }
  flow show: payments -> portal { data: [cards]  redaction: none }
  flow look: portal -> payments { returns: [cards]  redaction: none }
  expect classified-data-to-lower-trust-sink on show
  expect classified-data-to-lower-trust-sink on look
}

test "and what was made of it" {
  data cards { classification: restricted }
  data receipts { derived-from: [cards] }
  service payments
  third-party provider
  flow charge: payments -> provider { data: [receipts]  redaction: none }
  expect classified-data-to-lower-trust-sink on charge
}

test "unless that has a class of its own" {
  data cards { classification: restricted }
  data totals { derived-from: [cards]  classification: internal }
  service payments
  third-party provider
  flow charge: payments -> provider { data: [totals]  redaction: none }
  expect no classified-data-to-lower-trust-sink
}

test "redacted data is not reported" {
  data cards { classification: restricted }
  service payments
  third-party provider
  flow charge: payments -> provider { data: [cards]  redaction: set }
  expect no classified-data-to-lower-trust-sink
}

test "neither is data at a receiver that it permits" {
  data cards { classification: restricted  permitted-sinks: [provider, sales]  min-trust: 60 }
  service payments
  third-party provider
  warehouse sales
  flow charge: payments -> provider { data: [cards]  redaction: none }
  flow load: sales -> payments { returns: [cards]  redaction: none }
  expect no classified-data-to-lower-trust-sink
}

test "nor data that stays among services, or within analytics, or goes to its owner" {
  data orders { classification: confidential }
  actor shopper { trust: authenticated }
  service shop
  service stock
  analytics forecast
  warehouse sales
  flow browse: shopper -> shop { returns: [orders]  redaction: none }
  flow book: shop -> stock { data: [orders]  redaction: none }
  flow keep: forecast -> sales { data: [orders]  redaction: none }
  expect no classified-data-to-lower-trust-sink
}

test "redaction that nobody states is a question" {
  data cards { classification: restricted }
  service payments
  third-party provider
  flow charge: payments -> provider { data: [cards] }
  expect question classified-data-to-lower-trust-sink on charge
}

test "one confidential origin is enough" {
  data contracts { classification: confidential }
  data prices { classification: public }
  data offers { derived-from: [contracts, prices] }
  service sales
  third-party provider
  flow offer: sales -> provider { data: [offers]  redaction: none }
  expect classified-data-to-lower-trust-sink on offer
}

test "data of no class, and what was made of public data, are not" {
  data prices { classification: public }
  data offers { derived-from: [prices] }
  data notes
  service sales
  third-party provider
  flow offer: sales -> provider { data: [offers, notes]  redaction: none }
  expect no classified-data-to-lower-trust-sink
}

test "nor is a zone that is trusted just enough" {
  data cards { classification: restricted  min-trust: 30 }
  service payments
  dmz edge { service portal }
  flow show: payments -> portal { data: [cards]  redaction: none }
  flow look: portal -> payments { returns: [cards]  redaction: none }
  expect no classified-data-to-lower-trust-sink
}

test "nor what a third party sends or answers" {
  data contracts { classification: confidential }
  third-party auditor
  service archive
  flow send: auditor -> archive { data: [contracts]  redaction: none }
  flow fetch: archive -> auditor { returns: [contracts]  redaction: none }
  expect no classified-data-to-lower-trust-sink
}

test "nor what its owner sends or is shown, wherever they are" {
  data orders { classification: confidential  min-trust: 30 }
  internet outside { actor shopper { trust: authenticated } }
  service shop
  flow buy: shop -> shopper { data: [orders]  redaction: none }
  flow browse: shopper -> shop { returns: [orders]  redaction: none }
  expect no classified-data-to-lower-trust-sink
}

test "nor what services fetch from each other, or analytics within itself" {
  data orders { classification: confidential }
  service shop
  service stock
  analytics forecast
  warehouse sales
  flow look: shop -> stock { returns: [orders]  redaction: none }
  flow pull: forecast -> sales { returns: [orders]  redaction: none }
  expect no classified-data-to-lower-trust-sink
}

test "data that was pseudonymised does not get there as it is" {
  data visits { classification: confidential  kinds: [phi] }
  service records
  warehouse research
  flow load: records -> research { data: [visits]  deidentification: pseudonymised }
  expect no classified-data-to-lower-trust-sink
}

test "data that was not does, if nothing was masked" {
  data visits { classification: confidential  kinds: [phi] }
  service records
  warehouse research
  flow load: records -> research { data: [visits]  deidentification: none  redaction: none }
  expect classified-data-to-lower-trust-sink on load
}
