module std

/// Data goes to a store or broker in clear text
///
/// ## What it does
///
/// Reports each flow over a network to a datastore, or to or from a message channel, that is stated to have
/// `encryption: none`. Those of actors are told by `plaintext-external-traffic`.
///
/// ## Why it matters
///
/// The connection to the database is where the data passes in bulk, with the password that opens
/// all of it. Whoever listens has both; whoever answers in its place is the database.
///
/// ## How to fix it
///
/// Enable TLS on the listeners of databases, caches and brokers, and verify their certificates in
/// the clients. State `encryption: tls1-3` and `peer-verification: server`.
///
/// ## How to accept it
///
/// ```tm
/// accept plaintext-to-store-or-broker on billing->billing-cache {
///   reason: "the cache listens on a Unix socket of the same host"
///   owner: "payments-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-319: cleartext transmission of sensitive information
/// - CAPEC-157: sniffing attacks
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP ASVS 5.0, 12.3.1: every connection is encrypted
/// - NIST SP 800-53, SC-8: transmission confidentiality and integrity
/// - MITRE ATT&CK T1040: network sniffing
rule plaintext-to-store-or-broker {
  for f: flow
  let listening = if f.from is channel then f.from else f.to
  let connecting = if f.from is channel then f.to else f.from
  where (f.to is datastore or f.to is channel or f.from is channel)
    and f.from is not actor
    and f.crosses-network
    and f.encryption == none
  severity: medium
  stride: [information-disclosure, tampering]
  cwe: [319]
  capec: [157]
  attack: ["T1040"]
  owasp-api: ["API8:2023"]
  asvs: ["12.3.1"]
  nist: ["SC-8"]
  message: "{f.from} talks to {f.target} in clear text"
  at: f.encryption
  help: "enable TLS on the listener of {listening}, verify its certificate in {connecting}, and state `encryption: tls1-3`"
}

test "clear text to a store is reported" {
  service billing
  datastore ledger
  flow save: billing -> ledger { protocol: postgres  encryption: none }
  expect plaintext-to-store-or-broker on save
}

test "so is clear text to a channel" {
  service billing
  channel paid
  flow announce: billing -> paid { protocol: kafka  encryption: none }
  expect plaintext-to-store-or-broker on announce
}

test "an encrypted connection is not" {
  service billing
  datastore ledger
  flow save: billing -> ledger { protocol: postgres  encryption: tls1-3 }
  expect no plaintext-to-store-or-broker
}

test "neither is an embedded store, nor a call to a service, nor what an actor does" {
  service billing
  service orders
  datastore notes
  actor clerk { trust: workforce }
  flow save: billing -> notes { protocol: in-process  encryption: none }
  flow ask: billing -> orders { encryption: none }
  flow look: clerk -> notes { encryption: none }
  expect no plaintext-to-store-or-broker
}

test "a connection that does not say is a question" {
  service billing
  datastore ledger
  flow save: billing -> ledger { protocol: postgres }
  expect question plaintext-to-store-or-broker on save
}

test "what a consumer fetches in clear text is too" {
  topic events
  worker mailer
  flow fetch: events -> mailer { protocol: kafka  encryption: none }
  expect plaintext-to-store-or-broker on fetch
}

test "what a consumer fetches by TLS is not" {
  topic events
  worker mailer
  flow fetch: events -> mailer { protocol: kafka  encryption: tls1-3 }
  expect no plaintext-to-store-or-broker
}

test "how a consumer fetches is a question" {
  topic events
  worker mailer
  flow fetch: events -> mailer { protocol: kafka }
  expect question plaintext-to-store-or-broker on fetch
}
