module std

/// Passwords can be tried without end
///
/// ## What it does
///
/// Reports each endpoint to sign in or to restore access whose attempts nobody limits (`rate-limit:
/// none`). Endpoints of third parties are left out.
///
/// ## Why it matters
///
/// Lists of names and passwords from elsewhere are tried by machines, thousands in a minute, and
/// some always fit. Codes of six digits, as they are sent to restore access, are found by trying as
/// well.
///
/// ## How to fix it
///
/// Slow down attempts by account and by address together, refuse passwords that are known to have
/// leaked, and ask for more when it looks odd. Do not lock accounts: anybody could then lock out
/// anybody. State `rate-limit: user-and-ip`.
///
/// ## How to accept it
///
/// ```tm
/// accept login-without-attempt-limits on accounts.sign-in {
///   reason: "hardware keys only, there is nothing to guess"
///   owner: "accounts-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-307: improper restriction of excessive authentication attempts
/// - CAPEC-600: credential stuffing
/// - CAPEC-49: password brute forcing
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 6.3.1: brute force and credential stuffing are countered
/// - OWASP ASVS 5.0, 2.4.1: calls by machines in excess are countered
/// - NIST SP 800-53, AC-7: unsuccessful logon attempts
/// - MITRE ATT&CK T1110.004: credential stuffing
rule login-without-attempt-limits {
  for e: endpoint
  where e.operation in [login, recover] and e.rate-limit == none and e.component is not third-party
  severity: medium
  stride: [spoofing]
  cwe: [307]
  capec: [600, 49]
  attack: ["T1110.004"]
  owasp-api: ["API2:2023"]
  asvs: ["6.3.1", "2.4.1"]
  nist: ["AC-7"]
  message: "nobody limits how often a password or code can be tried at {e}"
  at: e.rate-limit
  help: "slow down attempts by account and by address together, and state `rate-limit: user-and-ip`"
}

test "a way to sign in without a limit is reported" {
  service accounts { endpoint sign-in { operation: login  rate-limit: none } }
  expect login-without-attempt-limits on accounts.sign-in
}

test "so is a way to restore access" {
  service accounts { endpoint reset { operation: recover  rate-limit: none } }
  expect login-without-attempt-limits on accounts.reset
}

test "a limit suffices" {
  service accounts { endpoint sign-in { operation: login  rate-limit: user-and-ip } }
  expect no login-without-attempt-limits
}

test "other endpoints, and those of third parties, are other matters" {
  service accounts { endpoint show { operation: read  rate-limit: none } }
  third-party social-network { endpoint sign-in { operation: login  rate-limit: none } }
  expect no login-without-attempt-limits
}

test "a limit that nobody states is a question" {
  service accounts { endpoint sign-in { operation: login } }
  expect question login-without-attempt-limits on accounts.sign-in
}
