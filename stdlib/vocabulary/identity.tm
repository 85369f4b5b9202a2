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
  /// A JSON Web Token without a signature (`alg: none`, RFC 7518), or whose signature nobody made.
  unsigned-jwt { forgeable: true }
  /// The user's own token, passed on.
  forwarded-token
  /// A context token signed by an internal issuer (RFC 7515).
  signed-jwt { signed: true }
  /// A token exchanged for this call (RFC 8693).
  token-exchange { signed: true }
}

/// How much an identity may do, against what it needs (least privilege, NIST SP 800-53, AC-6).
enum Scope {
  /// It may do things that nobody asked it to do.
  field wide: bool = false
  /// What it needs.
  narrow
  /// More than it needs.
  broad { wide: true }
  /// Everything.
  wildcard { wide: true }
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
  /// A SPIFFE verifiable identity document (SVID), renewed by itself.
  svid
  /// A token or certificate issued for hours at most.
  short-lived
}

/// How a credential is replaced (key rotation, NIST SP 800-57).
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
  /// A check that somebody else has to pass before what it delivers runs: a review, a policy, a signature.
  control deploy-gate: Presence
  /// Components that it may use or change.
  fact grants: [component]
  /// Workloads that run as it or hold its credential.
  derive used-by: [workload] =
    collect s in workload if s.runs-as == self or self in s.credentials or s == self.parent: s
  /// What it may use although no flow of its workloads goes there.
  derive unused-grants: [component] =
    collect g in self.grants if (no f in g.incoming: f.from in self.used-by): g
  /// It brings software into operation.
  derive delivers: bool = self is ci-identity or any s in self.used-by: s is ci-pipeline
  /// What its workloads can put other code or configuration into.
  derive deploys: [component] = collect s in self.used-by, t in s.deploys: t
}

/// An account of an orchestrator or cloud that workloads run as.
kind service-account is identity
/// A role of a cloud provider's access management.
kind iam-role is identity
/// What a mesh calls a workload, such as a SPIFFE ID.
kind mesh-principal is identity
/// A client of an authorization server (RFC 6749).
kind client-credential is identity
/// An account of a person.
kind user-account is identity {
  /// People have no workload identity.
  derive inadvisable-credential: bool = self.credential == svid
}
/// What a pipeline builds and delivers as.
kind ci-identity is identity
/// What an agent acts as.
kind agent-identity is identity

test "these anybody can write" {
  service cart
  service orders
  flow by-none: cart -> orders { identity-propagation: none }
  flow by-plain-header: cart -> orders { identity-propagation: plain-header }
  flow by-unsigned-jwt: cart -> orders { identity-propagation: unsigned-jwt }
  flow by-forwarded-token: cart -> orders { identity-propagation: forwarded-token }
  flow by-signed-jwt: cart -> orders { identity-propagation: signed-jwt }
  flow by-token-exchange: cart -> orders { identity-propagation: token-exchange }
  expect no identity-in-plaintext-header on by-none
  expect identity-in-plaintext-header on by-plain-header
  expect identity-in-plaintext-header on by-unsigned-jwt
  expect no identity-in-plaintext-header on by-forwarded-token
  expect no identity-in-plaintext-header on by-signed-jwt
  expect no identity-in-plaintext-header on by-token-exchange
}

test "these somebody signed" {
  service cart
  service orders
  each flow { validates: [] }
  flow by-none: cart -> orders { identity-propagation: none }
  flow by-plain-header: cart -> orders { identity-propagation: plain-header }
  flow by-unsigned-jwt: cart -> orders { identity-propagation: unsigned-jwt }
  flow by-forwarded-token: cart -> orders { identity-propagation: forwarded-token }
  flow by-signed-jwt: cart -> orders { identity-propagation: signed-jwt }
  flow by-token-exchange: cart -> orders { identity-propagation: token-exchange }
  expect no propagated-token-not-verified on by-none
  expect no propagated-token-not-verified on by-plain-header
  expect no propagated-token-not-verified on by-unsigned-jwt
  expect no propagated-token-not-verified on by-forwarded-token
  expect propagated-token-not-verified on by-signed-jwt
  expect propagated-token-not-verified on by-token-exchange
}

test "these stay the same until somebody changes them" {
  each identity { rotation: none }
  identity by-static-key { credential: static-key }
  identity by-password { credential: password }
  identity by-static-token { credential: static-token }
  identity by-signing-key { credential: signing-key }
  identity by-long-lived-cert { credential: long-lived-cert }
  identity by-short-lived { credential: short-lived }
  identity by-svid { credential: svid }
  expect secret-never-rotated on by-static-key
  expect secret-never-rotated on by-password
  expect secret-never-rotated on by-static-token
  expect secret-never-rotated on by-signing-key
  expect no secret-never-rotated on by-long-lived-cert
  expect no secret-never-rotated on by-short-lived
  expect no secret-never-rotated on by-svid
}

test "a copy of these is worth stealing" {
  each identity { revocation: none }
  identity by-static-key { credential: static-key }
  identity by-password { credential: password }
  identity by-static-token { credential: static-token }
  identity by-signing-key { credential: signing-key }
  identity by-long-lived-cert { credential: long-lived-cert }
  identity by-short-lived { credential: short-lived }
  identity by-svid { credential: svid }
  expect long-lived-credential-without-revocation on by-static-key
  expect long-lived-credential-without-revocation on by-password
  expect long-lived-credential-without-revocation on by-static-token
  expect no long-lived-credential-without-revocation on by-signing-key
  expect long-lived-credential-without-revocation on by-long-lived-cert
  expect no long-lived-credential-without-revocation on by-short-lived
  expect no long-lived-credential-without-revocation on by-svid
}
