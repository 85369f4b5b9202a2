module std

/// An agent moves money, rights or data, and no person confirms it
///
/// ## What it does
///
/// Reports each call of an agent with a `side-effect` that no person confirms, and each such call
/// of a tool server that an agent uses, unless the call of the agent is confirmed already.
///
/// ## Why it matters
///
/// The agent is sure of itself when it is wrong. It acts in seconds and many times over, and the
/// first person who looks at it is the customer.
///
/// ## How to fix it
///
/// Let a person confirm each action, with the parameters that will be used, and cap values and
/// rates for what goes without. State `human-approval: set`.
///
/// ## How to accept it
///
/// ```tm
/// accept high-impact-agent-action-unapproved on assistant->refunds {
///   reason: "up to ten euros a day and customer, enforced by the refund service"
///   owner: "payments-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-862: missing authorization
/// - CAPEC-122: privilege abuse
/// - OWASP API Security Top 10, API6:2023: unrestricted access to sensitive business flows
/// - OWASP Top 10 for LLM Applications, LLM06:2025: excessive agency
/// - OWASP Top 10 for Agentic Applications, ASI02: tool misuse and exploitation
/// - OWASP Top 10 for Agentic Applications, ASI09: human-agent trust exploitation
/// - OWASP ASVS 5.0, 2.3.5: high-value flows need the approval of a second person
rule high-impact-agent-action-unapproved {
  for f: flow
  where f.side-effect != none
    and f.human-approval == none
    and (f.from is agent
      or f.from is mcp-server
        and any g in f.from.incoming: g.from is agent and g.human-approval != set)
  severity: high
  stride: [elevation-of-privilege, tampering]
  cwe: [862]
  capec: [122]
  owasp-api: ["API6:2023"]
  owasp-llm: ["LLM06:2025"]
  owasp-agentic: ["ASI02", "ASI09"]
  asvs: ["2.3.5"]
  message: "{f.from} acts on {f.target} (effect: {f.side-effect}), and no person confirms it"
  at: f.human-approval
  help: "let a person confirm the action with its parameters, and state `human-approval: set`"
}

test "an agent that moves money by itself is reported" {
  agent assistant
  service refunds
  flow pay: assistant -> refunds { side-effect: money  human-approval: none }
  expect high-impact-agent-action-unapproved on pay
}

test "so is a tool server that does it for an agent" {
  agent assistant
  mcp-server tools
  service accounts
  flow use: assistant -> tools { human-approval: none }
  flow drop: tools -> accounts { side-effect: irreversible  human-approval: none }
  expect high-impact-agent-action-unapproved on drop
  expect no high-impact-agent-action-unapproved on use
}

test "a person who confirms is enough, at the tool or before it" {
  agent assistant
  mcp-server tools
  service accounts
  service refunds
  flow pay: assistant -> refunds { side-effect: money  human-approval: set }
  flow use: assistant -> tools { human-approval: set }
  flow drop: tools -> accounts { side-effect: irreversible  human-approval: none }
  expect no high-impact-agent-action-unapproved
}

test "reading has no effect" {
  agent assistant
  service catalog
  flow look: assistant -> catalog { human-approval: none }
  expect no high-impact-agent-action-unapproved
}

test "services, and tool servers without agents, are other matters" {
  service shop
  mcp-server tools
  service refunds
  flow back: shop -> refunds { side-effect: money  human-approval: none }
  flow pay: tools -> refunds { side-effect: money  human-approval: none }
  expect no high-impact-agent-action-unapproved
}

test "a call that does not say is a question" {
  agent assistant
  service refunds
  flow pay: assistant -> refunds { side-effect: money }
  expect question high-impact-agent-action-unapproved on pay
}

test "so is what a service does behind an agent, or a tool server for a service" {
  agent assistant
  service refunds
  service ledger
  service shop
  mcp-server tools
  flow ask: assistant -> refunds { human-approval: none }
  flow pay: refunds -> ledger { side-effect: money  human-approval: none }
  flow use: shop -> tools { human-approval: none }
  flow send: tools -> ledger { side-effect: money  human-approval: none }
  expect no high-impact-agent-action-unapproved
}
