module std

/// An administrator needs no second factor
///
/// ## What it does
///
/// Reports each actor who administers the system, as an administrator or by calling an endpoint
/// that administers, or as staff at what manages or delivers other workloads (a console, a pipeline), and who signs in without a second factor. Pipelines and jobs (`trust:
/// automation`) are left out.
///
/// ## Why it matters
///
/// Passwords are phished, reused and leaked. The one of an administrator opens everything, so it
/// must not be enough by itself.
///
/// ## How to fix it
///
/// Ask for a passkey or security key, which cannot be phished, and for a managed device. State
/// `second-factor: phishing-resistant`.
///
/// ## How to accept it
///
/// ```tm
/// accept privileged-access-single-factor on operator {
///   reason: "keys are handed out this month; access by the bastion only until then"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-308: use of single-factor authentication
/// - CAPEC-560: use of known credentials
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 6.3.3: more than one factor is needed to sign in
/// - OWASP ASVS 5.0, 8.4.2: more than one layer guards administrative access
/// - NIST SP 800-53, IA-2(1): several factors for privileged accounts
/// - MITRE ATT&CK T1078: valid accounts
rule privileged-access-single-factor {
  for a: actor
  exists f in a.outgoing
  where f.administrative and a.trust != automation and a.second-factor == none
  severity: medium
  stride: [spoofing, elevation-of-privilege]
  cwe: [308]
  capec: [560]
  attack: ["T1078"]
  owasp-api: ["API2:2023"]
  asvs: ["6.3.3", "8.4.2"]
  nist: ["IA-2(1)"]
  message: "{a} administers {f.to} without a second factor"
  at: a.second-factor
  help: "ask {a} for a passkey or security key, and state `second-factor: phishing-resistant`"
}

test "an administrator without a second factor is reported" {
  actor operator { trust: admin  second-factor: none }
  dashboard console
  flow manage: operator -> console
  expect privileged-access-single-factor on operator
}

test "so is somebody of the staff who calls an endpoint that gives rights" {
  actor clerk { trust: workforce  second-factor: none }
  service accounts { endpoint promote { operation: grant } }
  flow promote: clerk -> accounts.promote
  expect privileged-access-single-factor on clerk
}

test "a second factor suffices" {
  actor operator { trust: admin  second-factor: phishing-resistant }
  dashboard console
  flow manage: operator -> console
  expect no privileged-access-single-factor
}

test "who administers nothing, and a pipeline, are left alone" {
  actor clerk { trust: workforce  second-factor: none }
  actor release-job { trust: automation  second-factor: none }
  service accounts {
    endpoint show { operation: read }
    endpoint promote { operation: grant }
  }
  flow look: clerk -> accounts.show
  flow promote: release-job -> accounts.promote
  expect no privileged-access-single-factor
}

test "a second factor that nobody states is a question" {
  actor operator { trust: admin }
  dashboard console
  flow manage: operator -> console
  expect question privileged-access-single-factor on operator
}

test "staff at a console or a pipeline administer by it" {
  actor developer { trust: workforce  second-factor: none }
  ci-pipeline delivery
  developer -> delivery
  actor clerk { trust: workforce  second-factor: none }
  dashboard console
  clerk -> console
  expect privileged-access-single-factor on clerk
  expect privileged-access-single-factor on developer
}

test "staff with a key do so with two factors, and staff at a service do not administer" {
  actor clerk { trust: workforce  second-factor: phishing-resistant }
  actor teller { trust: workforce  second-factor: none }
  dashboard console
  service desk
  clerk -> console
  teller -> desk
  expect no privileged-access-single-factor
}
