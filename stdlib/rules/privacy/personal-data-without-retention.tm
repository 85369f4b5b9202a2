module std

/// Personal data is kept for good
///
/// ## What it does
///
/// Reports each datastore that holds personal data, by its own statement or because flows bring
/// it, without a period after which it is deleted. Caches are left out: what is in them can be
/// made again; and so is what a secret store is sent to sign or encrypt, which it does not keep.
///
/// ## Why it matters
///
/// What is still there can be stolen, demanded and misused, long after anybody needed it. Each
/// year adds people who left, and the breach tells about them too.
///
/// ## How to fix it
///
/// Decide on a period for each class and delete by machine, in replicas, topics and backups too.
/// State `retention: set`.
///
/// ## How to accept it
///
/// ```tm
/// accept personal-data-without-retention on ledger {
///   reason: "the law asks for ten years; deletion starts with the first year that is over"
///   owner: "payments-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-359: exposure of private personal information to an unauthorized actor
/// - OWASP API Security Top 10, API3:2023: broken object property level authorization
/// - OWASP ASVS 5.0, 14.2.7: sensitive data is deleted when its retention ends
/// - NIST SP 800-53, SI-12: information management and retention
/// - NIST SP 800-53, SI-12(3): information disposal
/// - LINDDUN: data disclosure
rule personal-data-without-retention {
  for d: datastore
  where d is not cache
    and (any g in d.stored-personal-data)
    and (d is not secret-store or any g in d.data: g.personal)
    and d.retention == none
  severity: medium
  stride: [information-disclosure]
  cwe: [359]
  owasp-api: ["API3:2023"]
  asvs: ["14.2.7"]
  nist: ["SI-12", "SI-12(3)"]
  linddun: [data-disclosure]
  message: "{d} keeps {d.stored-personal-data} for good"
  at: d.retention
  help: "decide when {d.stored-personal-data} is deleted from {d}, do it by machine, and state `retention: set`"
}

test "personal data that is kept for good is reported" {
  data addresses { kinds: [pii] }
  database customers { data: [addresses]  retention: none }
  expect personal-data-without-retention on customers
}

test "so is what flows bring" {
  data addresses { kinds: [pii] }
  service shop
  database customers { retention: none }
  flow write: shop -> customers { data: [addresses] }
  expect personal-data-without-retention on customers
}

test "a period is enough" {
  data addresses { kinds: [pii] }
  database customers { data: [addresses]  retention: set }
  expect no personal-data-without-retention
}

test "data about things may stay" {
  data prices { classification: internal }
  database catalog { data: [prices]  retention: none }
  expect no personal-data-without-retention
}

test "a cache forgets by itself" {
  data addresses { kinds: [pii] }
  cache sessions { data: [addresses]  retention: none }
  expect no personal-data-without-retention
}

test "a store that does not say is a question" {
  data addresses { kinds: [pii] }
  database customers { data: [addresses] }
  expect question personal-data-without-retention on customers
}

test "accounts and keys are about nobody" {
  data balances { kinds: [financial, pci, credential] }
  database ledger { data: [balances]  retention: none }
  expect no personal-data-without-retention
}

test "what is signed is not kept, and a secret store that keeps people has to let go of them" {
  data order { kinds: [financial, pii] }
  data token { kinds: [credential, pii] }
  service payments
  secret-store signer
  secret-store vault { data: [token]  retention: none }
  payments -> signer { data: [order] }
  expect no personal-data-without-retention on signer
  expect personal-data-without-retention on vault
}
