module std

/// Strangers reach an interface that manages other workloads
///
/// ## What it does
///
/// Reports each console, control plane, registry, configuration server or monitor that somebody
/// untrusted can reach by requests, and that does not authenticate its callers by itself; unless the
/// last call is of a workload that is authenticated and named by who lets it in, such as one that
/// fetches its settings.
///
/// ## Why it matters
///
/// Whoever is in there does not attack the system but operates it: deploys, reads every setting,
/// redirects every call.
///
/// ## How to fix it
///
/// Put it on a private network, authenticate strongly at the interface itself, and audit. State
/// `local-authentication`.
///
/// ## How to accept it
///
/// ```tm
/// accept management-interface-exposed on console {
///   reason: "a demo without data"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-306: missing authentication for a critical function
/// - CWE-749: a dangerous function is exposed
/// - CAPEC-121: non-production interfaces are exploited
/// - MITRE ATT&CK T1133: external remote services
/// - MITRE ATT&CK T1609: administration of containers
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP ASVS 5.0, 13.4.5: monitoring and documentation endpoints are not exposed
/// - OWASP ASVS 5.0, 8.4.2: more than one layer guards administrative access
/// - NIST SP 800-53, AC-17: remote access
/// - NIST SP 800-53, CM-7: least functionality
/// - NIST SP 800-53, SC-7: boundary protection
rule management-interface-exposed {
  for s: workload
  exists a: actor
  where s.management and a.untrusted and s.local-authentication == none
  path p: a ~> s along request { last h: not (h.via is flow and h.via.confines-caller) }
  severity: critical
  stride: [elevation-of-privilege, information-disclosure]
  cwe: [306, 749]
  capec: [121]
  attack: ["T1133", "T1609"]
  owasp-api: ["API8:2023"]
  asvs: ["13.4.5", "8.4.2"]
  nist: ["AC-17", "CM-7", "SC-7"]
  message: "{a} reaches {s}, which manages other workloads and asks nobody who they are"
  at: s.local-authentication
  help: "take {s} off what {a} can reach, and authenticate at {s} itself (`local-authentication: oidc`)"
}

test "a console on the internet is reported" {
  actor visitor { trust: anonymous }
  dashboard console { local-authentication: none }
  flow look: visitor -> console
  expect management-interface-exposed on console
}

test "so is one behind a service" {
  actor visitor { trust: authenticated }
  service front
  config-server settings { local-authentication: none }
  flow look: visitor -> front
  flow read: front -> settings { authentication: none }
  expect management-interface-exposed on settings
}

test "one that authenticates is not" {
  actor visitor { trust: anonymous }
  dashboard console { local-authentication: oidc }
  flow look: visitor -> console
  expect no management-interface-exposed
}

test "staff may reach it" {
  actor operator { trust: admin }
  dashboard console { local-authentication: none }
  flow look: operator -> console
  expect no management-interface-exposed
}

test "a service manages nobody" {
  actor visitor { trust: anonymous }
  service shop { local-authentication: none }
  flow look: visitor -> shop
  expect no management-interface-exposed
}

test "one that does not say is a question" {
  actor visitor { trust: anonymous }
  control-plane mesh
  flow look: visitor -> mesh
  expect question management-interface-exposed on mesh
}

test "one that outsiders do not reach is not" {
  actor visitor { trust: anonymous }
  service front
  dashboard console { local-authentication: none }
  flow look: visitor -> front
  expect no management-interface-exposed
}

test "a workload that fetches its settings and has to say which it is opens no way" {
  actor visitor { trust: authenticated }
  service front
  config-server settings { local-authentication: none  validation-at: local }
  flow look: visitor -> front
  flow read: front -> settings { authentication: spiffe  callee-authorization: named-callers }
  expect no management-interface-exposed
}
