module std

/// Staff gets to restricted data with a password alone
///
/// ## What it does
///
/// Reports each actor of the organisation's staff who sends or gets restricted data and signs in
/// without a second factor. Who administers the system is the matter of
/// `privileged-access-single-factor`; customers, pipelines, jobs and whoever comes with a key or
/// certificate instead of a password are left out.
///
/// ## Why it matters
///
/// Staff sees the data of everybody. Its passwords are phished, reused and leaked, and one of them
/// is then enough to take what the law protects, a page at a time, from anywhere.
///
/// ## How to fix it
///
/// Ask for a passkey or security key, which cannot be phished, where staff signs in. State
/// `second-factor: phishing-resistant`.
///
/// ## How to accept it
///
/// ```tm
/// accept restricted-data-single-factor on clerk {
///   reason: "signs in on terminals in the branch only; keys are handed out this quarter"
///   owner: "workplace-team"
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
/// - NIST SP 800-53, IA-2(2): several factors for accounts without privileges
/// - PCI DSS 4.0, 8.4.2: several factors for all access to cardholder data
/// - MITRE ATT&CK T1078: valid accounts
/// - MITRE ATT&CK T1566: phishing
rule restricted-data-single-factor {
  for a: actor
  exists f in a.outgoing
  let restricted = collect ds in [f.data, f.returns], d in ds if d.classification == restricted: d
  where a.trust == workforce
    and (any d in restricted)
    and f.crosses-network
    and not (f.authentication is known
      and f.authentication.for-programs
      and not f.authentication.for-sasl)
    and a.second-factor == none
    and no g in a.outgoing: g.administrative
  severity: medium
  stride: [spoofing, information-disclosure]
  cwe: [308]
  capec: [560]
  attack: ["T1078", "T1566"]
  owasp-api: ["API2:2023"]
  asvs: ["6.3.3"]
  nist: ["IA-2(2)"]
  message: "{a} gets to {restricted} at {f.to} without a second factor"
  at: a.second-factor
  help: "ask {a} for a passkey or security key, and state `second-factor: phishing-resistant`"
}

test "staff that reads restricted data with a password alone is reported" {
  data health { classification: restricted }
  actor nurse { trust: workforce  second-factor: none }
  service ward
  flow look: nurse -> ward { returns: [health] }
  expect restricted-data-single-factor on nurse
}

test "so is staff that writes it" {
  data health { classification: restricted }
  actor nurse { trust: workforce  second-factor: none }
  service ward { endpoint note { data: [health] } }
  flow write: nurse -> ward.note
  expect restricted-data-single-factor on nurse
}

test "a second factor suffices, one that can be phished as well" {
  data health { classification: restricted }
  actor nurse { trust: workforce  second-factor: phishing-resistant }
  actor doctor { trust: workforce  second-factor: otp }
  service ward
  flow look: nurse -> ward { returns: [health] }
  flow read: doctor -> ward { returns: [health] }
  expect no restricted-data-single-factor
}

test "data that is less than restricted, customers, partners, and jobs are left alone" {
  data health { classification: restricted }
  data plans { classification: confidential }
  actor nurse { trust: workforce  second-factor: none }
  actor patient { trust: authenticated  second-factor: none }
  actor visitor { trust: anonymous  second-factor: none }
  actor import { trust: automation  second-factor: none }
  service ward
  flow look: nurse -> ward { returns: [plans] }
  flow own: patient -> ward { returns: [health] }
  flow ask: visitor -> ward { data: [health] }
  actor insurer { trust: partner  second-factor: none }
  flow bill: insurer -> ward { data: [health] }
  flow fill: import -> ward { data: [health] }
  expect no restricted-data-single-factor
}

test "so is whoever administers, of whom another rule tells" {
  data health { classification: restricted }
  actor operator { trust: admin  second-factor: none }
  actor clerk { trust: workforce  second-factor: none }
  dashboard console
  service ward
  flow manage: operator -> ward { returns: [health] }
  flow watch: clerk -> console
  flow look: clerk -> ward { returns: [health] }
  expect no restricted-data-single-factor
  expect privileged-access-single-factor on operator
  expect privileged-access-single-factor on clerk
}

test "so is whoever comes with a key instead of a password" {
  data health { classification: restricted }
  actor laboratory { trust: workforce  second-factor: none }
  service ward
  flow send: laboratory -> ward { data: [health]  authentication: mtls }
  expect no restricted-data-single-factor
}

test "a password of a broker is one as well" {
  data health { classification: restricted }
  actor laboratory { trust: workforce  second-factor: none }
  topic results
  flow send: laboratory -> results {
    protocol: kafka
    data: [health]
    authentication: sasl-scram
  }
  expect restricted-data-single-factor on laboratory
}

test "so is a hand on the machine itself" {
  data health { classification: restricted }
  process host {
    actor nurse { trust: workforce  second-factor: none }
    service ward
  }
  flow look: nurse -> ward { returns: [health] }
  expect no restricted-data-single-factor
}

test "a second factor that nobody states is a question" {
  data health { classification: restricted }
  actor nurse { trust: workforce }
  service ward
  flow look: nurse -> ward { returns: [health] }
  expect question restricted-data-single-factor on nurse
}

test "a token says nothing of how staff got it" {
  data health { classification: restricted }
  actor nurse { trust: workforce  second-factor: none }
  service ward
  flow look: nurse -> ward { returns: [health]  authentication: oidc }
  expect restricted-data-single-factor on nurse
}
