module std

/// A model can be used without limit, or acts without a trace
///
/// ## What it does
///
/// Reports each agent, model and tool server without a cap on what one caller can use up, or
/// without an audit trail. Of what somebody else runs, only the cap on the use of their models is
/// asked.
///
/// ## Why it matters
///
/// Each call costs money, and an agent that got into a loop, or a caller who found out, makes
/// thousands. Without a record of who asked for what and which tool was called how, nobody can say
/// afterwards what was done.
///
/// ## How to fix it
///
/// Give each caller a budget of tokens, calls and money, and record each call of a tool with its
/// parameters, the user and the result. State `consumption-limit: set` and `audit: full`.
///
/// ## How to accept it
///
/// ```tm
/// accept agent-unmetered-or-unaudited on assistant {
///   reason: "a trial with five members of staff"
///   owner: "ai-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-770: allocation of resources without limits or throttling
/// - CWE-778: insufficient logging
/// - CAPEC-130: excessive allocation
/// - MITRE ATT&CK T1496.004: cloud service hijacking
/// - OWASP API Security Top 10, API4:2023: unrestricted resource consumption
/// - OWASP Top 10 for LLM Applications, LLM10:2025: unbounded consumption
/// - OWASP Top 10 for Agentic Applications, ASI08: cascading failures
/// - OWASP Top 10 for Agentic Applications, ASI10: rogue agents
/// - OWASP MCP Top 10, MCP08: lack of audit and telemetry
/// - NIST SP 800-53, SC-5: denial-of-service protection
/// - NIST SP 800-53, AU-12: audit record generation
rule agent-unmetered-or-unaudited {
  for s: ai-workload
  let unlimited = s.consumption-limit is known and s.consumption-limit == none
  let lack = if unlimited then "without limit" else "without a trace"
  where (s is llm or not s.external) and s.consumption-limit == none
    or not s.external and s.audit == none
  severity: medium
  stride: [denial-of-service, repudiation]
  cwe: [770, 778]
  capec: [130]
  attack: ["T1496.004"]
  owasp-api: ["API4:2023"]
  owasp-llm: ["LLM10:2025"]
  owasp-agentic: ["ASI08", "ASI10"]
  nist: ["SC-5", "AU-12"]
  message: "{s} can be used {lack}"
  at: s.consumption-limit
  help: "cap what one caller of {s} can use up, record its calls of tools, and state `consumption-limit: set` and `audit: full`"
}

test "an agent without limits is reported" {
  agent assistant { consumption-limit: none  audit: full }
  expect agent-unmetered-or-unaudited on assistant
}

test "so is a tool server without a trace" {
  mcp-server tools { consumption-limit: set  audit: none }
  expect agent-unmetered-or-unaudited on tools
}

test "so is somebody else's model without a cap on its use" {
  partner-network provider { llm model { consumption-limit: none } }
  expect agent-unmetered-or-unaudited on model
}

test "a limit and a trace are enough" {
  agent assistant { consumption-limit: set  audit: full }
  expect no agent-unmetered-or-unaudited
}

test "what others record is theirs" {
  partner-network provider {
    llm model { consumption-limit: set  audit: none }
    mcp-server web-tools { consumption-limit: none  audit: none }
  }
  expect no agent-unmetered-or-unaudited
}

test "services are the matter of other rules" {
  service cart { audit: none }
  expect no agent-unmetered-or-unaudited
}

test "an agent that does not say is a question" {
  agent assistant { consumption-limit: set }
  expect question agent-unmetered-or-unaudited on assistant
}
