module std

/// What a model wrote is acted on unchecked
///
/// ## What it does
///
/// Reports each call that an agent or a model makes, and each call of a service to a model, whose
/// receiver acts on what the model wrote without checking it. What an agent asks a model is no
/// output, and what is only shown to people, logged, measured or kept in a secret store is left
/// out.
///
/// ## Why it matters
///
/// Whoever steers the model writes the command, the query or the address that the receiver runs.
/// Its text deserves no more trust than what a stranger typed.
///
/// ## How to fix it
///
/// Take it as input of an attacker: a typed schema with listed values, parameters and not text in
/// queries and commands, a sandbox for code. State `output-validation: set`.
///
/// ## How to accept it
///
/// ```tm
/// accept model-output-executed-unvalidated on assistant->catalog {
///   reason: "a search for products; the text is a parameter, and nothing else"
///   owner: "ai-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-20: improper input validation
/// - CWE-94: improper control of generation of code
/// - CAPEC-242: code injection
/// - OWASP API Security Top 10, API10:2023: unsafe consumption of APIs
/// - OWASP Top 10 for LLM Applications, LLM05:2025: improper output handling
/// - OWASP Top 10 for Agentic Applications, ASI05: unexpected code execution
/// - OWASP MCP Top 10, MCP05: command injection and execution
rule model-output-executed-unvalidated {
  for f: flow
  let acted-on =
    (f.from is agent or f.from is llm)
    and f.to is not actor
    and f.to is not llm
    and f.to is not log-store
    and f.to is not telemetry
    and f.to is not secret-store
  let answer-used = f.to is llm and f.from is workload and f.from is not ai-workload
  let reader = if answer-used then f.from else f.to
  let writer = if answer-used then f.to else f.from
  where (acted-on or answer-used) and f.output-validation == none
  severity: high
  stride: [tampering, elevation-of-privilege]
  cwe: [20, 94]
  capec: [242]
  owasp-api: ["API10:2023"]
  owasp-llm: ["LLM05:2025"]
  owasp-agentic: ["ASI05"]
  message: "{reader} acts on what {writer} wrote, and nobody checks it"
  at: f.output-validation
  help: "check what {writer} wrote by a typed schema before {reader} acts on it, and state `output-validation: set`"
}

test "a tool call without a check is reported" {
  agent assistant
  service shell
  flow run: assistant -> shell { output-validation: none }
  expect model-output-executed-unvalidated on run
}

test "so is a tool server" {
  agent assistant
  mcp-server tools
  flow use: assistant -> tools { output-validation: none }
  expect model-output-executed-unvalidated on use
}

test "so is a call that a model makes by itself" {
  llm model
  service shell
  flow run: model -> shell { output-validation: none }
  expect model-output-executed-unvalidated on run
}

test "so is an answer that a service works with" {
  service desk
  llm model
  flow summarise: desk -> model { output-validation: none }
  expect model-output-executed-unvalidated on summarise
}

test "checked output is not" {
  agent assistant
  service desk
  llm model
  service shell
  flow run: assistant -> shell { output-validation: set }
  flow summarise: desk -> model { output-validation: set }
  expect no model-output-executed-unvalidated
}

test "what an agent asks a model is no output" {
  agent assistant
  llm model
  flow ask: assistant -> model { output-validation: none }
  expect no model-output-executed-unvalidated
}

test "what is shown or logged is not acted on" {
  actor visitor { trust: anonymous }
  agent assistant
  log-store archive
  tracing spans
  flow answer: assistant -> visitor { output-validation: none }
  flow write: assistant -> archive { output-validation: none }
  flow trace-it: assistant -> spans { output-validation: none }
  expect no model-output-executed-unvalidated
}

test "services write their calls themselves" {
  service desk
  service shell
  flow run: desk -> shell { output-validation: none }
  expect no model-output-executed-unvalidated
}

test "a call that does not say is a question" {
  agent assistant
  service shell
  flow run: assistant -> shell
  expect question model-output-executed-unvalidated on run
}

test "what is put into a secret store is not acted on, and a person reads an answer for themselves" {
  actor visitor { trust: authenticated }
  agent assistant
  llm model
  secret-store vault
  flow keep: assistant -> vault { output-validation: none }
  flow ask: visitor -> model { output-validation: none }
  expect no model-output-executed-unvalidated
}
