module std

/// A partner can do or see more than its contract says
///
/// ## What it does
///
/// Reports each partner whose rights are wider than it needs, or who shares a tenant with others.
///
/// ## Why it matters
///
/// A partner's systems are not yours to secure. What their token can do is what whoever takes it can
/// do, with their other customers' data in reach where the tenant is shared.
///
/// ## How to fix it
///
/// Derive scopes from the contract, one set for each partner; give each a tenant and a route of its
/// own, and certify again from time to time. State `scope: narrow`.
///
/// ## How to accept it
///
/// ```tm
/// accept partner-access-too-broad on reseller {
///   reason: "the contract covers all regions"
///   owner: "partner-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-269: privileges are managed badly
/// - CWE-285: improper authorization
/// - CAPEC-122: privilege abuse
/// - MITRE ATT&CK T1199: trusted relationship
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP ASVS 5.0, 10.4.11: clients get only the scopes that they need
/// - OWASP ASVS 5.0, 10.2.3: clients ask only for the scopes that they need
/// - NIST SP 800-53, AC-6: least privilege
/// - NIST SP 800-53, AC-20: use of external systems
/// - NIST SP 800-53, SA-9: external system services
rule partner-access-too-broad {
  for a: actor
  let too-much =
    if a.tenant-shared then "shares a tenant with others" else "is given more than it needs"
  where a.trust == partner and (a.scope.wide or a.tenant-shared)
  severity: high
  stride: [elevation-of-privilege, information-disclosure]
  cwe: [269, 285]
  capec: [122]
  attack: ["T1199"]
  owasp-api: ["API5:2023"]
  asvs: ["10.4.11", "10.2.3"]
  nist: ["AC-6", "AC-20", "SA-9"]
  message: "{a} {too-much}, and can do or see more than one partner should"
  at: a.scope
  help: "derive the scopes of {a} from its contract and give it a tenant of its own; state `scope: narrow`"
}

test "wide rights are reported" {
  actor reseller { trust: partner  scope: broad }
  expect partner-access-too-broad on reseller
}

test "so is everything" {
  actor reseller { trust: partner  scope: wildcard }
  expect partner-access-too-broad on reseller
}

test "so is a tenant that others share" {
  actor reseller { trust: partner  scope: narrow  tenant-shared: true }
  expect partner-access-too-broad on reseller
}

test "narrow rights are not" {
  actor reseller { trust: partner  scope: narrow }
  expect no partner-access-too-broad
}

test "a shopper is no partner" {
  actor shopper { trust: authenticated  scope: broad }
  expect no partner-access-too-broad
}

test "a partner that does not say is a question" {
  actor reseller { trust: partner }
  expect question partner-access-too-broad on reseller
}
