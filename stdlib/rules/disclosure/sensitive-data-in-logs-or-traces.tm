module std

/// Sensitive data is written to logs or traces
///
/// ## What it does
///
/// Reports each flow with `redaction: none` that carries confidential data, or credentials of
/// whatever class, to a log store or to telemetry: a log collector, a monitoring or a tracing
/// system. An audit trail is there to
/// say it: a `log-store` with `append-only: true` may get what it is stated to hold (`data`).
///
/// ## Why it matters
///
/// Logs are read by more people than the database, kept longer, copied to more places, and searched
/// by default. A token in a trace works for whoever opens the trace.
///
/// ## How to fix it
///
/// Mask or leave out by class where the entry is written or by the agent that ships it, for
/// headers, bodies and query strings, at every log level. State `redaction: set`.
///
/// ## How to accept it
///
/// ```tm
/// accept sensitive-data-in-logs-or-traces on payments->audit-trail {
///   reason: "the audit trail has to name the account; only auditors can read it"
///   owner: "payments-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-532: insertion of sensitive information into a log file
/// - CAPEC-150: collect data from common resource locations
/// - CAPEC-545: data is pulled from system resources
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP ASVS 5.0, 16.2.5: what may be logged follows from the class of the data
/// - OWASP ASVS 5.0, 14.1.2: each class of data has requirements for its protection
/// - NIST SP 800-53, SI-12: information management and retention
/// - NIST SP 800-53, AU-3(3): limit personally identifiable information elements
/// - LINDDUN: data disclosure
/// - OWASP Logging Cheat Sheet
rule sensitive-data-in-logs-or-traces {
  for f: flow
  let trail = f.to is log-store and f.to.append-only is known and f.to.append-only == true
  let logged =
    collect d in f.data
      if credential in d.kinds
        or d.classification >= confidential and not (trail and d in f.to.data): d
  where (f.to is log-store or f.to is telemetry) and (any d in logged) and f.redaction == none
  severity: medium
  stride: [information-disclosure]
  cwe: [532]
  capec: [150, 545]
  owasp-api: ["API8:2023"]
  asvs: ["16.2.5", "14.1.2"]
  nist: ["SI-12", "AU-3(3)"]
  linddun: [data-disclosure]
  message: "{f.from} writes {logged} to {f.target} as it is"
  at: f.redaction
  help: "mask or leave out {logged} before it gets to {f.to} and state `redaction: set`"
}

test "confidential data in a log is reported" {
  data invoices { classification: confidential }
  service billing
  log-store archive
  flow write: billing -> archive { data: [invoices]  redaction: none }
  expect sensitive-data-in-logs-or-traces on write
}

test "so is data for a collector, for monitoring and for tracing" {
  data invoices { classification: restricted }
  service billing
  log-collector agent
  monitoring metrics
  tracing spans
  each flow { data: [invoices]  redaction: none }
  flow ship: billing -> agent
  flow count-up: billing -> metrics
  flow trace-it: billing -> spans
  expect sensitive-data-in-logs-or-traces on ship
  expect sensitive-data-in-logs-or-traces on count-up
  expect sensitive-data-in-logs-or-traces on trace-it
}

test "so are credentials that nobody classified" {
  data tokens { kinds: [credential] }
  service billing
  log-store archive
  flow write: billing -> archive { data: [tokens]  redaction: none }
  expect sensitive-data-in-logs-or-traces on write
}

test "redacted entries are not" {
  data invoices { classification: confidential }
  service billing
  log-store archive
  flow write: billing -> archive { data: [invoices]  redaction: set }
  expect no sensitive-data-in-logs-or-traces
}

test "neither is data that is not sensitive, nor data for another store" {
  data prices { classification: internal }
  data invoices { classification: confidential }
  service billing
  log-store archive
  database ledger
  flow write: billing -> archive { data: [prices]  redaction: none }
  flow save: billing -> ledger { data: [invoices]  redaction: none }
  expect no sensitive-data-in-logs-or-traces
}

test "redaction that nobody states is a question" {
  data invoices { classification: confidential }
  service billing
  log-store archive
  flow write: billing -> archive { data: [invoices] }
  expect question sensitive-data-in-logs-or-traces on write
}

test "an audit trail may get what it is there for" {
  data action { classification: confidential  kinds: [behavioural] }
  service desk
  log-store trail { append-only: true  data: [action] }
  flow record: desk -> trail { data: [action]  redaction: none }
  expect no sensitive-data-in-logs-or-traces
}

test "but nothing else, no credentials, and nothing that can be changed later" {
  data action { classification: confidential }
  data diagnosis { classification: restricted }
  data session { classification: restricted  kinds: [credential] }
  service desk
  log-store trail { append-only: true  data: [action, session] }
  log-store journal { append-only: false  data: [action] }
  flow record: desk -> trail { data: [diagnosis]  redaction: none }
  flow sign-in: desk -> trail { data: [session]  redaction: none }
  flow note: desk -> journal { data: [action]  redaction: none }
  expect sensitive-data-in-logs-or-traces on record
  expect sensitive-data-in-logs-or-traces on sign-in
  expect sensitive-data-in-logs-or-traces on note
}
