//! What can be done to a business by using it as it is.
module std

/// The sensitive business flow that an endpoint is part of (OWASP API6:2023).
enum BusinessFlow {
  /// Whoever goes through it gets something that they did not pay for.
  field benefit: bool = false
  /// One wrong use costs money, data or rights at once.
  field high-stakes: bool = false
  /// None.
  none
  /// Buying something.
  purchase
  /// Money comes in.
  payment { high-stakes: true }
  /// Money goes back.
  refund { benefit: true  high-stakes: true }
  /// Money goes out.
  payout { high-stakes: true }
  /// A discount or campaign.
  promotion { benefit: true }
  /// Store credit or points.
  credit { benefit: true }
  /// A right to use something.
  entitlement { benefit: true  high-stakes: true }
  /// A reward for bringing others.
  referral { benefit: true }
  /// Joining accounts.
  account-link { benefit: true }
  /// Data leaves in bulk.
  export { high-stakes: true }
}

/// How much one use of a business flow is worth.
enum BusinessValue {
  /// As much as the business can lose every day.
  normal
  /// Enough to plan an attack for.
  high
}

/// What becomes of a request that arrives twice.
enum Idempotency {
  /// It is done twice.
  none
  /// It is told by a key that the client sends (`Idempotency-Key`).
  key
  /// Doing it twice is the same as doing it once (RFC 9110, section 9.2.2).
  natural
}

/// Who makes sure that the steps of a workflow come in order.
enum WorkflowEnforcement {
  /// Nobody.
  none
  /// The client.
  client
  /// The server, by the state that it keeps.
  server
}

/// What one message or call brings about.
enum SideEffect {
  /// Nothing that has to be undone.
  none
  /// Something that somebody would mind.
  sensitive
  /// Money moves.
  money
  /// Rights change.
  privilege
  /// Something that cannot be undone.
  irreversible
}

extend endpoint {
  /// The sensitive business flow that it is part of.
  fact business-flow: BusinessFlow = none
  /// How much one use of that flow is worth.
  fact value: BusinessValue = normal
  /// Who makes sure that its step comes in order.
  control workflow-enforcement: WorkflowEnforcement
  /// What becomes of a request that arrives twice.
  control idempotency: Idempotency
  /// A cap on what one person can get out of it.
  control benefit-limit: Presence
  /// A further proof (step-up authentication, RFC 9470) or a second person, for this action.
  control step-up: Presence
  /// What tells people from scripts, and slows scripts down.
  control anti-automation: Presence
  /// Somebody is told when it is used in a way that makes no sense for the business.
  control abuse-detection: Presence
}

test "by these somebody gets what they did not pay for" {
  service shop {
    each endpoint { benefit-limit: none }
    endpoint on-none { business-flow: none }
    endpoint on-purchase { business-flow: purchase }
    endpoint on-payment { business-flow: payment }
    endpoint on-refund { business-flow: refund }
    endpoint on-payout { business-flow: payout }
    endpoint on-promotion { business-flow: promotion }
    endpoint on-credit { business-flow: credit }
    endpoint on-entitlement { business-flow: entitlement }
    endpoint on-referral { business-flow: referral }
    endpoint on-account-link { business-flow: account-link }
    endpoint on-export { business-flow: export }
  }
  expect no benefit-loop-unbounded on shop.on-none
  expect no benefit-loop-unbounded on shop.on-purchase
  expect no benefit-loop-unbounded on shop.on-payment
  expect benefit-loop-unbounded on shop.on-refund
  expect no benefit-loop-unbounded on shop.on-payout
  expect benefit-loop-unbounded on shop.on-promotion
  expect benefit-loop-unbounded on shop.on-credit
  expect benefit-loop-unbounded on shop.on-entitlement
  expect benefit-loop-unbounded on shop.on-referral
  expect benefit-loop-unbounded on shop.on-account-link
  expect no benefit-loop-unbounded on shop.on-export
}

test "of these one wrong use is costly" {
  service shop {
    each endpoint { value: high  step-up: none }
    endpoint on-none { business-flow: none }
    endpoint on-purchase { business-flow: purchase }
    endpoint on-payment { business-flow: payment }
    endpoint on-refund { business-flow: refund }
    endpoint on-payout { business-flow: payout }
    endpoint on-promotion { business-flow: promotion }
    endpoint on-credit { business-flow: credit }
    endpoint on-entitlement { business-flow: entitlement }
    endpoint on-referral { business-flow: referral }
    endpoint on-account-link { business-flow: account-link }
    endpoint on-export { business-flow: export }
  }
  expect no high-value-action-single-step on shop.on-none
  expect no high-value-action-single-step on shop.on-purchase
  expect high-value-action-single-step on shop.on-payment
  expect high-value-action-single-step on shop.on-refund
  expect high-value-action-single-step on shop.on-payout
  expect no high-value-action-single-step on shop.on-promotion
  expect no high-value-action-single-step on shop.on-credit
  expect high-value-action-single-step on shop.on-entitlement
  expect no high-value-action-single-step on shop.on-referral
  expect no high-value-action-single-step on shop.on-account-link
  expect high-value-action-single-step on shop.on-export
}
