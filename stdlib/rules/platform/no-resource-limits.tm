module std

/// One workload can starve its neighbours
///
/// ## What it does
///
/// Reports each workload on a shared machine without limits for processor time and memory. On an
/// orchestrator machines are shared: what is stated there to have no limits is reported, and is not
/// asked about.
///
/// ## Why it matters
///
/// A leak, a burst or a stowaway that mines coins takes what the others need.
///
/// ## How to fix it
///
/// Set limits for processor time, memory and concurrency, and quotas for each namespace. State
/// `resource-limits: set`.
///
/// ## How to accept it
///
/// ```tm
/// accept no-resource-limits on shop.batch {
///   reason: "runs at night, alone"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-770: resources without limits
/// - CAPEC-130: excessive allocation
/// - MITRE ATT&CK T1496: resource hijacking
/// - OWASP API Security Top 10, API4:2023: unrestricted resource consumption
/// - OWASP ASVS 5.0, 15.4.4: resources are shared fairly between threads
/// - NIST SP 800-53, SC-6: resource availability
/// - NIST SP 800-53, SC-5: denial of service protection
rule no-resource-limits {
  for s: workload
  where (s.shared-node or s.orchestrated and s.resource-limits is known)
    and not s.external
    and s.resource-limits == none
  severity: low
  stride: [denial-of-service]
  cwe: [770]
  capec: [130]
  attack: ["T1496"]
  owasp-api: ["API4:2023"]
  asvs: ["15.4.4"]
  nist: ["SC-6", "SC-5"]
  message: "{s} can take all that its neighbours on the same machine need"
  at: s.resource-limits
  help: "limit the processor time and memory of {s}, and state `resource-limits: set`"
}

test "no limit on a shared machine is reported" {
  service batch { shared-node: true  resource-limits: none }
  expect no-resource-limits on batch
}

test "a limit is not" {
  service batch { shared-node: true  resource-limits: set }
  expect no no-resource-limits
}

test "a machine of its own needs none" {
  service batch { resource-limits: none }
  expect no no-resource-limits
}

test "what somebody else runs is theirs to limit" {
  third-party provider { shared-node: true  resource-limits: none }
  expect no no-resource-limits
}

test "a workload that does not say is a question" {
  service batch { shared-node: true }
  expect question no-resource-limits on batch
}

test "so is what an orchestrator may put next to anything" {
  cluster main {
    service batch { resource-limits: none }
    service quick
  }
  expect no-resource-limits on batch
  expect no no-resource-limits on quick
}
