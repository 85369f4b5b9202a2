module std

/// Confidential data can leave in bulk unnoticed
///
/// ## What it does
///
/// Reports each endpoint that hands out or works on many objects at once (`operation: export`,
/// `report` or `batch`), has confidential data, and is stated to have `export-controls: none`.
///
/// ## Why it matters
///
/// What takes an attacker weeks over single objects takes one call here. A stolen session, a
/// curious employee or a leaked key is then a breach of everything instead of a few records.
///
/// ## How to fix it
///
/// Cap rows and exports for each user and day, ask for a second factor or a second person above
/// that, mark what leaves, and tell somebody when it is unusual. State `export-controls: set`.
///
/// ## How to accept it
///
/// ```tm
/// accept bulk-export-uncontrolled on ledger.monthly-report {
///   reason: "goes to the auditors once a month, by hand"
///   owner: "finance-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-770: allocation of resources without limits
/// - CWE-200: exposure of sensitive information to an unauthorized actor
/// - CAPEC-545: data is pulled from system resources
/// - OWASP API Security Top 10, API6:2023: unrestricted access to sensitive business flows
/// - OWASP API Security Top 10, API4:2023: unrestricted resource consumption
/// - OWASP ASVS 5.0, 2.4.1: automation against the business is held back
/// - OWASP ASVS 5.0, 7.5.3: highly sensitive transactions ask for a further proof
/// - NIST SP 800-53, AC-4: information flow enforcement
/// - NIST SP 800-53, AC-23: data mining protection
/// - MITRE ATT&CK T1020: automated exfiltration
rule bulk-export-uncontrolled {
  for e: endpoint
  let exported = collect d in e.data if d.classification >= confidential: d
  where e.operation.bulk and (any d in exported) and e.export-controls == none
  severity: high
  stride: [information-disclosure]
  cwe: [770, 200]
  capec: [545]
  attack: ["T1020"]
  owasp-api: ["API6:2023", "API4:2023"]
  asvs: ["2.4.1", "7.5.3"]
  nist: ["AC-4", "AC-23"]
  message: "{e} hands out {exported} in bulk without any control"
  at: e.export-controls
  help: "cap rows and exports per user, ask for approval above that, alert on what is unusual, and state `export-controls: set`"
}

test "an export of confidential data without controls is reported" {
  data invoices { classification: confidential }
  service ledger { endpoint dump { operation: export  data: [invoices]  export-controls: none } }
  expect bulk-export-uncontrolled on ledger.dump
}

test "so are a report and a batch" {
  data invoices { classification: restricted }
  service ledger {
    endpoint monthly { operation: report  data: [invoices]  export-controls: none }
    endpoint reprint { operation: batch  data: [invoices]  export-controls: none }
  }
  expect bulk-export-uncontrolled on ledger.monthly
  expect bulk-export-uncontrolled on ledger.reprint
}

test "a controlled export is not" {
  data invoices { classification: confidential }
  service ledger { endpoint dump { operation: export  data: [invoices]  export-controls: set } }
  expect no bulk-export-uncontrolled
}

test "neither is one of data that is not confidential, nor the reading of one object" {
  data prices { classification: internal }
  data invoices { classification: confidential }
  service ledger {
    endpoint dump { operation: export  data: [prices]  export-controls: none }
    endpoint show { operation: read  data: [invoices]  export-controls: none }
  }
  expect no bulk-export-uncontrolled
}

test "controls that nobody states are a question" {
  data invoices { classification: confidential }
  service ledger { endpoint dump { operation: export  data: [invoices] } }
  expect question bulk-export-uncontrolled on ledger.dump
}
