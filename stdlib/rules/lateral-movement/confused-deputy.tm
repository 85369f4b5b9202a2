module std

/// A service acts with its own rights for whoever asks
///
/// ## What it does
///
/// Reports each workload with an endpoint that takes the id of an object from untrusted callers and
/// does not compare its owner with the caller, if it then calls another workload on behalf of the
/// user without saying for which one, and that call changes something or carries confidential data.
/// If the endpoint states its `calls`, only those count.
///
/// ## Why it matters
///
/// The workload that is called sees a trusted service and does what it asks. So each check is left
/// to the other, and the caller borrows the rights of the service in between: any object, of any
/// user.
///
/// ## How to fix it
///
/// Hand the user on (`identity-propagation: token-exchange` or `signed-jwt`) and let the owner of
/// the object decide on the user's rights. Or check the object at the endpoint and state `object`
/// in `authorization-checks`.
///
/// ## How to accept it
///
/// ```tm
/// accept confused-deputy on portal {
///   reason: "orders are looked up by an unguessable link"
///   owner: "web-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-441: unintended proxy or intermediary
/// - CWE-863: incorrect authorization
/// - CAPEC-122: privilege abuse
/// - OWASP API Security Top 10, API1:2023: broken object level authorization
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP ASVS 5.0, 8.3.3: access rests on the permissions of the originating subject
/// - NIST SP 800-53, AC-3: access enforcement
/// - NIST SP 800-53, AC-24: access control decisions
rule confused-deputy {
  for s: workload
  exists e in s.endpoints, f in s.outgoing
  where e.object-id-from.from-caller
    and object not in e.authorization-checks
    and not e.public-by-design
    and e.reached-by-untrusted
    and f.to is workload
    and f.on-behalf-of-user
    and f.identity-propagation == none
    and f.sensitive
    and ((no c in e.calls) or f.endpoint in e.calls)
  severity: high
  stride: [elevation-of-privilege]
  cwe: [441, 863]
  capec: [122]
  owasp-api: ["API1:2023", "API5:2023"]
  asvs: ["8.3.3"]
  nist: ["AC-3", "AC-24"]
  message: "{s} calls {f.to} with its own rights for whatever object callers of {e} name"
  help: "hand the user on to {f.to} and decide there (`identity-propagation: token-exchange`), or check the object's owner in {e} and state `object` in `authorization-checks`"
}

test "an id that nobody checks, passed on without the user, is reported" {
  data invoices { classification: confidential }
  actor visitor { trust: authenticated }
  service portal { endpoint invoice { object-id-from: path  authorization-checks: [role] } }
  service billing
  flow ask: visitor -> portal.invoice
  flow fetch: portal -> billing { on-behalf-of-user: true  returns: [invoices] }
  expect confused-deputy on portal
}

test "so is one with which something is changed, at a third party too" {
  actor visitor { trust: authenticated }
  service portal {
    endpoint refund { object-id-from: body  authorization-checks: []  calls: [provider.pay-back] }
  }
  third-party provider { endpoint pay-back { state-changing: true } }
  flow ask: visitor -> portal.refund
  flow pay: portal -> provider.pay-back { on-behalf-of-user: true }
  expect confused-deputy on portal
}

test "a check of the object at the endpoint suffices" {
  actor visitor { trust: authenticated }
  service portal { endpoint refund { object-id-from: body  authorization-checks: [role, object] } }
  service billing
  flow ask: visitor -> portal.refund
  flow pay: portal -> billing { on-behalf-of-user: true  state-changing: true }
  expect no confused-deputy
}

test "so does the user's identity on the call" {
  actor visitor { trust: authenticated }
  service portal { endpoint refund { object-id-from: body  authorization-checks: [role] } }
  service billing
  flow ask: visitor -> portal.refund
  flow pay: portal -> billing {
    on-behalf-of-user: true
    state-changing: true
    identity-propagation: signed-jwt
  }
  expect no confused-deputy
}

test "a call that another endpoint makes is left alone" {
  actor visitor { trust: authenticated }
  service portal {
    endpoint show { object-id-from: path  authorization-checks: [role]  calls: [catalog.price] }
  }
  service catalog { endpoint price }
  service billing
  flow ask: visitor -> portal.show
  flow look: portal -> catalog.price
  flow pay: portal -> billing { on-behalf-of-user: true  state-changing: true }
  expect no confused-deputy
}

test "so is what outsiders do not reach, and what stores hold" {
  actor visitor { trust: authenticated }
  service portal { endpoint refund { object-id-from: body  authorization-checks: [role] } }
  service desk { endpoint refund { object-id-from: body  authorization-checks: [role] } }
  service billing
  datastore invoices
  flow ask: visitor -> portal.refund
  flow write: portal -> invoices { on-behalf-of-user: true  state-changing: true }
  flow pay: desk -> billing { on-behalf-of-user: true  state-changing: true }
  expect no confused-deputy
}

test "checks that nobody states are a question" {
  actor visitor { trust: authenticated }
  service portal { endpoint refund { object-id-from: body } }
  service billing
  flow ask: visitor -> portal.refund
  flow pay: portal -> billing { on-behalf-of-user: true  state-changing: true }
  expect question confused-deputy on portal
}

test "so is what names no object, is for everybody, is for no user, or does no harm" {
  data prices { classification: internal }
  actor visitor { trust: authenticated }
  each endpoint { authorization-checks: [role] }
  service portal { endpoint refund }
  service site { endpoint show { object-id-from: path  public-by-design: true } }
  service batch { endpoint run { object-id-from: body } }
  service shop { endpoint price { object-id-from: query } }
  service billing
  visitor -> portal.refund
  visitor -> site.show
  visitor -> batch.run
  visitor -> shop.price
  portal -> billing { on-behalf-of-user: true  state-changing: true }
  site -> billing { on-behalf-of-user: true  state-changing: true }
  batch -> billing { state-changing: true }
  shop -> billing { on-behalf-of-user: true  returns: [prices] }
  expect no confused-deputy
}
