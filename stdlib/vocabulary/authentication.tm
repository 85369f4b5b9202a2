//! How callers prove who they are, and how their tokens behave.
module std

/// How the caller of a flow or endpoint proves who it is.
enum Authentication {
  /// Whoever holds the credential can use it (RFC 6750).
  field bearer: bool = false
  /// The credential is fixed: it is not issued per session and does not expire by itself.
  field static: bool = false
  /// It proves by cryptography who calls, and says nothing of what the caller may do.
  field strong: bool = false
  /// It carries claims that the receiver has to check (RFC 7519, SAML 2.0).
  field carries-claims: bool = false
  /// Callers are not authenticated.
  none
  /// Being on the right network is taken for proof.
  network-location
  /// The source address is compared with a list.
  ip-allowlist
  /// A fixed shared token.
  static-token { bearer: true  static: true }
  /// An API key.
  api-key { bearer: true  static: true }
  /// User name and password with each request (RFC 7617).
  basic { bearer: true  static: true }
  /// A session cookie.
  session-cookie { bearer: true }
  /// A signed JSON Web Token (RFC 7519).
  jwt { bearer: true  strong: true  carries-claims: true }
  /// An OAuth 2.0 access token (RFC 6749).
  oauth2 { bearer: true  strong: true  carries-claims: true }
  /// OpenID Connect.
  oidc { bearer: true  strong: true  carries-claims: true }
  /// A SAML assertion.
  saml { carries-claims: true }
  /// A client certificate.
  mtls { strong: true }
  /// A SPIFFE verifiable identity document.
  spiffe { strong: true }
  /// A keyed hash over the request.
  hmac { strong: true }
  /// AWS Signature Version 4.
  sigv4 { strong: true }
  /// SASL PLAIN: a password, as it is.
  sasl-plain
  /// SASL SCRAM: a password, by challenge and response.
  sasl-scram
  /// Callers are authenticated, and nobody noted how.
  other { bearer: unknown  static: unknown  strong: unknown  carries-claims: unknown }
}

/// A second factor on top of a password (NIST SP 800-63B).
enum SecondFactor {
  /// There is none.
  none
  /// A one-time code, by an app or a message. It can be phished.
  otp
  /// A passkey or security key, bound to the site (FIDO2, WebAuthn).
  phishing-resistant
  /// There is one, and nobody noted which.
  other
}

/// What a receiver checks in a token before it believes it.
enum Claim {
  /// The signature.
  sig
  /// The issuer.
  iss
  /// The audience.
  aud
  /// The expiry.
  exp
  /// The type of token.
  typ
}

/// How long a token can be used.
enum Lifetime {
  /// Minutes.
  short
  /// Hours to months.
  long
  /// It does not expire.
  static
}

/// How hard it is to guess a session token.
enum TokenStrength {
  /// It can be guessed or made up: too short, counted up, derived from what is known.
  weak
  /// At least 128 bits from a cryptographic random generator.
  strong
}

/// To what a token is bound, so that a thief cannot use it.
enum Binding {
  /// To nothing: a plain bearer token.
  none
  /// To the client's certificate (RFC 8705).
  mtls
  /// To a key of the client, by DPoP (RFC 9449).
  dpop
}

/// How a credential that leaked is made useless.
enum Revocation {
  /// Not at all.
  none
  /// By hand.
  manual
  /// By waiting for a short lifetime to end.
  ttl
  /// At once.
  immediate
}

/// How a receiver knows that a webhook comes from who it says.
enum WebhookAuthentication {
  /// Whoever learns the address can send.
  field weak: bool = false
  /// It does not.
  none { weak: true }
  /// The address is secret.
  shared-path { weak: true }
  /// A keyed hash over the body.
  hmac
  /// A signature over the body.
  signature
  /// A client certificate.
  mtls
}
