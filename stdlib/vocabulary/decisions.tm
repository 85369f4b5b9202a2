//! Assumptions, safeguards and decisions: what people say about the model and its findings.
module std

/// What an assumption claims. The model can refute each of these.
enum ClaimKind {
  /// Only the organisation's own systems reach it.
  internal-only
  /// Its input was validated by whoever passed it on.
  upstream-validated
  /// Its callers were authenticated somewhere on the way.
  authenticated-elsewhere
  /// It will not stay like this.
  temporary
  /// Something else.
  other
}

/// How far a safeguard has come.
enum SafeguardStatus {
  /// Decided, not built.
  planned
  /// Built, not proven.
  implemented
  /// Built, and seen to work.
  verified
  /// Switched off.
  disabled
}

extend assumption {
  /// What is taken for granted.
  fact claim: ClaimKind
  /// Where the proof can be found.
  fact evidence: text
}

extend safeguard {
  /// A stopgap, until something better is in place.
  fact temporary: bool
  /// Where the proof can be found.
  fact evidence: text
}

extend decision {
  /// Why it was decided so.
  fact reason: text
  /// What will be done.
  fact plan: text
  /// Where the work is tracked.
  fact ticket: text
  /// Who looked at it.
  fact reviewer: text
}
