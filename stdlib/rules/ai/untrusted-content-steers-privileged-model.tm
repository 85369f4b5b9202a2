module std

/// What strangers write can make a model act
///
/// ## What it does
///
/// Reports each agent or model that has effects which no person confirms, does not keep
/// instructions apart from what others wrote (`content-filter: none`), and gets content from an
/// untrusted actor or a third party. Content comes along calls and messages, and back with answers
/// that state what they return: a page, a ticket, a document. Effects are calls with a
/// `side-effect`, its own or those of the tool servers that it calls.
///
/// ## Why it matters
///
/// To a model, instructions and content are the same text. A sentence in a ticket or on a web page
/// can make it send, refund or delete with the rights that it has, and the one who wrote the
/// sentence never logged in.
///
/// ## How to fix it
///
/// Mark and filter what others wrote before it gets into the context (`content-filter: set`), take
/// tools away while such content is in it, and let a person confirm what has effects
/// (`human-approval: set` on the call).
///
/// ## How to accept it
///
/// ```tm
/// accept untrusted-content-steers-privileged-model on assistant {
///   reason: "answers from our own handbook only; the web tool is switched off"
///   owner: "ai-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-1427: improper neutralization of input used for LLM prompting
/// - OWASP API Security Top 10, API10:2023: unsafe consumption of APIs
/// - OWASP Top 10 for LLM Applications, LLM01:2025: prompt injection
/// - OWASP Top 10 for Agentic Applications, ASI01: agent goal hijack
/// - OWASP MCP Top 10, MCP06: prompt injection by content that tools return
rule untrusted-content-steers-privileged-model {
  for s: ai-workload
  exists a: component
  let effects = collect fs in [s.own-effects, s.tool-effects], f in fs: f
  where (a is actor and a.untrusted or a is third-party)
    and s is not mcp-server
    and s.content-filter == none
    and any f in effects
  path p: a ~> s along data-flow
  severity: high
  stride: [tampering, elevation-of-privilege]
  cwe: [1427]
  owasp-api: ["API10:2023"]
  owasp-llm: ["LLM01:2025"]
  owasp-agentic: ["ASI01"]
  message: "what {a} writes gets into the context of {s}, which acts by {effects}"
  at: s.content-filter
  help: "keep what {a} writes apart from instructions (`content-filter: set`), or let a person confirm what has effects (`human-approval: set`)"
}

test "an agent that strangers talk to is reported" {
  actor visitor { trust: anonymous }
  agent assistant { content-filter: none }
  service refunds
  flow chat: visitor -> assistant
  flow pay: assistant -> refunds { side-effect: money  human-approval: none }
  expect untrusted-content-steers-privileged-model on assistant
}

test "so is one that reads what strangers stored" {
  actor visitor { trust: authenticated }
  data ticket
  service desk
  database tickets
  agent assistant { content-filter: none }
  service refunds
  flow complain: visitor -> desk
  flow store: desk -> tickets
  flow fetch: assistant -> tickets { returns: [ticket] }
  flow pay: assistant -> refunds { side-effect: money  human-approval: none }
  expect untrusted-content-steers-privileged-model on assistant
}

test "so is one that reads pages of a third party" {
  data page
  third-party wiki
  agent assistant { content-filter: none }
  service mail
  flow look: assistant -> wiki { returns: [page] }
  flow send: assistant -> mail { side-effect: sensitive  human-approval: none }
  expect untrusted-content-steers-privileged-model on assistant
}

test "so is one whose tools have the effect" {
  actor visitor { trust: anonymous }
  agent assistant { content-filter: none }
  mcp-server tools
  service refunds
  flow chat: visitor -> assistant
  flow use: assistant -> tools { human-approval: none }
  flow pay: tools -> refunds { side-effect: money  human-approval: none }
  expect untrusted-content-steers-privileged-model on assistant
  expect no untrusted-content-steers-privileged-model on tools
}

test "a filter is enough" {
  actor visitor { trust: anonymous }
  agent assistant { content-filter: set }
  service refunds
  flow chat: visitor -> assistant
  flow pay: assistant -> refunds { side-effect: money  human-approval: none }
  expect no untrusted-content-steers-privileged-model
}

test "so is a person who confirms" {
  actor visitor { trust: anonymous }
  agent assistant { content-filter: none }
  mcp-server tools
  service refunds
  flow chat: visitor -> assistant
  flow use: assistant -> tools { human-approval: set }
  flow pay: tools -> refunds { side-effect: money }
  expect no untrusted-content-steers-privileged-model
}

test "a model without effects can be steered to nothing" {
  actor visitor { trust: anonymous }
  agent assistant { content-filter: none }
  service catalog
  flow chat: visitor -> assistant
  flow look: assistant -> catalog
  expect no untrusted-content-steers-privileged-model
}

test "one that gets nothing from strangers is not" {
  actor operator { trust: workforce }
  third-party wiki
  agent assistant { content-filter: none }
  service refunds
  flow chat: operator -> assistant
  flow pay: assistant -> refunds { side-effect: money  human-approval: none }
  flow publish: assistant -> wiki
  expect no untrusted-content-steers-privileged-model
}

test "an agent that does not say is a question" {
  actor visitor { trust: anonymous }
  agent assistant
  service refunds
  flow chat: visitor -> assistant
  flow pay: assistant -> refunds { side-effect: money  human-approval: none }
  expect question untrusted-content-steers-privileged-model on assistant
}

test "what is confirmed, has no effect, or is done by another program does not count" {
  actor visitor { trust: anonymous }
  agent assistant { content-filter: none }
  agent helper { content-filter: none }
  mcp-server tools
  mcp-server safe-tools
  service refunds
  service ledger
  visitor -> assistant
  visitor -> helper
  assistant -> refunds { side-effect: money  human-approval: set }
  assistant -> tools { human-approval: none }
  tools -> refunds { human-approval: none }
  assistant -> safe-tools { human-approval: none }
  safe-tools -> refunds { side-effect: money  human-approval: set }
  helper -> refunds { human-approval: none }
  refunds -> ledger { side-effect: money  human-approval: none }
  expect no untrusted-content-steers-privileged-model
}
