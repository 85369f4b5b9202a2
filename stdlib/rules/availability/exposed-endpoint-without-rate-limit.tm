module std

/// Outsiders can call an endpoint as often as they like
///
/// ## What it does
///
/// Reports each endpoint that is declared for the internet or for partners and is stated to have
/// `rate-limit: none`.
///
/// ## Why it matters
///
/// One client with a loop takes the capacity of all others, runs up the bill, guesses passwords, or
/// copies the catalogue. The services behind the endpoint suffer with it.
///
/// ## How to fix it
///
/// Limit calls per user, token and address, with room for bursts, at the gateway, and keep a
/// backstop in the service. State `rate-limit: user-and-ip` or another.
///
/// ## How to accept it
///
/// ```tm
/// accept exposed-endpoint-without-rate-limit on catalog.products {
///   reason: "served from the content delivery network, which limits by itself"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-770: allocation of resources without limits
/// - CWE-799: improper control of interaction frequency
/// - CAPEC-125: flooding
/// - CAPEC-488: HTTP flood
/// - OWASP API Security Top 10, API4:2023: unrestricted resource consumption
/// - OWASP ASVS 5.0, 2.4.1: automation against the business is held back
/// - OWASP ASVS 5.0, 15.2.2: costly functions cannot exhaust the service
/// - NIST SP 800-53, SC-5: denial-of-service protection
/// - MITRE ATT&CK T1499: endpoint denial of service
rule exposed-endpoint-without-rate-limit {
  for e: endpoint
  where e.exposure.outside and e.rate-limit == none
  severity: medium
  stride: [denial-of-service]
  cwe: [770, 799]
  capec: [125, 488]
  attack: ["T1499"]
  owasp-api: ["API4:2023"]
  asvs: ["2.4.1", "15.2.2"]
  nist: ["SC-5"]
  message: "anybody outside can call {e} as often as they like"
  at: e.rate-limit
  help: "limit calls to {e} per user and address at the gateway and state `rate-limit: user-and-ip`"
}

test "an internet endpoint without a limit is reported" {
  service catalog { endpoint products { exposure: internet  rate-limit: none } }
  expect exposed-endpoint-without-rate-limit on catalog.products
}

test "so is one for partners" {
  service catalog { endpoint feed { exposure: partner  rate-limit: none } }
  expect exposed-endpoint-without-rate-limit on catalog.feed
}

test "one with a limit is not" {
  service catalog { endpoint products { exposure: internet  rate-limit: user } }
  expect no exposed-endpoint-without-rate-limit
}

test "neither is an internal one" {
  service catalog { endpoint products { rate-limit: none } }
  expect no exposed-endpoint-without-rate-limit
}

test "one that does not say is a question" {
  service catalog { endpoint products { exposure: internet } }
  expect question exposed-endpoint-without-rate-limit on catalog.products
}

test "a limit is one, by whatever it counts" {
  service catalog {
    each endpoint { exposure: internet }
    endpoint products { rate-limit: ip }
    endpoint prices { rate-limit: other }
  }
  expect no exposed-endpoint-without-rate-limit
}
