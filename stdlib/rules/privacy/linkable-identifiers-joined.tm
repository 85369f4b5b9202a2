module std

/// Data about the same people comes together under one id
///
/// ## What it does
///
/// Reports each datastore that holds personal data of more than one domain (`source-domains`)
/// under an id that the sources use too (`shared-identifier: true`).
///
/// ## Why it matters
///
/// What each source knows says little. Joined, it tells where somebody works, what they bought and
/// what they suffer from, and people who never gave their name can be told by it.
///
/// ## How to fix it
///
/// Give each domain pseudonyms of its own, keep the key that joins them apart, join for one
/// purpose at a time, and aggregate early. State `shared-identifier: false`.
///
/// ## How to accept it
///
/// ```tm
/// accept linkable-identifiers-joined on customer-360 {
///   reason: "the join is what customers agreed to; the store is deleted with the contract"
///   owner: "data-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-359: exposure of private personal information to an unauthorized actor
/// - OWASP API Security Top 10, API3:2023: broken object property level authorization
/// - NIST SP 800-53, PT-2: authority to process personally identifiable information
/// - NIST SP 800-53, SI-19: de-identification
/// - LINDDUN: linking
rule linkable-identifiers-joined {
  for d: datastore
  where d.shared-identifier
    and (any g in d.stored-personal-data)
    and (count s in d.source-domains) > 1
  severity: medium
  stride: [information-disclosure]
  cwe: [359]
  owasp-api: ["API3:2023"]
  nist: ["PT-2", "SI-19"]
  linddun: [linking]
  message: "{d} joins {d.stored-personal-data} from {d.source-domains} under one id"
  at: d.source-domains
  help: "give each domain pseudonyms of its own in {d} and state `shared-identifier: false`"
}

test "a store that joins two domains under one id is reported" {
  data visits { kinds: [behavioural] }
  warehouse sales {
    data: [visits]
    shared-identifier: true
    source-domains: ["shop", "support"]
  }
  expect linkable-identifiers-joined on sales
}

test "so is one that is sent the data" {
  data visits { kinds: [behavioural] }
  service shop
  warehouse sales { shared-identifier: true  source-domains: ["shop", "support"] }
  flow load: shop -> sales { data: [visits] }
  expect linkable-identifiers-joined on sales
}

test "pseudonyms for each domain are enough" {
  data visits { kinds: [behavioural] }
  warehouse sales { data: [visits]  source-domains: ["shop", "support"] }
  expect no linkable-identifiers-joined
}

test "one domain has nothing to join" {
  data visits { kinds: [behavioural] }
  warehouse sales { data: [visits]  shared-identifier: true  source-domains: ["shop"] }
  expect no linkable-identifiers-joined
}

test "data about things links nobody" {
  data prices { classification: internal }
  warehouse sales {
    data: [prices]
    shared-identifier: true
    source-domains: ["shop", "support"]
  }
  expect no linkable-identifiers-joined
}
