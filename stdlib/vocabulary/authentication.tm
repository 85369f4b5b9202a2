//! How callers prove who they are, and how their tokens behave.
module std

/// How the caller of a flow or endpoint proves who it is.
enum Authentication {
  /// Whoever holds the credential can use it (RFC 6750).
  field bearer: bool = false
  /// The credential is fixed: it is not issued per session and does not expire by itself.
  field static: bool = false
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
  jwt { bearer: true }
  /// An OAuth 2.0 access token.
  oauth2 { bearer: true }
  /// OpenID Connect.
  oidc { bearer: true }
  /// A SAML assertion.
  saml
  /// A client certificate.
  mtls
  /// A SPIFFE verifiable identity document.
  spiffe
  /// A keyed hash over the request.
  hmac
  /// AWS Signature Version 4.
  sigv4
  /// SASL PLAIN: a password, as it is.
  sasl-plain
  /// SASL SCRAM: a password, by challenge and response.
  sasl-scram
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
