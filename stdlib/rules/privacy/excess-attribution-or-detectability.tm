module std

/// Logs and traces say who did what, by name
///
/// ## What it does
///
/// Reports each flow that writes personal data, with names or ids in it, to a log store or to
/// telemetry: a log collector, a monitoring or a tracing system. Classified data in logs is the
/// matter of `sensitive-data-in-logs-or-traces`; this rule is about people, whatever the class. An audit trail is there to
/// say it: a `log-store` with `append-only: true` may get what it is stated to hold (`data`).
///
/// ## Why it matters
///
/// Everybody who can read the log can follow a person through the day, and people can no longer
/// deny what was nobody's business. Mostly nobody needs the name: an id that can be resolved in an
/// investigation serves as well.
///
/// ## How to fix it
///
/// Write pseudonymous ids, keep the key apart for investigations and audits, and delete early.
/// State `deidentification: pseudonymised`.
///
/// ## How to accept it
///
/// ```tm
/// accept excess-attribution-or-detectability on payments->audit-trail {
///   reason: "the law asks for names in this trail; only auditors read it"
///   owner: "payments-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-359: exposure of private personal information to an unauthorized actor
/// - CWE-203: observable discrepancy
/// - OWASP API Security Top 10, API3:2023: broken object property level authorization
/// - NIST SP 800-53, PT-2: authority to process personally identifiable information
/// - NIST SP 800-53, AU-3(3): limit personally identifiable information elements
/// - LINDDUN: non-repudiation
/// - LINDDUN: detecting
rule excess-attribution-or-detectability {
  for f: flow
  let trail = f.to is log-store and f.to.append-only is known and f.to.append-only == true
  let named = collect g in f.personal-data if not (trail and g in f.to.data): g
  where (f.to is log-store or f.to is telemetry) and (any g in named) and f.deidentification == none
  severity: low
  stride: [information-disclosure]
  cwe: [359, 203]
  owasp-api: ["API3:2023"]
  nist: ["PT-2", "AU-3(3)"]
  linddun: [non-repudiation, detecting]
  message: "{f.from} writes {named} to {f.target} and does not hide who the people are"
  at: f.deidentification
  help: "write pseudonymous ids to {f.to} and state `deidentification: pseudonymised`"
}

test "personal data in a log is reported" {
  data visits { kinds: [behavioural] }
  service shop
  log-store archive
  flow write: shop -> archive { data: [visits]  deidentification: none }
  expect excess-attribution-or-detectability on write
}

test "so is personal data in traces" {
  data visits { kinds: [pii] }
  service shop
  tracing spans
  flow trace-it: shop -> spans { data: [visits]  deidentification: none }
  expect excess-attribution-or-detectability on trace-it
}

test "pseudonyms are enough" {
  data visits { kinds: [behavioural] }
  service shop
  log-store archive
  flow write: shop -> archive { data: [visits]  deidentification: pseudonymised }
  expect no excess-attribution-or-detectability
}

test "a log about things follows nobody" {
  data prices { classification: internal }
  service shop
  log-store archive
  flow write: shop -> archive { data: [prices]  deidentification: none }
  expect no excess-attribution-or-detectability
}

test "a database is no log" {
  data visits { kinds: [pii] }
  service shop
  database orders
  flow write: shop -> orders { data: [visits]  deidentification: none }
  expect no excess-attribution-or-detectability
}

test "a flow that does not say is a question" {
  data visits { kinds: [pii] }
  service shop
  log-collector agent
  flow write: shop -> agent { data: [visits] }
  expect question excess-attribution-or-detectability on write
}

test "an audit trail may say who did what" {
  data action { classification: internal  kinds: [behavioural] }
  data visit { classification: internal  kinds: [behavioural] }
  service desk
  log-store trail { append-only: true  data: [action] }
  flow record: desk -> trail { data: [action]  deidentification: none }
  flow follow: desk -> trail { data: [visit]  deidentification: none }
  expect no excess-attribution-or-detectability on record
  expect excess-attribution-or-detectability on follow
}
