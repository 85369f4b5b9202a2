module std

/// One answer joins classified data from several sources
///
/// ## What it does
///
/// Reports each endpoint with `response-filter: none` that untrusted actors reach and that joins
/// the results of two or more calls (`composes`) into its answer, where at least two of these bring
/// confidential data, and not the same.
///
/// ## Why it matters
///
/// Each source decided for itself what it may say. Nobody decided about the sum: a name, an
/// address, the orders and the doctor's appointments together are worth more than each alone, and
/// one forgotten check at the composing endpoint hands out all of them.
///
/// ## How to fix it
///
/// Return listed fields only (`response-filter: allowlist`), ask each source on behalf of the user,
/// so that each checks for itself, and cap how many rows and fields one answer can hold. Classify
/// the joined answer at least as high as its most sensitive part.
///
/// ## How to accept it
///
/// ```tm
/// accept fan-out-aggregates-classified-data on portal.dashboard {
///   reason: "shows customers their own data; each source checks the owner"
///   owner: "portal-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-213: exposure of sensitive information due to incompatible policies
/// - CWE-202: sensitive information comes out of queries
/// - CAPEC-116: excavation
/// - OWASP API Security Top 10, API3:2023: broken object property level authorization
/// - OWASP ASVS 5.0, 15.3.1: only the needed fields of an object are returned
/// - OWASP ASVS 5.0, 14.2.6: no more sensitive data is returned than needed
/// - NIST SP 800-53, AC-4: information flow enforcement
/// - NIST SP 800-53, AC-23: data mining protection
/// - NIST SP 800-53, SI-15: information output filtering
/// - MITRE ATT&CK T1213: data from information repositories
/// - LINDDUN: data disclosure
rule fan-out-aggregates-classified-data {
  for e: endpoint
  let joined = collect d in e.joined-data if d.classification >= confidential: d
  let sources = collect f in e.composes if f.classification >= confidential: f.to
  where (count d in joined) >= 2
    and (count s in sources) >= 2
    and e.response-filter == none
    and e.reached-by-untrusted
  severity: medium
  stride: [information-disclosure]
  cwe: [213, 202]
  capec: [116]
  attack: ["T1213"]
  owasp-api: ["API3:2023"]
  asvs: ["15.3.1", "14.2.6"]
  nist: ["AC-4", "AC-23", "SI-15"]
  linddun: [data-disclosure]
  message: "{e} joins {joined} from {sources} and filters nothing"
  at: e.response-filter
  help: "return listed fields only from {e}, let {sources} check for which user they are asked, and state `response-filter: allowlist`"
}

test "an endpoint that joins confidential data is reported" {
  data orders { classification: confidential }
  data health { classification: restricted }
  actor visitor { trust: authenticated }
  service portal {
    endpoint overview { composes: [ask-shop, ask-clinic]  response-filter: none }
  }
  service shop
  service clinic
  flow open: visitor -> portal.overview
  flow ask-shop: portal -> shop { returns: [orders] }
  flow ask-clinic: portal -> clinic { returns: [health] }
  expect fan-out-aggregates-classified-data on portal.overview
}

test "one that filters its answer is not" {
  data orders { classification: confidential }
  data health { classification: restricted }
  actor visitor { trust: authenticated }
  service portal {
    endpoint overview { composes: [ask-shop, ask-clinic]  response-filter: allowlist }
  }
  service shop
  service clinic
  flow open: visitor -> portal.overview
  flow ask-shop: portal -> shop { returns: [orders] }
  flow ask-clinic: portal -> clinic { returns: [health] }
  expect no fan-out-aggregates-classified-data
}

test "neither is one with a single confidential source, whatever else it asks" {
  data orders { classification: confidential }
  data health { classification: restricted }
  data prices { classification: internal }
  actor visitor { trust: authenticated }
  service portal {
    endpoint overview { composes: [ask-clinic, ask-stock]  response-filter: none }
  }
  service clinic
  service stock
  flow open: visitor -> portal.overview
  flow ask-clinic: portal -> clinic { returns: [orders, health] }
  flow ask-stock: portal -> stock { returns: [prices] }
  expect no fan-out-aggregates-classified-data
}

test "nor one that gets the same from both" {
  data orders { classification: confidential }
  actor visitor { trust: authenticated }
  service portal {
    endpoint overview { composes: [ask-shop, ask-archive]  response-filter: none }
  }
  service shop
  service archive
  flow open: visitor -> portal.overview
  flow ask-shop: portal -> shop { returns: [orders] }
  flow ask-archive: portal -> archive { returns: [orders] }
  expect no fan-out-aggregates-classified-data
}

test "nor one that only staff can reach" {
  data orders { classification: confidential }
  data health { classification: restricted }
  actor clerk { trust: workforce }
  service portal {
    endpoint overview { composes: [ask-shop, ask-clinic]  response-filter: none }
  }
  service shop
  service clinic
  flow open: clerk -> portal.overview
  flow ask-shop: portal -> shop { returns: [orders] }
  flow ask-clinic: portal -> clinic { returns: [health] }
  expect no fan-out-aggregates-classified-data
}

test "a filter that nobody states is a question" {
  data orders { classification: confidential }
  data health { classification: restricted }
  actor visitor { trust: authenticated }
  service portal {
    endpoint overview { composes: [ask-shop, ask-clinic] }
  }
  service shop
  service clinic
  flow open: visitor -> portal.overview
  flow ask-shop: portal -> shop { returns: [orders] }
  flow ask-clinic: portal -> clinic { returns: [health] }
  expect question fan-out-aggregates-classified-data on portal.overview
}

test "so is one that joins three" {
  data orders { classification: confidential }
  data health { classification: restricted }
  data salaries { classification: restricted }
  actor visitor { trust: authenticated }
  service portal {
    endpoint overview { composes: [ask-shop, ask-clinic, ask-office]  response-filter: none }
  }
  service shop
  service clinic
  service office
  flow open: visitor -> portal.overview
  flow ask-shop: portal -> shop { returns: [orders] }
  flow ask-clinic: portal -> clinic { returns: [health] }
  flow ask-office: portal -> office { returns: [salaries] }
  expect fan-out-aggregates-classified-data on portal.overview
}

test "what is not confidential does not count" {
  data orders { classification: confidential }
  data prices { classification: internal }
  actor visitor { trust: authenticated }
  service portal {
    endpoint overview { composes: [ask-shop, ask-archive]  response-filter: none }
  }
  service shop
  service archive
  flow open: visitor -> portal.overview
  flow ask-shop: portal -> shop { returns: [orders, prices] }
  flow ask-archive: portal -> archive { returns: [orders] }
  expect no fan-out-aggregates-classified-data
}

test "what goes along is joined too" {
  data orders { classification: confidential }
  data health { classification: restricted }
  actor visitor { trust: authenticated }
  service portal {
    endpoint overview { composes: [ask-shop, ask-clinic]  response-filter: none }
  }
  service shop
  service clinic
  flow open: visitor -> portal.overview
  flow ask-shop: portal -> shop { data: [orders] }
  flow ask-clinic: portal -> clinic { returns: [health] }
  expect fan-out-aggregates-classified-data on portal.overview
}
