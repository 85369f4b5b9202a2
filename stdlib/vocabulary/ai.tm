//! Language models, and what they are allowed to steer.
module std

/// A component that a language model steers or is.
abstract kind ai-workload is workload {
  /// How much its tools let it do, against what it needs.
  control tools-scope: Scope
  /// What other people wrote is kept apart from instructions, and searched for them (OWASP LLM01:2025).
  control content-filter: Presence
  /// A cap on the tokens, calls and money that one caller can use up (OWASP LLM10:2025).
  control consumption-limit: Presence
  /// Calls of its own that bring something about, and that no person confirms.
  derive own-effects: [flow] =
    collect f in self.outgoing if f.side-effect != none and f.human-approval != set: f
  /// Such calls of the tool servers that it calls.
  derive tool-effects: [flow] =
    collect f in self.outgoing, g in f.to.outgoing
      if f.to is mcp-server
        and f.human-approval != set
        and g.side-effect != none
        and g.human-approval != set: g
}
/// A program that a language model steers.
kind agent is ai-workload
/// A language model that is served over an API.
kind llm is ai-workload
/// A server of tools for agents (Model Context Protocol).
kind mcp-server is ai-workload {
  /// The descriptions of its tools are fixed by a hash: a change is noticed.
  control tool-pinning: Presence
  /// Somebody reviewed it before agents were connected.
  control approved: bool
}

extend flow {
  /// A person confirms each action, with its parameters (human in the loop).
  control human-approval: Presence
  /// What a model wrote is checked before the receiver acts on it (OWASP LLM05:2025).
  control output-validation: Presence
}
