module std

/// A workload can take over the machine that it runs on
///
/// ## What it does
///
/// Reports each workload that runs privileged, has folders of the machine mounted, or, on an
/// orchestrator, runs as root.
///
/// ## Why it matters
///
/// A flaw in the workload is then a flaw in the machine, and in everything else that runs on it.
///
/// ## How to fix it
///
/// Follow the restricted Pod Security Standard: not root, no privilege, a read-only root file
/// system, no capabilities that are not needed, no host paths. State `runs-as-root: false`.
///
/// ## How to accept it
///
/// ```tm
/// accept workload-over-privileged on log-agent {
///   reason: "reads the logs of the machine; read-only mount, on the platform nodes only"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-250: more privileges than needed
/// - CAPEC-69: programs with raised privileges
/// - MITRE ATT&CK T1611: escape to the host
/// - MITRE ATT&CK T1610: deployment of a container
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP ASVS 5.0, 13.2.2: services run with the least privilege
/// - NIST SP 800-53, AC-6: least privilege
/// - NIST SP 800-53, CM-7: least functionality
/// - NIST SP 800-53, SC-39: process isolation
/// - Kubernetes Pod Security Standards, restricted
rule workload-over-privileged {
  for s: workload
  where s.privileged or s.host-mounts or s.orchestrated and s.runs-as-root == true
  severity: high
  stride: [elevation-of-privilege]
  cwe: [250]
  capec: [69]
  attack: ["T1611", "T1610"]
  owasp-api: ["API8:2023"]
  asvs: ["13.2.2"]
  nist: ["AC-6", "CM-7", "SC-39"]
  message: "whoever gets into {s} gets the machine below it"
  at: s
  help: "run {s} without privilege, host folders and root (`runs-as-root: false`)"
}

test "a privileged workload is reported" {
  service agent { privileged: true }
  expect workload-over-privileged on agent
}

test "so are folders of the machine" {
  service agent { host-mounts: true }
  expect workload-over-privileged on agent
}

test "so is root in a container" {
  cluster main { service agent { runs-as-root: true } }
  expect workload-over-privileged on agent
}

test "a plain user is not" {
  cluster main { service agent { runs-as-root: false } }
  expect no workload-over-privileged
}

test "root on a machine of its own is the business of its owner" {
  service agent { runs-as-root: true }
  expect no workload-over-privileged
}

test "a container that does not say is a question" {
  namespace shop { service agent }
  expect question workload-over-privileged on agent
}
