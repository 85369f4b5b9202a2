module std

/// A workload gets an account of the orchestrator that it has no use for
///
/// ## What it does
///
/// Reports each workload on an orchestrator that runs with the default service account of its
/// namespace, or gets the token of its account although it does not use the API of the orchestrator.
///
/// ## Why it matters
///
/// The token lies in a file that every flaw for reading files can read, and whatever somebody once
/// granted to `default` comes with it.
///
/// ## How to fix it
///
/// Give each workload an account of its own, do not mount its token unless the API is used, and
/// grant what is needed by name. State `service-account: dedicated` and `automount-token: false`.
///
/// ## How to accept it
///
/// ```tm
/// accept default-or-automounted-service-account on shop.cart {
///   reason: "the namespace default has no rights at all, checked by policy"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-250: more privileges than needed
/// - CWE-272: least privilege is violated
/// - CAPEC-122: privilege abuse
/// - MITRE ATT&CK T1528: application access tokens are stolen
/// - MITRE ATT&CK T1552.007: credentials from the API of containers
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP ASVS 5.0, 13.2.1: services authenticate to each other with credentials of their own
/// - NIST SP 800-53, AC-6: least privilege
/// - NIST SP 800-53, IA-9: service identification and authentication
rule default-or-automounted-service-account {
  for s: workload
  where s.orchestrated
    and not s.external
    and (s.service-account == default or s.automount-token == true and not s.calls-platform-api)
  severity: medium
  stride: [elevation-of-privilege]
  cwe: [250, 272]
  capec: [122]
  attack: ["T1528", "T1552.007"]
  owasp-api: ["API8:2023"]
  asvs: ["13.2.1"]
  nist: ["AC-6", "IA-9"]
  message: "{s} holds a token of the orchestrator that it has no use for"
  at: s.service-account
  help: "give {s} an account of its own without a mounted token; state `service-account: dedicated` and `automount-token: false`"
}

test "the default account is reported" {
  namespace shop { service cart { service-account: default  automount-token: false } }
  expect default-or-automounted-service-account on cart
}

test "so is a token without a use" {
  namespace shop { service cart { service-account: dedicated  automount-token: true } }
  expect default-or-automounted-service-account on cart
}

test "a workload that uses the API needs it" {
  namespace shop {
    service operator { service-account: dedicated  automount-token: true  calls-platform-api: true }
  }
  expect no default-or-automounted-service-account
}

test "an account of its own without a token is not" {
  namespace shop { service cart { service-account: dedicated  automount-token: false } }
  expect no default-or-automounted-service-account
}

test "there are no such accounts elsewhere" {
  service cart { service-account: default }
  expect no default-or-automounted-service-account
}

test "a workload that does not say is a question" {
  namespace shop { service cart { automount-token: false } }
  expect question default-or-automounted-service-account on cart
}

test "what others run there is theirs" {
  namespace shop { third-party sensor { service-account: default  automount-token: true } }
  expect no default-or-automounted-service-account
}

test "a network of machines is no orchestrator" {
  vpc main { service cart { service-account: default  automount-token: true } }
  expect no default-or-automounted-service-account
}
