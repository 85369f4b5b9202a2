module std

/// A sensitive flow is limited by address only, or for all together
///
/// ## What it does
///
/// Reports each endpoint for callers outside that is part of a sensitive business flow
/// (`business-flow`) and counts its callers by address, or all of them together (`rate-limit: ip`
/// or `global`). No limit at all is told by `exposed-endpoint-without-rate-limit`.
///
/// ## Why it matters
///
/// Such limits are made against floods. Whoever abuses a promotion needs few requests, and has a
/// thousand addresses. A limit for everybody together is a way to shut the others out.
///
/// ## How to fix it
///
/// Count by user, token or tenant, and by what the flow is about: the card, the voucher, the
/// receiving account. Set thresholds by what an honest customer does in a day. State `rate-limit:
/// user-and-ip`.
///
/// ## How to accept it
///
/// ```tm
/// accept coarse-rate-limit-on-sensitive-flow on shop.redeem {
///   reason: "each voucher can be redeemed once"
///   owner: "marketing-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-799: improper control of interaction frequency
/// - CAPEC-212: functionality misuse
/// - OWASP API Security Top 10, API6:2023: unrestricted access to sensitive business flows
/// - OWASP API Security Top 10, API4:2023: unrestricted resource consumption
/// - OWASP ASVS 5.0, 2.4.1: automation against the business is held back
/// - OWASP ASVS 5.0, 2.4.2: flows take as long as a person needs for them
/// - NIST SP 800-53, SC-5: denial-of-service protection
rule coarse-rate-limit-on-sensitive-flow {
  for e: endpoint
  where e.business-flow != none and e.exposure.outside and e.rate-limit.coarse
  severity: low
  stride: [denial-of-service]
  cwe: [799]
  capec: [212]
  owasp-api: ["API6:2023", "API4:2023"]
  asvs: ["2.4.1", "2.4.2"]
  nist: ["SC-5"]
  message: "{e}, a {e.business-flow} flow, is limited by {e.rate-limit} only"
  at: e.rate-limit
  help: "count the callers of {e} by user and by what the flow is about, and state `rate-limit: user-and-ip`"
}

test "a limit by address is reported, and so is one for all together" {
  service shop {
    endpoint redeem { exposure: internet  business-flow: promotion  rate-limit: ip }
    endpoint pay { exposure: partner  business-flow: payment  rate-limit: global }
  }
  expect coarse-rate-limit-on-sensitive-flow on shop.redeem
  expect coarse-rate-limit-on-sensitive-flow on shop.pay
}

test "a limit by user is not, and the lack of any has a rule of its own" {
  service shop {
    endpoint redeem { exposure: internet  business-flow: promotion  rate-limit: user }
    endpoint pay { exposure: partner  business-flow: payment  rate-limit: none }
  }
  expect no coarse-rate-limit-on-sensitive-flow
}

test "neither is one where nothing sensitive happens, nor one inside" {
  service shop {
    endpoint prices { exposure: internet  rate-limit: ip }
    endpoint charge { business-flow: payment  rate-limit: global }
  }
  expect no coarse-rate-limit-on-sensitive-flow
}

test "a limit that nobody states is a question" {
  service shop { endpoint redeem { exposure: internet  business-flow: promotion } }
  expect question coarse-rate-limit-on-sensitive-flow on shop.redeem
}

test "so is one by something that nobody noted" {
  service shop {
    endpoint redeem { exposure: internet  business-flow: promotion  rate-limit: other }
  }
  expect question coarse-rate-limit-on-sensitive-flow on shop.redeem
}
