module std

/// The tools that agents are told to use can change, or were never looked at
///
/// ## What it does
///
/// Reports each tool server whose descriptions of tools are not pinned, or that nobody approved
/// before agents were connected.
///
/// ## Why it matters
///
/// The description of a tool is an instruction to the model. A server that changes it after it was
/// connected tells every agent what to do next, and so does one that nobody looked at.
///
/// ## How to fix it
///
/// Keep a register of servers, fix descriptions by a hash and approve changes, and keep servers
/// apart from each other. State `tool-pinning: set` and `approved: true`.
///
/// ## How to accept it
///
/// ```tm
/// accept tool-definition-unpinned-or-unreviewed on tools {
///   reason: "built from the same repository as the agent, and released with it"
///   owner: "ai-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-494: download of code without integrity check
/// - CWE-829: inclusion of functionality from an untrusted control sphere
/// - CAPEC-184: software integrity attack
/// - MITRE ATT&CK T1195: supply chain compromise
/// - OWASP API Security Top 10, API10:2023: unsafe consumption of APIs
/// - OWASP Top 10 for LLM Applications, LLM03:2025: supply chain
/// - OWASP Top 10 for Agentic Applications, ASI04: agentic supply chain vulnerabilities
/// - OWASP MCP Top 10, MCP03: tool poisoning
/// - OWASP MCP Top 10, MCP04: supply chain attacks and tampering with dependencies
/// - OWASP MCP Top 10, MCP09: shadow MCP servers
rule tool-definition-unpinned-or-unreviewed {
  for s: mcp-server
  where s.tool-pinning == none or s.approved == false
  severity: high
  stride: [tampering, spoofing]
  cwe: [494, 829]
  capec: [184]
  attack: ["T1195"]
  owasp-api: ["API10:2023"]
  owasp-llm: ["LLM03:2025"]
  owasp-agentic: ["ASI04"]
  message: "what {s} tells agents about its tools can change unseen, or was never approved"
  at: s.tool-pinning
  help: "fix the descriptions of {s} by a hash, approve it and each change, and state `tool-pinning: set` and `approved: true`"
}

test "descriptions that can change are reported" {
  mcp-server tools { tool-pinning: none  approved: true }
  expect tool-definition-unpinned-or-unreviewed on tools
}

test "so is a server that nobody approved" {
  mcp-server tools { tool-pinning: set  approved: false }
  expect tool-definition-unpinned-or-unreviewed on tools
}

test "both in place are not" {
  mcp-server tools { tool-pinning: set  approved: true }
  expect no tool-definition-unpinned-or-unreviewed
}

test "a service describes no tools" {
  service cart
  expect no tool-definition-unpinned-or-unreviewed
}

test "a server that does not say is a question" {
  mcp-server tools { tool-pinning: set }
  expect question tool-definition-unpinned-or-unreviewed on tools
}
