//! Identities of workloads, their credentials, and how a user's identity is handed on.
module std

/// How a caller tells the callee on behalf of which user it calls.
enum Propagation {
  /// Anybody who can send the request can claim to be any user.
  field forgeable: bool = false
  /// The receiver can check who vouches for the user.
  field signed: bool = false
  /// Not at all.
  none
  /// A header that is simply believed, such as `X-User-Id`.
  plain-header { forgeable: true }
  /// A JSON Web Token without a signature, or whose signature nobody made.
  unsigned-jwt { forgeable: true }
  /// The user's own token, passed on.
  forwarded-token
  /// A context token signed by an internal issuer.
  signed-jwt { signed: true }
  /// A token exchanged for this call (RFC 8693).
  token-exchange { signed: true }
}

/// How much an identity may do, against what it needs.
enum Scope {
  /// What it needs.
  narrow
  /// More than it needs.
  broad
  /// Everything.
  wildcard
}

/// What an identity proves itself with.
enum Credential {
  /// A secret that stays the same until somebody changes it.
  field static: bool = false
  /// It stays valid for weeks or longer, so that a copy is worth stealing.
  field long-lived: bool = false
  /// A cloud access key or the like.
  static-key { static: true  long-lived: true }
  /// A password.
  password { static: true  long-lived: true }
  /// A fixed token.
  static-token { static: true  long-lived: true }
  /// A private key that signs tokens or artefacts.
  signing-key { static: true }
  /// A certificate valid for months or years.
  long-lived-cert { long-lived: true }
  /// A token or certificate issued for hours at most.
  short-lived
  /// A SPIFFE verifiable identity document, renewed by itself.
  svid
}

/// How a credential is replaced.
enum Rotation {
  /// Never.
  none
  /// By hand.
  manual
  /// By a machine, on a schedule.
  automatic
}

extend identity {
  /// How much it may do.
  control scope: Scope
  /// What it proves itself with.
  control credential: Credential
  /// How the credential is replaced.
  control rotation: Rotation
  /// How a leaked credential is made useless.
  control revocation: Revocation
  /// Workloads that run as it or hold its credential.
  derive used-by: [workload] =
    collect s in workload if s.runs-as == self or self in s.credentials: s
}
