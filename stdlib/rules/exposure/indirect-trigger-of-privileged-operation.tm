module std

/// Somebody outside can set off a privileged operation that nobody authorizes on the way
///
/// ## What it does
///
/// Reports each endpoint that changes rights or money or acts on many objects (`operation` admin,
/// grant, batch, refund), if something that an untrusted actor or a third party sends leads there
/// and the way passes a message whose consumer does not ask whether its author may cause this, or
/// a webhook whose sender anybody can play. A last call that establishes trust anew, with a signed
/// identity that is verified and a decision at the callee, is enough.
///
/// ## Why it matters
///
/// The front door is guarded, and the same operation has a back door: an event, a job, a callback.
/// Authorization was evaluated last where the message was made, for something else. The consumer
/// acts with rights of its own.
///
/// ## How to fix it
///
/// Authorize at the consumer, by the signed subject of the message and what it asks for
/// (`consumer-authorization: set`), keep consumers with administrative rights off channels that
/// public producers write to, and verify who sends a webhook (`webhook-authentication: hmac`).
///
/// ## How to accept it
///
/// ```tm
/// accept indirect-trigger-of-privileged-operation on refunds.refund {
///   reason: "only the producer can write to the topic, and it checks every refund"
///   owner: "payments-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-862: missing authorization
/// - CWE-441: unintended proxy or intermediary
/// - CAPEC-122: privilege abuse
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP ASVS 5.0, 8.3.1: authorization is enforced at a trusted service layer
/// - OWASP ASVS 5.0, 8.3.3: access is decided by the rights of the original subject
/// - NIST SP 800-53, AC-3: access enforcement
/// - NIST SP 800-53, AC-4: information flow enforcement
rule indirect-trigger-of-privileged-operation {
  for e: endpoint
  exists a: component
  where e.operation.privileged and (a is actor and a.untrusted or a is third-party)
  path p: a ~> e along request {
    any h: h.via is flow
      and (h.via.consumes and h.via.consumer-authorization == none
        or h.via.endpoint.operation == webhook and h.via.endpoint.webhook-authentication.weak)
    last h: not (h.via is flow and not h.via.consumes and h.via.re-establishes-trust)
  }
  severity: high
  stride: [elevation-of-privilege]
  cwe: [862, 441]
  capec: [122]
  owasp-api: ["API5:2023"]
  asvs: ["8.3.1", "8.3.3"]
  nist: ["AC-3", "AC-4"]
  message: "{a} can set off {e} ({e.operation}) by a message or webhook that nobody authorizes"
  at: e.operation
  help: "authorize at the consumer by the signed subject of the message (`consumer-authorization: set`), or verify the sender of the webhook (`webhook-authentication: hmac`)"
}

test "a refund that an event sets off is reported" {
  actor visitor { trust: authenticated }
  service orders { -> events }
  topic events { -> refunds.refund { consumer-authorization: none } }
  worker refunds { endpoint refund { operation: refund } }
  flow cancel: visitor -> orders
  expect indirect-trigger-of-privileged-operation on refunds.refund
}

test "so is one behind a webhook whose address is its only secret" {
  third-party psp
  service payments { endpoint notify { operation: webhook  webhook-authentication: shared-path } }
  service refunds { endpoint refund { operation: refund } }
  flow tell: psp -> payments.notify
  flow pay-back: payments -> refunds.refund
  expect indirect-trigger-of-privileged-operation on refunds.refund
}

test "so is one further behind the consumer" {
  actor partner-app { trust: partner }
  queue jobs { -> importer { consumer-authorization: none } }
  worker importer { -> accounts.grant }
  service accounts { endpoint grant { operation: grant } }
  flow order-import: partner-app -> jobs
  expect indirect-trigger-of-privileged-operation on accounts.grant
}

test "a consumer that asks is enough" {
  actor visitor { trust: authenticated }
  service orders { -> events }
  topic events { -> refunds.refund { consumer-authorization: set } }
  worker refunds { endpoint refund { operation: refund } }
  flow cancel: visitor -> orders
  expect no indirect-trigger-of-privileged-operation
}

test "so is a webhook whose sender is verified" {
  third-party psp
  service payments { endpoint notify { operation: webhook  webhook-authentication: hmac } }
  service refunds { endpoint refund { operation: refund } }
  flow tell: psp -> payments.notify
  flow pay-back: payments -> refunds.refund
  expect no indirect-trigger-of-privileged-operation
}

test "so is trust that is established anew at the end" {
  actor partner-app { trust: partner }
  queue jobs { -> importer { consumer-authorization: none } }
  worker importer {
    -> accounts.grant { identity-propagation: signed-jwt  validates: [sig, iss, aud, exp] }
  }
  service accounts {
    authorization-at: service
    endpoint grant { operation: grant }
  }
  flow order-import: partner-app -> jobs
  expect no indirect-trigger-of-privileged-operation
}

test "but not a signature at a consumer that does not ask" {
  actor partner-app { trust: partner }
  queue jobs {
    -> refunds.refund {
      consumer-authorization: none
      identity-propagation: signed-jwt
      validates: [sig, iss, aud, exp]
    }
  }
  worker refunds {
    authorization-at: service
    endpoint refund { operation: refund }
  }
  flow order: partner-app -> jobs
  expect indirect-trigger-of-privileged-operation on refunds.refund
}

test "direct calls, staff and plain operations are other matters" {
  actor visitor { trust: anonymous }
  actor operator { trust: admin }
  topic commands { -> refunds.refund { consumer-authorization: none } }
  topic events { -> refunds.note { consumer-authorization: none } }
  worker refunds {
    endpoint refund { operation: refund }
    endpoint note { operation: create }
  }
  service accounts { endpoint grant { operation: grant } }
  flow order: operator -> commands
  flow tell: visitor -> events
  flow ask: visitor -> accounts.grant
  expect no indirect-trigger-of-privileged-operation
}

test "a consumer that does not say is a question" {
  actor visitor { trust: authenticated }
  service orders { -> events }
  topic events { -> refunds.refund }
  worker refunds { endpoint refund { operation: refund } }
  flow cancel: visitor -> orders
  expect question indirect-trigger-of-privileged-operation on refunds.refund
}
