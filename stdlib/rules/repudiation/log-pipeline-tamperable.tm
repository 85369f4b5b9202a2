module std

/// The log can be changed after the fact, or written by anybody
///
/// ## What it does
///
/// Reports each log store whose records can be changed or removed (`append-only: false`), or that
/// takes records over the network from senders who are not authenticated (`authentication: none`).
/// That records travel in clear text is told by `plaintext-to-store-or-broker`.
///
/// ## Why it matters
///
/// Covering tracks is a step of most attacks. A log that an intruder can edit, flood, or fill with
/// made-up entries proves nothing any more: not to the responders, and not in court.
///
/// ## How to fix it
///
/// Keep records where they can be written once only, with an administration apart from that of the
/// systems that write them (`append-only: true`), and let each sender prove who it is
/// (`authentication: mtls` on the flow). Encode what goes into an entry.
///
/// ## How to accept it
///
/// ```tm
/// accept log-pipeline-tamperable on debug-logs {
///   reason: "kept for a week for developers; the audit trail is elsewhere"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-117: improper output neutralization for logs
/// - CWE-306: missing authentication for a critical function
/// - CAPEC-81: web server logs tampering
/// - CAPEC-93: log injection, tampering and forging
/// - CAPEC-268: audit log manipulation
/// - MITRE ATT&CK T1070: indicator removal
/// - OWASP API Security Top 10, API10:2019: insufficient logging and monitoring
/// - OWASP ASVS 5.0, 16.4.1: log entries are encoded
/// - OWASP ASVS 5.0, 16.4.2: logs cannot be modified
/// - NIST SP 800-53, AU-9: protection of audit information
rule log-pipeline-tamperable {
  for d: log-store
  let strangers = collect f in d.incoming if f.crosses-network and f.authentication == none: f.from
  let fault =
    if d.append-only is known and d.append-only == false then "can be changed later"
    else "may be written by strangers"
  where d.append-only == false or any x in strangers
  severity: medium
  stride: [repudiation, tampering]
  cwe: [117, 306]
  capec: [81, 93, 268]
  attack: ["T1070"]
  owasp-api: ["API10:2019"]
  asvs: ["16.4.1", "16.4.2"]
  nist: ["AU-9"]
  message: "what {d} records {fault}"
  at: d
  help: "let {d} write each record once only (`append-only: true`) and take records from authenticated senders only (`authentication: mtls` on its flows)"
}

test "a log that can be changed is reported" {
  log-store trail { append-only: false }
  expect log-pipeline-tamperable on trail
}

test "so is one that takes records from anybody" {
  service cart
  log-store trail { append-only: true }
  flow write: cart -> trail { authentication: none }
  expect log-pipeline-tamperable on trail
}

test "one that is written once, by known senders, is not" {
  service cart
  log-store trail { append-only: true }
  flow write: cart -> trail { authentication: mtls }
  expect no log-pipeline-tamperable
}

test "neither is a store of something else, nor a sender in the same process" {
  service cart
  database orders
  log-store trail { append-only: true }
  flow save: cart -> orders { authentication: none }
  flow write: cart -> trail { protocol: in-process  authentication: none }
  expect no log-pipeline-tamperable
}

test "a log that does not say is a question" {
  log-store trail
  expect question log-pipeline-tamperable on trail
}

test "so is a sender who does not" {
  service cart
  log-store trail { append-only: true }
  flow write: cart -> trail
  expect question log-pipeline-tamperable on trail
}
