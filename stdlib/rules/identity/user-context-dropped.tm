module std

/// A call for a user does not say for which one
///
/// ## What it does
///
/// Reports each call between two workloads that is made on behalf of a user and says nothing of
/// that user, if it changes something or carries confidential data. Only calls that are stated to
/// be made for users count (`on-behalf-of-user: true`, or `carries-user: true`). Agents and their
/// tool servers are the matter of `agent-acts-without-user-delegation`.
///
/// ## Why it matters
///
/// The callee can decide by the calling service only, so it must allow it everything that any user
/// may do. A mistake in the caller, or a caller that was taken over, is then a mistake with
/// everybody's data, and nobody can tell afterwards for whom it happened.
///
/// ## How to fix it
///
/// Hand the user on in a form that the callee can verify (`identity-propagation: signed-jwt` or
/// `token-exchange`), and decide there on the user's rights.
///
/// ## How to accept it
///
/// ```tm
/// accept user-context-dropped on orders->mailer {
///   reason: "the mailer takes an address and a template, and decides nothing"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-441: unintended proxy or intermediary
/// - CWE-284: improper access control
/// - CAPEC-122: privilege abuse
/// - OWASP API Security Top 10, API1:2023: broken object level authorization
/// - OWASP ASVS 5.0, 8.3.3: access rests on the permissions of the originating subject
/// - NIST SP 800-53, AC-3: access enforcement
/// - NIST SP 800-53, SC-16: transmission of security attributes
rule user-context-dropped {
  for f: flow
  where f.service-to-service
    and f.from is not agent
    and f.from is not mcp-server
    and (f.on-behalf-of-user or f.carries-user)
    and f.identity-propagation == none
    and f.sensitive
  severity: medium
  stride: [elevation-of-privilege, repudiation]
  cwe: [441, 284]
  capec: [122]
  owasp-api: ["API1:2023"]
  asvs: ["8.3.3"]
  nist: ["AC-3", "SC-16"]
  message: "{f.from} calls {f.target} for a user and does not say for which one"
  at: f.identity-propagation
  help: "hand the user on in a token that {f.to} verifies, decide there on the user's rights, and state `identity-propagation: signed-jwt`"
}

test "a call with confidential data that drops the user is reported" {
  data invoices { classification: confidential }
  service portal
  service billing
  flow show: portal -> billing { on-behalf-of-user: true  returns: [invoices] }
  expect user-context-dropped on show
}

test "so is one that changes something" {
  service portal
  service billing
  flow pay: portal -> billing { on-behalf-of-user: true  state-changing: true }
  expect user-context-dropped on pay
}

test "a signed token about the user suffices" {
  service portal
  service billing
  flow pay: portal -> billing {
    on-behalf-of-user: true
    state-changing: true
    identity-propagation: signed-jwt
  }
  expect no user-context-dropped
}

test "calls for nobody, calls that do no harm, and third parties are left alone" {
  data prices { classification: internal }
  service portal
  service billing
  third-party provider
  flow sweep: portal -> billing { state-changing: true }
  flow price: portal -> billing { on-behalf-of-user: true  data: [prices] }
  flow charge: portal -> provider { on-behalf-of-user: true  state-changing: true }
  expect no user-context-dropped
}

test "a propagation stated as unknown is a question" {
  service portal
  service billing
  flow pay: portal -> billing {
    on-behalf-of-user: true
    state-changing: true
    identity-propagation: unknown
  }
  expect question user-context-dropped on pay
}

test "an agent that drops the user is the matter of another rule" {
  data invoices { classification: confidential }
  agent assistant
  mcp-server tools
  service billing
  flow look: assistant -> billing { on-behalf-of-user: true  data: [invoices] }
  flow fetch: tools -> billing { on-behalf-of-user: true  data: [invoices] }
  expect no user-context-dropped
  expect agent-acts-without-user-delegation on look
  expect agent-acts-without-user-delegation on fetch
}

test "so is a call that is said to carry the user, and hands on none" {
  service portal
  service billing
  flow pay: portal -> billing {
    carries-user: true
    identity-propagation: none
    state-changing: true
  }
  expect user-context-dropped on pay
}

test "one that carries the user in a token is not" {
  service portal
  service billing
  flow pay: portal -> billing {
    carries-user: true
    identity-propagation: token-exchange
    state-changing: true
  }
  expect no user-context-dropped
}

test "a call that carries the user in a form that is stated as unknown is a question" {
  service portal
  service billing
  flow pay: portal -> billing {
    carries-user: true
    identity-propagation: unknown
    state-changing: true
  }
  expect question user-context-dropped on pay
}

test "a model that calls services itself is no agent, and is reported" {
  llm model
  service billing
  flow pay: model -> billing { on-behalf-of-user: true  state-changing: true }
  expect user-context-dropped on pay
  expect no agent-acts-without-user-delegation
}
