module std

/// The answer of a third party is believed as it is
///
/// ## What it does
///
/// Reports each call to a third party that waits for an answer and does not check it. What people
/// and other third parties make of an answer is left out.
///
/// ## Why it matters
///
/// The third party is a way in for whoever gets into it. Its answer ends up in queries, pages and
/// decisions with the trust of an internal call.
///
/// ## How to fix it
///
/// Treat the answer as hostile input: check it against a schema, bound its size and time, do not
/// follow its redirects. State `response-validation: set`.
///
/// ## How to accept it
///
/// ```tm
/// accept third-party-response-trusted on orders->psp {
///   reason: "one boolean is read from the answer"
///   owner: "payments-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-20: improper input validation
/// - CWE-346: the origin is not validated
/// - CAPEC-194: fake the source of data
/// - CAPEC-153: input data manipulation
/// - OWASP API Security Top 10, API10:2023: unsafe consumption of APIs
/// - OWASP ASVS 5.0, 2.2.1: input is validated against what is allowed
/// - OWASP ASVS 5.0, 15.3.2: redirects of backends are not followed
/// - NIST SP 800-53, SA-9: external system services
/// - NIST SP 800-53, SI-10: input validation
rule third-party-response-trusted {
  for f: flow
  where f.to is third-party
    and not (f.from is actor or f.from.external)
    and f.mode == sync
    and f.response-validation == none
  severity: medium
  stride: [tampering]
  cwe: [20, 346]
  capec: [194, 153]
  owasp-api: ["API10:2023"]
  asvs: ["2.2.1", "15.3.2"]
  nist: ["SA-9", "SI-10"]
  message: "{f.from} believes what {f.target} answers"
  at: f.response-validation
  help: "check the answers of {f.to} against a schema, bound their size and time, and state `response-validation: set`"
}

test "an answer that nobody checks is reported" {
  service orders
  third-party psp
  flow pay: orders -> psp { response-validation: none }
  expect third-party-response-trusted on pay
}

test "one that is checked is not" {
  service orders
  third-party psp
  flow pay: orders -> psp { response-validation: set }
  expect no third-party-response-trusted
}

test "a message has no answer" {
  service orders
  third-party psp
  flow tell: orders -> psp { mode: async  response-validation: none }
  expect no third-party-response-trusted
}

test "what people and other third parties make of an answer is theirs" {
  actor shopper { trust: authenticated }
  third-party psp
  third-party bank
  flow confirm: shopper -> psp { response-validation: none }
  flow settle: psp -> bank { response-validation: none }
  expect no third-party-response-trusted
}

test "neighbours are not third parties" {
  service orders
  service stock
  flow book: orders -> stock { response-validation: none }
  expect no third-party-response-trusted
}

test "a call that does not say is a question" {
  service orders
  third-party psp
  flow pay: orders -> psp
  expect question third-party-response-trusted on pay
}
