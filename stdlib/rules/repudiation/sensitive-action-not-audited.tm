module std

/// A sensitive action leaves no trace
///
/// ## What it does
///
/// Reports each endpoint that somebody will ask about later (it deletes, administers, grants,
/// refunds or exports, or it changes something and has confidential data) and that is stated to
/// have `audit: none`. Where the endpoint says nothing, its service speaks for it: `audit: none`
/// there is reported, `audit: full` is enough. Third parties are left out.
///
/// ## Why it matters
///
/// When money, rights or records are gone, the question is who did it. Without a record nobody can
/// tell an attack from a mistake, and nobody can be held to what they deny.
///
/// ## How to fix it
///
/// Record who asked, on whose behalf, for which object, what was decided and how it ended, in a
/// trail that the service cannot change later. State `audit: full`.
///
/// ## How to accept it
///
/// ```tm
/// accept sensitive-action-not-audited on sessions.delete {
///   reason: "deletes the caller's own session only"
///   owner: "identity-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-778: insufficient logging
/// - CAPEC-268: audit log manipulation
/// - OWASP API Security Top 10, API10:2019: insufficient logging and monitoring
/// - OWASP ASVS 5.0, 16.3.2: failed attempts at authorization are logged
/// - OWASP ASVS 5.0, 16.3.3: security events that the documentation names are logged
/// - NIST SP 800-53, AU-2: event logging
/// - NIST SP 800-53, AU-12: audit record generation
rule sensitive-action-not-audited {
  for e: endpoint
  where (e.operation.accountable or e.state-changing and e.classification >= confidential)
    and e.component is not third-party
    and (if e.audit is not known and e.component is workload and e.component.audit in [none, full]
        then e.component.audit == none
      else e.audit == none)
  severity: medium
  stride: [repudiation]
  cwe: [778]
  capec: [268]
  owasp-api: ["API10:2019"]
  asvs: ["16.3.2", "16.3.3"]
  nist: ["AU-2", "AU-12"]
  message: "nobody can tell later who used {e}"
  at: e.audit
  help: "record who used {e}, for which object, and what was decided, in a trail of its own, and state `audit: full`"
}

test "a deletion without a record is reported" {
  service users { endpoint remove { operation: delete  audit: none } }
  expect sensitive-action-not-audited on users.remove
}

test "so is a change of confidential data" {
  data invoices { classification: confidential }
  service ledger { endpoint book { state-changing: true  data: [invoices]  audit: none } }
  expect sensitive-action-not-audited on ledger.book
}

test "so is an endpoint of a service that audits nothing" {
  service users { audit: none  endpoint remove { operation: delete } }
  expect sensitive-action-not-audited on users.remove
}

test "an endpoint knows better than its service" {
  service users { audit: full  endpoint remove { operation: delete  audit: none } }
  expect sensitive-action-not-audited on users.remove
}

test "an audited action is not reported" {
  service users { audit: none  endpoint remove { operation: delete  audit: full } }
  service billing { audit: full  endpoint refund { operation: refund } }
  expect no sensitive-action-not-audited
}

test "neither is one that nobody will ask about, nor what a third party does" {
  data prices { classification: internal }
  data invoices { classification: confidential }
  service catalog {
    endpoint change { state-changing: true  data: [prices]  audit: none }
    endpoint show { operation: read  data: [invoices]  audit: none }
  }
  third-party provider { endpoint charge { operation: refund  audit: none } }
  expect no sensitive-action-not-audited
}

test "an action that does not say is a question" {
  service users { endpoint remove { operation: delete } }
  expect question sensitive-action-not-audited on users.remove
}

test "it is one too if its service audits some things" {
  service users { audit: partial  endpoint remove { operation: delete } }
  expect question sensitive-action-not-audited on users.remove
}

test "so is a change of restricted data" {
  data health { classification: restricted }
  service clinic { endpoint note { state-changing: true  data: [health]  audit: none } }
  expect sensitive-action-not-audited on clinic.note
}
