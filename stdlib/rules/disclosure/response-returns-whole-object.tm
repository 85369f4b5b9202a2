module std

/// A response returns all that there is of an object
///
/// ## What it does
///
/// Reports each endpoint with confidential data and `response-filter: none` that untrusted actors
/// reach. Third parties are left out. Answers that join several sources are told by
/// `fan-out-aggregates-classified-data`.
///
/// ## Why it matters
///
/// The page shows a name, the answer has the passport number as well. Whoever looks at the traffic
/// instead of the page has it, and every column that is added to the table is added to the answer.
///
/// ## How to fix it
///
/// Build the answer from a list of fields for each role of caller, and mask what is needed in part
/// only. State `response-filter: allowlist` or `masked`.
///
/// ## How to accept it
///
/// ```tm
/// accept response-returns-whole-object on accounts.own-profile {
///   reason: "answers users with their own data, all of which they may see"
///   owner: "identity-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-201: insertion of sensitive information into sent data
/// - CWE-213: exposure of sensitive information due to incompatible policies
/// - CAPEC-116: excavation
/// - OWASP API Security Top 10, API3:2023: broken object property level authorization
/// - OWASP ASVS 5.0, 15.3.1: only the needed fields of an object are returned
/// - OWASP ASVS 5.0, 14.2.6: no more sensitive data is returned than needed
/// - OWASP ASVS 5.0, 8.2.3: access is decided field by field
/// - NIST SP 800-53, AC-3: access enforcement
/// - NIST SP 800-53, SI-15: information output filtering
/// - LINDDUN: data disclosure
rule response-returns-whole-object {
  for e: endpoint
  let returned = collect d in e.data if d.classification >= confidential: d
  where (any d in returned)
    and e.response-filter == none
    and e.component is not third-party
    and e.reached-by-untrusted
  severity: high
  stride: [information-disclosure]
  cwe: [201, 213]
  capec: [116]
  owasp-api: ["API3:2023"]
  asvs: ["15.3.1", "14.2.6", "8.2.3"]
  nist: ["AC-3", "SI-15"]
  linddun: [data-disclosure]
  message: "{e} returns {returned} whole, whatever the caller needs"
  at: e.response-filter
  help: "build the answers of {e} from a list of fields for each role and state `response-filter: allowlist`"
}

test "a response without a filter is reported" {
  data profiles { classification: confidential }
  actor visitor { trust: authenticated }
  service users { endpoint show { data: [profiles]  response-filter: none } }
  flow look: visitor -> users.show
  expect response-returns-whole-object on users.show
}

test "so is one that passes through another service" {
  data profiles { classification: restricted }
  actor visitor { trust: anonymous }
  gateway front
  service users { endpoint show { data: [profiles]  response-filter: none } }
  flow enter: visitor -> front
  flow look: front -> users.show
  expect response-returns-whole-object on users.show
}

test "listed or masked fields are not" {
  data profiles { classification: confidential }
  actor visitor { trust: authenticated }
  service users {
    endpoint show { data: [profiles]  response-filter: allowlist }
    endpoint find { data: [profiles]  response-filter: masked }
  }
  flow look: visitor -> users.show
  flow search: visitor -> users.find
  expect no response-returns-whole-object
}

test "neither is what is not confidential, what only staff reach, or a third party's answer" {
  data profiles { classification: confidential }
  data prices { classification: internal }
  actor visitor { trust: authenticated }
  actor clerk { trust: workforce }
  service users {
    endpoint show { data: [profiles]  response-filter: none }
    endpoint prices { data: [prices]  response-filter: none }
  }
  third-party provider { endpoint pay { data: [profiles]  response-filter: none } }
  flow look: clerk -> users.show
  flow browse: visitor -> users.prices
  flow buy: visitor -> provider.pay
  expect no response-returns-whole-object
}

test "a filter that nobody states is a question" {
  data profiles { classification: confidential }
  actor visitor { trust: authenticated }
  service users { endpoint show { data: [profiles] } }
  flow look: visitor -> users.show
  expect question response-returns-whole-object on users.show
}
