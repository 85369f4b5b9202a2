module std

/// A sensitive business flow can be driven by scripts
///
/// ## What it does
///
/// Reports each endpoint of a business flow, offered outside of the organisation, where nothing
/// tells people from scripts.
///
/// ## Why it matters
///
/// Every request is valid, and a thousand a second empty the stock, the vouchers or the
/// appointments.
///
/// ## How to fix it
///
/// Limit how fast one subject can go, look at devices and behaviour, and ask for more proof when
/// something is odd. State `anti-automation: set`.
///
/// ## How to accept it
///
/// ```tm
/// accept sensitive-flow-automatable on shop.subscribe {
///   reason: "free of charge, and capped elsewhere"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-799: interactions are not limited in number
/// - CWE-837: a unique action can be done more than once
/// - CAPEC-212: functionality misuse
/// - OWASP API Security Top 10, API6:2023: unrestricted access to sensitive business flows
/// - OWASP ASVS 5.0, 2.4.1: automation that hurts is held back
/// - OWASP ASVS 5.0, 2.4.2: timing is that of a person
/// - NIST SP 800-53, SC-5: denial of service protection
/// - NIST SP 800-53, SI-4: system monitoring
rule sensitive-flow-automatable {
  for e: endpoint
  where e.business-flow != none and e.exposure.outside and e.anti-automation == none
  severity: medium
  stride: [denial-of-service, elevation-of-privilege]
  cwe: [799, 837]
  capec: [212]
  owasp-api: ["API6:2023"]
  asvs: ["2.4.1", "2.4.2"]
  nist: ["SC-5", "SI-4"]
  message: "scripts can drive {e} ({e.business-flow}) as fast as they like"
  at: e.anti-automation
  help: "limit how fast one subject can use {e}, watch for scripts, and state `anti-automation: set`"
}

test "a flow that scripts can drive is reported" {
  service shop {
    endpoint buy { business-flow: purchase  exposure: internet  anti-automation: none }
  }
  expect sensitive-flow-automatable on shop.buy
}

test "so is one for partners" {
  service shop {
    endpoint redeem { business-flow: promotion  exposure: partner  anti-automation: none }
  }
  expect sensitive-flow-automatable on shop.redeem
}

test "a brake is enough" {
  service shop {
    endpoint buy { business-flow: purchase  exposure: internet  anti-automation: set }
  }
  expect no sensitive-flow-automatable
}

test "inside there are only scripts" {
  service shop {
    endpoint buy { business-flow: purchase  exposure: internal  anti-automation: none }
  }
  expect no sensitive-flow-automatable
}

test "reading the imprint is no business flow" {
  service shop { endpoint imprint { exposure: internet  anti-automation: none } }
  expect no sensitive-flow-automatable
}

test "an endpoint that does not say is a question" {
  service shop { endpoint buy { business-flow: purchase  exposure: internet } }
  expect question sensitive-flow-automatable on shop.buy
}
