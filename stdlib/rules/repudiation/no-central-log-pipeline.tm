module std

/// The log of a workload stays where the workload runs
///
/// ## What it does
///
/// Reports each workload with `logging: none` or `logging: local`. Third parties and telemetry are
/// left out, and so is a workload that the model shows sending to a log collector or a log store.
///
/// ## Why it matters
///
/// A local log is lost with its container, and belongs to whoever took over the machine. An attack
/// that goes through five services shows only where their logs lie side by side, and nobody is
/// alerted by a file that nobody reads.
///
/// ## How to fix it
///
/// Write to standard output, let an agent ship it to a central system, and have alerts there. State
/// `logging: central`; `each workload { logging: central }` says it for a whole cluster.
///
/// ## How to accept it
///
/// ```tm
/// accept no-central-log-pipeline on label-printer {
///   reason: "stateless and without access to anything; its errors show on the printer"
///   owner: "warehouse-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-778: insufficient logging
/// - CAPEC-571: block logging to central repository
/// - MITRE ATT&CK T1562.008: disable or modify cloud logs
/// - OWASP API Security Top 10, API10:2019: insufficient logging and monitoring
/// - OWASP ASVS 5.0, 16.4.3: logs are sent to a separate system
/// - NIST SP 800-53, AU-4: audit log storage capacity
/// - NIST SP 800-53, AU-6: audit record review, analysis, and reporting
rule no-central-log-pipeline {
  for s: workload
  where not s.external
    and s is not telemetry
    and s.logging in [none, local]
    and no f in s.outgoing: f.to is log-collector or f.to is log-store
  severity: low
  stride: [repudiation]
  cwe: [778]
  capec: [571]
  attack: ["T1562.008"]
  owasp-api: ["API10:2019"]
  asvs: ["16.4.3"]
  nist: ["AU-4", "AU-6"]
  message: "the log of {s} gets to no central system: {s.logging}"
  at: s.logging
  help: "ship the log of {s} to a central system with alerts and state `logging: central`"
}

test "a local log is reported, and so is none at all" {
  service cart { logging: local }
  gateway front { logging: none }
  expect no-central-log-pipeline on cart
  expect no-central-log-pipeline on front
}

test "a central log is not" {
  service cart { logging: central }
  expect no no-central-log-pipeline
}

test "neither is a workload that is shown to send its log away" {
  service cart
  worker mailer { logging: local }
  log-collector agent
  log-store archive
  cart -> agent
  mailer -> archive
  expect no no-central-log-pipeline
}

test "nor what collects logs, nor what somebody else runs" {
  monitoring metrics { logging: local }
  third-party provider { logging: none }
  expect no no-central-log-pipeline
}

test "a workload that does not say is a question" {
  service cart
  expect question no-central-log-pipeline on cart
}

test "so is one that calls others, and none of them collects logs" {
  service cart { logging: local  -> orders }
  service orders { logging: central }
  expect no-central-log-pipeline on cart
}
