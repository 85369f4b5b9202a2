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
  /// A session cookie (RFC 6265).
  session-cookie { bearer: true }
  /// A signed JSON Web Token (RFC 7519).
  jwt { bearer: true  strong: true  carries-claims: true }
  /// An OAuth 2.0 access token (RFC 6749).
  oauth2 { bearer: true  strong: true  carries-claims: true }
  /// An ID token of OpenID Connect (OpenID Connect Core 1.0).
  oidc { bearer: true  strong: true  carries-claims: true }
  /// A SAML assertion (OASIS SAML 2.0).
  saml { carries-claims: true }
  /// A client certificate, by mutual TLS (RFC 8446).
  mtls { strong: true }
  /// A SPIFFE verifiable identity document (SVID).
  spiffe { strong: true }
  /// A keyed hash over the request (RFC 2104).
  hmac { strong: true }
  /// AWS Signature Version 4.
  sigv4 { strong: true }
  /// SASL PLAIN: a password, as it is (RFC 4616).
  sasl-plain
  /// SASL SCRAM: a password, by challenge and response (RFC 5802).
  sasl-scram
  /// Callers are authenticated, and nobody noted how.
  other { bearer: unknown  static: unknown  strong: unknown  carries-claims: unknown }
}

/// A second factor on top of a password (NIST SP 800-63B).
enum SecondFactor {
  /// There is none.
  none
  /// A one-time code, by an app (RFC 6238) or a message. It can be phished.
  otp
  /// A passkey or security key, bound to the site (FIDO2, WebAuthn).
  phishing-resistant
  /// There is one, and nobody noted which.
  other
}

/// What a receiver checks in a token before it believes it (RFC 7519, section 4.1; RFC 8725).
enum Claim {
  /// The signature (RFC 7515).
  sig
  /// The issuer (`iss`).
  iss
  /// The audience: whom it is meant for (`aud`).
  aud
  /// The expiry (`exp`).
  exp
  /// The type of token, so that none is taken for another (RFC 8725, section 3.11).
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

/// How hard it is to guess a session token (OWASP ASVS 5.0, 7.2.3).
enum TokenStrength {
  /// It can be guessed or made up: too short, counted up, derived from what is known.
  weak
  /// At least 128 bits from a cryptographic random generator.
  strong
}

/// To what a token is bound, so that a thief cannot use it (sender-constrained tokens, RFC 9700).
enum Binding {
  /// To nothing: a plain bearer token.
  none
  /// To the client's certificate (RFC 8705).
  mtls
  /// To a key of the client, by DPoP (RFC 9449).
  dpop
  /// To something that its holder has, and nobody noted what.
  other
}

/// How a credential that leaked is made useless.
enum Revocation {
  /// Not at all.
  none
  /// By hand.
  manual
  /// By waiting for a short lifetime to end.
  ttl
  /// At once: the issuer is told and asked (RFC 7009, RFC 7662).
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
  /// A keyed hash over the body (RFC 2104).
  hmac
  /// A signature over the body (RFC 9421).
  signature
  /// A client certificate.
  mtls
  /// There is a proof, and nobody noted which.
  other { weak: unknown }
}
