module std

/// Personal data is used for something else as it is
///
/// ## What it does
///
/// Reports each flow that brings personal data, with names or ids in it, to something that uses it
/// for analysis, training or marketing (`secondary-use`), or by which that fetches it. The kinds
/// `analytics` and `warehouse` are for analysis by default. What stays among such components is
/// left out: it is told where it came in.
///
/// ## Why it matters
///
/// Those who ask how the business is going need numbers, not people. What is there as it is gets
/// joined, exported and shown to many, and a model that was trained on it repeats it.
///
/// ## How to fix it
///
/// Pseudonymise or aggregate before the data gets there, and drop free text. State
/// `deidentification: pseudonymised`, `aggregated` or `anonymised` on the flow.
///
/// ## How to accept it
///
/// ```tm
/// accept identifiable-data-in-analytics on orders->sales-warehouse {
///   reason: "customers agreed to it by name; access is limited to three people"
///   owner: "data-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-359: exposure of private personal information to an unauthorized actor
/// - OWASP API Security Top 10, API3:2023: broken object property level authorization
/// - OWASP ASVS 5.0, 14.2.3: sensitive data is not sent to untrusted parties
/// - NIST SP 800-53, SI-19: de-identification
/// - LINDDUN: identifying
rule identifiable-data-in-analytics {
  for f: flow
  let sent = f.to.secondary-use != none and f.from.secondary-use == none
  let fetched = f.from.secondary-use != none and f.to.secondary-use == none
  let exposed = if sent then f.personal-data else f.returned-personal-data
  let sink = if sent then f.to else f.from
  let verb = if sent then "sends" else "fetches"
  let way = if sent then "to" else "from"
  where (sent or fetched) and (any g in exposed) and f.deidentification == none
  severity: medium
  stride: [information-disclosure]
  cwe: [359]
  owasp-api: ["API3:2023"]
  asvs: ["14.2.3"]
  nist: ["SI-19"]
  linddun: [identifying]
  message: "{f.from} {verb} {exposed} {way} {f.target} for {sink.secondary-use}, and nothing hides who the people are"
  at: f.deidentification
  help: "pseudonymise or aggregate {exposed} before it gets to {sink} and state `deidentification: aggregated`"
}

test "personal data for a warehouse is reported" {
  data visits { kinds: [behavioural] }
  service shop
  warehouse sales
  flow load: shop -> sales { data: [visits]  deidentification: none }
  expect identifiable-data-in-analytics on load
}

test "so is what analysis fetches" {
  data visits { kinds: [behavioural] }
  service shop
  analytics forecast
  flow pull: forecast -> shop { returns: [visits]  deidentification: none }
  expect identifiable-data-in-analytics on pull
}

test "so is data for training and for marketing" {
  data visits { kinds: [pii] }
  service shop
  service trainer { secondary-use: ml-training }
  third-party mailer { secondary-use: marketing }
  each flow { data: [visits]  deidentification: none }
  flow learn: shop -> trainer
  flow sell: shop -> mailer
  expect identifiable-data-in-analytics on learn
  expect identifiable-data-in-analytics on sell
}

test "pseudonyms are enough" {
  data visits { kinds: [behavioural] }
  service shop
  warehouse sales
  flow load: shop -> sales { data: [visits]  deidentification: pseudonymised }
  expect no identifiable-data-in-analytics
}

test "operation needs people in its data" {
  data visits { kinds: [pii] }
  service shop
  service billing
  flow bill: shop -> billing { data: [visits]  deidentification: none }
  expect no identifiable-data-in-analytics
}

test "numbers about things, and what is in analysis already, are other matters" {
  data prices { classification: internal }
  data visits { kinds: [pii] }
  service shop
  warehouse sales
  analytics forecast
  flow load: shop -> sales { data: [prices]  deidentification: none }
  flow keep: forecast -> sales { data: [visits]  deidentification: none }
  expect no identifiable-data-in-analytics
}

test "a flow that does not say is a question" {
  data visits { kinds: [behavioural] }
  service shop
  warehouse sales
  flow load: shop -> sales { data: [visits] }
  expect question identifiable-data-in-analytics on load
}

test "so is what analysis or operation fetches of its own" {
  data visits { kinds: [pii] }
  service shop
  service billing
  warehouse sales
  analytics forecast
  each flow { returns: [visits]  deidentification: none }
  flow look: shop -> billing
  flow pull: forecast -> sales
  expect no identifiable-data-in-analytics
}

test "what analysis fetches of things is another matter" {
  data prices { classification: internal }
  service shop
  analytics forecast
  flow pull: forecast -> shop { returns: [prices]  deidentification: none }
  expect no identifiable-data-in-analytics
}
