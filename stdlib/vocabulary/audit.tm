//! What is recorded for later.
module std

/// How much of what happens is written to an audit trail (NIST SP 800-53, AU-2, AU-12).
enum Audit {
  /// Nothing.
  none
  /// Some of the actions that matter.
  partial
  /// All of the actions that matter.
  full
}

/// What an audit record says (NIST SP 800-53, AU-3).
enum AuditField {
  /// The verified end user.
  user-id
  /// The id that ties records of one request together.
  trace-id
  /// The calling service.
  service
  /// The object acted on.
  object
  /// What was decided, and by which policy.
  decision
}
