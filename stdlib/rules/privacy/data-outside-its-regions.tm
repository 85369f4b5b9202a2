module std

/// Data is in a country that it must not get into
///
/// ## What it does
///
/// Reports each class of data together with each component that handles it in a jurisdiction that
/// is not among the `regions` of that data. The jurisdiction of a component is its `residency`, or
/// that of the region, account or other boundary around it. Components without one, actors, and
/// data without `regions` are left out.
///
/// ## Why it matters
///
/// The rules that the data is under end at a border, and other authorities may ask for it there.
/// The way out is often not the database but a queue, a cache or a provider that somebody added.
///
/// ## How to fix it
///
/// Move the component, keep the data back, or send it without people in it. If the transfer is
/// lawful, by an agreement that says so, add the jurisdiction to `regions`.
///
/// ## How to accept it
///
/// ```tm
/// accept data-outside-its-regions on addresses, us-support {
///   reason: "standard contractual clauses are signed; the list follows"
///   owner: "legal-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-359: exposure of private personal information to an unauthorized actor
/// - OWASP API Security Top 10, API3:2023: broken object property level authorization
/// - NIST SP 800-53, AC-4: information flow enforcement
/// - NIST SP 800-53, SA-9(5): location of processing, storage and service
/// - LINDDUN: non-compliance
rule data-outside-its-regions {
  for g: data, c: component
  where g in c.handled-data
    and c is not actor
    and c.residency is set
    and (any r in g.regions)
    and c.residency not in g.regions
  severity: medium
  stride: [information-disclosure]
  cwe: [359]
  owasp-api: ["API3:2023"]
  nist: ["AC-4", "SA-9(5)"]
  linddun: [non-compliance]
  message: "{g} gets to {c} in {c.residency}, but may be in {g.regions} only"
  at: g.regions
  help: "move {c}, keep {g} from it, or add its jurisdiction to the `regions` of {g} if the transfer is lawful"
}

test "a store in another country is reported" {
  data addresses { kinds: [pii]  regions: ["EU"] }
  region us { residency: "US"  database customers { data: [addresses] } }
  expect data-outside-its-regions on addresses, customers
}

test "so is a provider that data is sent to, and one that fetches it" {
  data addresses { kinds: [pii]  regions: ["EU"] }
  service shop
  third-party mailer { residency: "US" }
  third-party auditor { residency: "US" }
  flow mail: shop -> mailer { data: [addresses] }
  flow audit: auditor -> shop { returns: [addresses] }
  expect data-outside-its-regions on addresses, mailer
  expect data-outside-its-regions on addresses, auditor
  expect no data-outside-its-regions on addresses, shop
}

test "so is a channel on the way" {
  data addresses { regions: ["EU"] }
  service shop
  region us { residency: "US"  topic events }
  flow tell: shop -> events { data: [addresses] }
  expect data-outside-its-regions on addresses, events
}

test "a listed jurisdiction is not" {
  data addresses { kinds: [pii]  regions: ["EU", "US"] }
  region us { residency: "US"  database customers { data: [addresses] } }
  expect no data-outside-its-regions
}

test "data without limits may be anywhere" {
  data addresses { kinds: [pii] }
  region us { residency: "US"  database customers { data: [addresses] } }
  expect no data-outside-its-regions
}

test "other data, unknown places and people abroad are left out" {
  data addresses { regions: ["EU"] }
  data prices
  region us {
    residency: "US"
    database catalog { data: [prices] }
    actor traveller { trust: authenticated }
  }
  service shop { data: [addresses] }
  flow look: traveller -> shop { returns: [addresses] }
  expect no data-outside-its-regions
}
