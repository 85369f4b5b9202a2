module std

/// An agent acts for a user with rights of its own
///
/// ## What it does
///
/// Reports each call of an agent or tool server that is made on behalf of a user
/// (`on-behalf-of-user: true` or `carries-user: true`) and does not say for whom, or says so in a
/// way that anybody can make up: a plain header, an unsigned token.
///
/// ## Why it matters
///
/// The callee sees the agent, which may act for everybody, and not the user, who may not. Whoever
/// can talk to the agent reads and changes what is not theirs, and the audit trail names a robot.
///
/// ## How to fix it
///
/// Exchange the token of the user for one that names both, the user as subject and the agent as
/// actor, and let the resource decide on the user. State `identity-propagation: token-exchange`.
///
/// ## How to accept it
///
/// ```tm
/// accept agent-acts-without-user-delegation on assistant->orders {
///   reason: "the agent serves one customer, whose data alone is in the store"
///   owner: "ai-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-441: unintended proxy or intermediary
/// - CAPEC-122: privilege abuse
/// - OWASP API Security Top 10, API1:2023: broken object level authorization
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP Top 10 for LLM Applications, LLM06:2025: excessive agency
/// - OWASP Top 10 for Agentic Applications, ASI03: identity and privilege abuse
/// - OWASP MCP Top 10, MCP07: insufficient authentication and authorization
/// - OWASP ASVS 5.0, 8.3.3: access is decided by the rights of the original subject
/// - NIST SP 800-53, AC-3: access enforcement
/// - OWASP Model Context Protocol Security: confused deputy
rule agent-acts-without-user-delegation {
  for f: flow
  where (f.from is agent or f.from is mcp-server)
    and (f.on-behalf-of-user or f.carries-user)
    and (f.identity-propagation == none or f.identity-propagation.forgeable)
  severity: high
  stride: [elevation-of-privilege, repudiation]
  cwe: [441]
  capec: [122]
  owasp-api: ["API1:2023", "API5:2023"]
  owasp-llm: ["LLM06:2025"]
  owasp-agentic: ["ASI03"]
  asvs: ["8.3.3"]
  nist: ["AC-3"]
  message: "{f.from} calls {f.target} for a user with rights of its own (the user is handed on by: {f.identity-propagation})"
  at: f.identity-propagation
  help: "exchange the token of the user for this call (`identity-propagation: token-exchange`), and let {f.to} decide on the user"
}

test "an agent that does not say for whom it calls is reported" {
  agent assistant
  service orders
  flow look: assistant -> orders { on-behalf-of-user: true }
  expect agent-acts-without-user-delegation on look
}

test "so is one that is said to carry the user, and hands on none" {
  agent assistant
  service orders
  flow look: assistant -> orders { carries-user: true  identity-propagation: none }
  expect agent-acts-without-user-delegation on look
}

test "so is a tool server that says so in a plain header" {
  mcp-server tools
  service orders
  flow look: tools -> orders { on-behalf-of-user: true  identity-propagation: plain-header }
  expect agent-acts-without-user-delegation on look
}

test "so is a token that nobody signed" {
  agent assistant
  service orders
  flow look: assistant -> orders { on-behalf-of-user: true  identity-propagation: unsigned-jwt }
  expect agent-acts-without-user-delegation on look
}

test "an exchanged token is not" {
  agent assistant
  service orders
  flow look: assistant -> orders { on-behalf-of-user: true  identity-propagation: token-exchange }
  expect no agent-acts-without-user-delegation
}

test "a task of its own needs no user" {
  agent assistant
  service orders
  flow look: assistant -> orders
  expect no agent-acts-without-user-delegation
}

test "services are the matter of another rule" {
  service shop
  service orders
  flow look: shop -> orders { on-behalf-of-user: true }
  expect no agent-acts-without-user-delegation
}

test "a user who is handed on in a way that is stated as unknown is a question" {
  agent assistant
  service orders
  flow look: assistant -> orders { carries-user: true  identity-propagation: unknown }
  expect question agent-acts-without-user-delegation on look
}
