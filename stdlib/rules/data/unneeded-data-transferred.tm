module std

/// A service gets confidential data that it has no use for
///
/// ## What it does
///
/// Reports each flow that sends confidential data to a service, or answers one with it, where that
/// service states what it holds (`data`) and this data is not in it, nor taken or returned by its
/// endpoints, nor sent on. Services that state no `data` are left alone, since nobody said what
/// they need, and so are third parties, telemetry, and gateways, load balancers and sidecars, which
/// pass on what is not theirs.
///
/// ## Why it matters
///
/// Data that nobody needs leaks all the same: it lies in memory, in logs, in a dump for the
/// developers, in the hands of whoever takes over the service. It is also the easiest exposure to
/// remove.
///
/// ## How to fix it
///
/// Drop the fields that the receiver has no use for. If it does use them, say so in its `data`.
///
/// ## How to accept it
///
/// ```tm
/// accept unneeded-data-transferred on orders->shipping {
///   reason: "the shared message type is split next quarter"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-213: exposure of sensitive information due to incompatible policies
/// - CAPEC-116: excavation
/// - OWASP API Security Top 10, API3:2023: broken object property level authorization
/// - OWASP ASVS 5.0, 14.2.6: no more sensitive data is returned than needed
/// - NIST SP 800-53, SI-12(1): limit personally identifiable information elements
/// - NIST SP 800-53, PT-2: authority to process personally identifiable information
/// - LINDDUN: data disclosure
rule unneeded-data-transferred {
  for f: flow
  let sent =
    collect d in f.data
      if f.to is workload
        and f.to is not third-party
        and f.to is not telemetry
        and f.to is not gateway
        and f.to is not load-balancer
        and f.to is not sidecar
        and (any h in f.to.data)
        and d.classification >= confidential
        and d not in f.to.used-data: d
  let answered =
    collect d in f.returns
      if f.from is workload
        and f.from is not third-party
        and f.from is not telemetry
        and f.from is not gateway
        and f.from is not load-balancer
        and f.from is not sidecar
        and (any h in f.from.data)
        and d.classification >= confidential
        and d not in f.from.used-data: d
  let is-sent = any d in sent
  let receiver = if is-sent then f.to else f.from
  let verb = if is-sent then "sends" else "fetches"
  let way = if is-sent then "to" else "from"
  let who = if is-sent then "which" else "and"
  let unneeded = collect ds in [sent, answered], d in ds: d
  where any d in unneeded
  severity: low
  stride: [information-disclosure]
  cwe: [213]
  capec: [116]
  owasp-api: ["API3:2023"]
  asvs: ["14.2.6"]
  nist: ["SI-12(1)", "PT-2"]
  linddun: [data-disclosure]
  message: "{f.from} {verb} {unneeded} {way} {f.target}, {who} has no use for it"
  at: f
  help: "drop {unneeded} from what {receiver} gets, or state it in the `data` of {receiver} if it is used"
}

test "data that the receiver does not use is reported" {
  data invoices { classification: confidential }
  data parcels
  service orders
  service shipping { data: [parcels] }
  flow send: orders -> shipping { data: [invoices, parcels] }
  expect unneeded-data-transferred on send
}

test "so is data in an answer that the caller does not use" {
  data invoices { classification: confidential }
  data parcels
  service shipping { data: [parcels] }
  service orders
  flow ask: shipping -> orders { returns: [invoices] }
  expect unneeded-data-transferred on ask
}

test "data that is held, served, sent on or answered with is used" {
  data invoices { classification: confidential }
  data parcels
  service orders
  service holder { data: [invoices] }
  service server { data: [parcels]  endpoint bill { data: [invoices] } }
  service sender { data: [parcels] }
  service answerer { data: [parcels] }
  orders -> holder { data: [invoices] }
  orders -> server { data: [invoices] }
  orders -> sender { data: [invoices] }
  sender -> holder { data: [invoices] }
  answerer -> orders { returns: [invoices] }
  holder -> answerer { returns: [invoices] }
  expect no unneeded-data-transferred
}

test "a receiver that does not say what it holds is left alone" {
  data invoices { classification: confidential }
  service orders
  service shipping
  flow send: orders -> shipping { data: [invoices] }
  expect no unneeded-data-transferred
}

test "so is what passes things on, and data that is not confidential" {
  data invoices { classification: confidential }
  data prices { classification: internal }
  data parcels
  service orders
  gateway outward { data: [parcels] }
  service shipping { data: [parcels] }
  orders -> outward { data: [invoices] }
  orders -> shipping { data: [prices] }
  expect no unneeded-data-transferred
}

test "so is data of the highest class, both ways" {
  data health { classification: restricted }
  data parcels
  service clinic
  service shipping { data: [parcels] }
  flow send: clinic -> shipping { data: [health] }
  flow ask: shipping -> clinic { returns: [health] }
  expect unneeded-data-transferred on send
  expect unneeded-data-transferred on ask
}

test "stores, others, and what watches or passes things on are not judged, both ways" {
  data invoices { classification: confidential }
  data parcels
  service orders
  database archive { data: [parcels] }
  third-party provider { data: [parcels] }
  log-collector logs { data: [parcels] }
  gateway front { data: [parcels] }
  load-balancer balancer { data: [parcels] }
  sidecar proxy { data: [parcels] }
  actor shopper { trust: authenticated  data: [parcels] }
  each flow { data: [invoices] }
  orders -> archive
  orders -> provider
  orders -> logs
  orders -> front
  orders -> balancer
  orders -> proxy
  provider -> orders { data: []  returns: [invoices] }
  logs -> orders { data: []  returns: [invoices] }
  front -> orders { data: []  returns: [invoices] }
  balancer -> orders { data: []  returns: [invoices] }
  proxy -> orders { data: []  returns: [invoices] }
  shopper -> orders { data: []  returns: [invoices] }
  expect no unneeded-data-transferred
}

test "neither is a caller that does not say what it holds, nor an answer that is not confidential" {
  data invoices { classification: confidential }
  data prices { classification: internal }
  data parcels
  service orders
  service shipping { data: [parcels] }
  service portal
  portal -> orders { returns: [invoices] }
  shipping -> orders { returns: [prices] }
  expect no unneeded-data-transferred
}
