module std

/// Confidential data goes to somebody else's model as it is
///
/// ## What it does
///
/// Reports each call that carries confidential data to a language model, agent or tool server that
/// somebody else runs: one in a partner network or on the internet. A receiver that the data
/// permits (`permitted-sinks`) is left out.
///
/// ## Why it matters
///
/// A prompt is data that leaves. It is logged, kept and perhaps trained on there, by terms that
/// can change, and it can come up in somebody else's answer.
///
/// ## How to fix it
///
/// Mask or tokenise before the prompt is built, agree that nothing is kept, and keep the contexts
/// of users and tenants apart. State `redaction: set`, or name the model in `permitted-sinks` of
/// the data.
///
/// ## How to accept it
///
/// ```tm
/// accept sensitive-context-to-external-model on assistant->model {
///   reason: "the contract forbids to keep or train; it is audited yearly"
///   owner: "ai-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-200: exposure of sensitive information to an unauthorized actor
/// - CWE-359: exposure of private personal information to an unauthorized actor
/// - MITRE ATT&CK T1567: exfiltration over web service
/// - OWASP API Security Top 10, API3:2023: broken object property level authorization
/// - OWASP Top 10 for LLM Applications, LLM02:2025: sensitive information disclosure
/// - OWASP MCP Top 10, MCP10: context injection and over-sharing
/// - OWASP ASVS 5.0, 14.2.3: sensitive data is not sent to untrusted parties
/// - NIST SP 800-53, AC-4: information flow enforcement
/// - NIST SP 800-53, SA-9: external system services
rule sensitive-context-to-external-model {
  for f: flow
  let leaked =
    collect d in f.data if d.classification >= confidential and f.to not in d.permitted-sinks: d
  where f.to is ai-workload and f.to.external and (any d in leaked) and f.redaction == none
  severity: high
  stride: [information-disclosure]
  cwe: [200, 359]
  attack: ["T1567"]
  owasp-api: ["API3:2023"]
  owasp-llm: ["LLM02:2025"]
  asvs: ["14.2.3"]
  nist: ["AC-4", "SA-9"]
  message: "{f.from} sends {leaked} to {f.target}, which somebody else runs, as it is"
  at: f.redaction
  help: "mask or tokenise {leaked} before the prompt is built and state `redaction: set`, or name {f.to} in its `permitted-sinks`"
}

test "confidential data in a prompt is reported" {
  data tickets { classification: confidential }
  agent assistant
  partner-network provider { llm model }
  flow ask: assistant -> model { data: [tickets]  redaction: none }
  expect sensitive-context-to-external-model on ask
}

test "so is what a tool server on the internet gets" {
  data tickets { classification: restricted }
  agent assistant
  internet public { mcp-server web-tools }
  flow use: assistant -> web-tools { data: [tickets]  redaction: none }
  expect sensitive-context-to-external-model on use
}

test "masked data is not" {
  data tickets { classification: confidential }
  agent assistant
  partner-network provider { llm model }
  flow ask: assistant -> model { data: [tickets]  redaction: set }
  expect no sensitive-context-to-external-model
}

test "neither is data that permits the receiver" {
  data tickets { classification: confidential  permitted-sinks: [model] }
  agent assistant
  partner-network provider { llm model }
  flow ask: assistant -> model { data: [tickets]  redaction: none }
  expect no sensitive-context-to-external-model
}

test "a model of our own, and public data, are other matters" {
  data tickets { classification: confidential }
  data prices { classification: public }
  agent assistant
  llm own-model
  partner-network provider { llm model }
  flow ask: assistant -> own-model { data: [tickets]  redaction: none }
  flow price: assistant -> model { data: [prices]  redaction: none }
  expect no sensitive-context-to-external-model
}

test "a call that does not say is a question" {
  data tickets { classification: confidential }
  agent assistant
  partner-network provider { llm model }
  flow ask: assistant -> model { data: [tickets] }
  expect question sensitive-context-to-external-model on ask
}

test "what else is sent out has rules of its own" {
  data tickets { classification: confidential }
  service desk
  third-party provider
  flow send: desk -> provider { data: [tickets]  redaction: none }
  expect no sensitive-context-to-external-model
}
