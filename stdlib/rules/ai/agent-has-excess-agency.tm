module std

/// An agent or tool server may do more than it needs
///
/// ## What it does
///
/// Reports each agent and tool server whose tools let it do more than its task needs
/// (`tools-scope`), or that acts by an identity with wide rights (`scope` broad or wildcard).
///
/// ## Why it matters
///
/// A model does sooner or later what it can do, by mistake or because somebody talked it into it.
/// Its rights are the size of the damage.
///
/// ## How to fix it
///
/// List tools for each task, read-only unless a task needs more, with short-lived rights for that
/// task. State `tools-scope: narrow`, and `scope: narrow` on its identities.
///
/// ## How to accept it
///
/// ```tm
/// accept agent-has-excess-agency on assistant {
///   reason: "a trial with five members of staff on test data"
///   owner: "ai-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-250: execution with unnecessary privileges
/// - CWE-269: improper privilege management
/// - CAPEC-122: privilege abuse
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP Top 10 for LLM Applications, LLM06:2025: excessive agency
/// - OWASP Top 10 for Agentic Applications, ASI02: tool misuse and exploitation
/// - OWASP Top 10 for Agentic Applications, ASI03: identity and privilege abuse
/// - OWASP MCP Top 10, MCP02: privilege escalation by scope creep
/// - NIST SP 800-53, AC-6: least privilege
rule agent-has-excess-agency {
  for s: ai-workload
  let wide = collect i in s.identities if i.scope.wide: i
  where s is not llm and (s.tools-scope.wide or any i in wide)
  severity: high
  stride: [elevation-of-privilege]
  cwe: [250, 269]
  capec: [122]
  owasp-api: ["API5:2023"]
  owasp-llm: ["LLM06:2025"]
  owasp-agentic: ["ASI02", "ASI03"]
  nist: ["AC-6"]
  message: "{s} may do more than it needs"
  at: s.tools-scope
  help: "give {s} the tools and rights of its task only; state `tools-scope: narrow`, and `scope: narrow` on its identities"
}

test "an agent with tools beyond its task is reported" {
  agent assistant { tools-scope: broad }
  expect agent-has-excess-agency on assistant
}

test "so is a tool server that can do everything" {
  mcp-server tools { tools-scope: wildcard }
  expect agent-has-excess-agency on tools
}

test "so is an agent with a wide identity" {
  agent assistant {
    tools-scope: narrow
    identity robot { scope: broad }
  }
  expect agent-has-excess-agency on assistant
}

test "what it needs is not" {
  agent assistant {
    tools-scope: narrow
    identity robot { scope: narrow }
  }
  expect no agent-has-excess-agency
}

test "a model by itself has no tools" {
  llm model { tools-scope: broad }
  expect no agent-has-excess-agency
}

test "rights of other workloads are other matters" {
  service cart {
    identity cart-account { scope: wildcard }
  }
  expect no agent-has-excess-agency
}

test "an agent that does not say is a question" {
  agent assistant
  expect question agent-has-excess-agency on assistant
}
