module std

/// Nobody would notice that a business flow is abused
///
/// ## What it does
///
/// Reports each endpoint that is part of a sensitive business flow (`business-flow`), is declared
/// for callers outside, and is stated to have `abuse-detection: none`.
///
/// ## Why it matters
///
/// Abuse looks like use. Each request is valid, nothing fails, every dashboard is green, and the
/// money or the stock is gone. Monitoring that counts errors sees none.
///
/// ## How to fix it
///
/// Measure what the business would notice: valid steps per customer, value moved per hour, refunds
/// to one card, accounts per address. Alert on what makes no sense. State `abuse-detection: set`.
///
/// ## How to accept it
///
/// ```tm
/// accept abuse-invisible-to-telemetry on shop.redeem {
///   reason: "the campaign is worth less than the alert; it ends this month"
///   owner: "marketing-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-778: insufficient logging
/// - CWE-799: improper control of interaction frequency
/// - CAPEC-212: functionality misuse
/// - OWASP API Security Top 10, API6:2023: unrestricted access to sensitive business flows
/// - OWASP ASVS 5.0, 16.3.3: attempts to get around controls are logged, business logic included
/// - OWASP ASVS 5.0, 2.4.1: automation against the business is held back
/// - NIST SP 800-53, SI-4: system monitoring
/// - NIST SP 800-53, AU-6: audit record review, analysis, and reporting
rule abuse-invisible-to-telemetry {
  for e: endpoint
  where e.business-flow != none and e.exposure.outside and e.abuse-detection == none
  severity: medium
  stride: [repudiation]
  cwe: [778, 799]
  capec: [212]
  owasp-api: ["API6:2023"]
  asvs: ["16.3.3", "2.4.1"]
  nist: ["SI-4", "AU-6"]
  message: "nobody would notice that {e}, a {e.business-flow} flow, is abused"
  at: e.abuse-detection
  help: "measure what each customer does with {e}, alert on what makes no sense for the business, and state `abuse-detection: set`"
}

test "a business flow that nobody watches is reported" {
  service shop {
    endpoint redeem { exposure: internet  business-flow: promotion  abuse-detection: none }
  }
  expect abuse-invisible-to-telemetry on shop.redeem
}

test "one that is watched is not" {
  service shop {
    endpoint redeem { exposure: internet  business-flow: promotion  abuse-detection: set }
  }
  expect no abuse-invisible-to-telemetry
}

test "neither is one for inside, nor an endpoint without a business flow" {
  service shop {
    endpoint book { business-flow: payment  abuse-detection: none }
    endpoint ping { exposure: internet  abuse-detection: none }
  }
  expect no abuse-invisible-to-telemetry
}

test "detection that nobody states is a question" {
  service shop { endpoint redeem { exposure: internet  business-flow: promotion } }
  expect question abuse-invisible-to-telemetry on shop.redeem
}
