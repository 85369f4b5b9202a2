module std

/// Tokens of a partner are accepted whoever issued them, for whomever
///
/// ## What it does
///
/// Reports each flow from a partner with a token whose receiver does not check both issuer and
/// audience.
///
/// ## Why it matters
///
/// A partner issues tokens for many services and from many tenants. Without both checks, a token
/// that somebody else got for something else opens this door.
///
/// ## How to fix it
///
/// Pin the partner's issuer, demand an audience for each API, and refuse tokens made for others.
/// State `validates: [sig, iss, aud, exp]`.
///
/// ## How to accept it
///
/// ```tm
/// accept federated-trust-validation-loose on reseller->orders {
///   reason: "behind a gateway of the partner network that checks both"
///   owner: "partner-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-346: the origin is not validated
/// - CWE-287: improper authentication
/// - CAPEC-21: trusted identifiers are exploited
/// - MITRE ATT&CK T1199: trusted relationship
/// - MITRE ATT&CK T1606: forged web credentials
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 9.2.3: tokens are only accepted for the right audience
/// - OWASP ASVS 5.0, 9.2.4: issuers put a distinct audience into each token
/// - OWASP ASVS 5.0, 10.3.1: resource servers accept only access tokens meant for them
/// - NIST SP 800-53, IA-8: identification of users outside the organisation
/// - NIST SP 800-53, SC-23: session authenticity
rule federated-trust-validation-loose {
  for f: flow
  where f.from is actor
    and f.from.trust == partner
    and f.authentication.carries-claims
    and any c in [iss, aud]: c not in f.validates
  severity: high
  stride: [spoofing, elevation-of-privilege]
  cwe: [346, 287]
  capec: [21]
  attack: ["T1199", "T1606"]
  owasp-api: ["API2:2023"]
  asvs: ["9.2.3", "9.2.4", "10.3.1"]
  nist: ["IA-8", "SC-23"]
  message: "{f.target} accepts tokens of {f.from} without checking who issued them and for whom"
  at: f.validates
  help: "check issuer and audience of the tokens of {f.from} at {f.to}, and state both in `validates`"
}

test "no check of the audience is reported" {
  actor reseller { trust: partner }
  service orders
  flow order: reseller -> orders { authentication: jwt  validates: [sig, iss, exp] }
  expect federated-trust-validation-loose on order
}

test "neither is the issuer left out unseen" {
  actor reseller { trust: partner }
  service orders
  flow order: reseller -> orders { authentication: oauth2  validates: [sig, aud, exp] }
  expect federated-trust-validation-loose on order
}

test "both checks are enough" {
  actor reseller { trust: partner }
  service orders
  flow order: reseller -> orders { authentication: jwt  validates: [sig, iss, aud, exp] }
  expect no federated-trust-validation-loose
}

test "a certificate has no audience" {
  actor reseller { trust: partner }
  service orders
  flow order: reseller -> orders { authentication: mtls  validates: [] }
  expect no federated-trust-validation-loose
}

test "a shopper is not federated" {
  actor shopper { trust: authenticated }
  service orders
  flow order: shopper -> orders { authentication: jwt  validates: [sig] }
  expect no federated-trust-validation-loose
}

test "checks that nobody states are a question" {
  actor reseller { trust: partner }
  service orders
  flow order: reseller -> orders { authentication: jwt }
  expect question federated-trust-validation-loose on order
}
