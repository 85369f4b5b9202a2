module std

/// Anybody can register as a service, or read where services are
///
/// ## What it does
///
/// Reports each service registry that does not authenticate those who register, or those who look
/// others up.
///
/// ## Why it matters
///
/// Callers go where the registry sends them. Whoever can register as `payments` receives payments;
/// whoever can read the registry has the map.
///
/// ## How to fix it
///
/// Authenticate registration, renewal and look-up, or leave discovery to a mesh. State
/// `registration-authentication` and `query-authentication`.
///
/// ## How to accept it
///
/// ```tm
/// accept service-registry-unprotected on discovery {
///   reason: "only the platform can reach it; the mesh replaces it"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-345: insufficient verification of where data comes from
/// - CWE-306: missing authentication for a critical function
/// - CAPEC-195: principal spoof
/// - CAPEC-142: cache poisoning of name resolution
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - NIST SP 800-53, IA-9: service identification and authentication
/// - NIST SP 800-53, SC-20: secure name resolution
rule service-registry-unprotected {
  for s: registry
  where s.registration-authentication == none or s.query-authentication == none
  severity: medium
  stride: [spoofing, tampering]
  cwe: [345, 306]
  capec: [195, 142]
  owasp-api: ["API8:2023"]
  nist: ["IA-9", "SC-20"]
  message: "{s} does not know who registers or who asks"
  at: s.registration-authentication
  help: "authenticate registration and look-up at {s}, and state `registration-authentication: mtls` and `query-authentication: mtls`"
}

test "open registration is reported" {
  registry discovery { registration-authentication: none  query-authentication: mtls }
  expect service-registry-unprotected on discovery
}

test "so is open look-up" {
  registry discovery { registration-authentication: mtls  query-authentication: none }
  expect service-registry-unprotected on discovery
}

test "certificates for both are not" {
  registry discovery { registration-authentication: mtls  query-authentication: mtls }
  expect no service-registry-unprotected
}

test "a service is no registry" {
  service cart
  expect no service-registry-unprotected
}

test "a registry that does not say is a question" {
  registry discovery { query-authentication: mtls }
  expect question service-registry-unprotected on discovery
}
