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
  /// It is made for HTTP, and nothing else knows it.
  field for-web: bool = false
  /// It is made for brokers, databases and mail (SASL, RFC 4422), and not for HTTP.
  field for-sasl: bool = false
  /// Programs prove themselves by it, and no person with a browser.
  field for-programs: bool = false
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
  basic { bearer: true  static: true  for-web: true }
  /// A session cookie (RFC 6265).
  session-cookie { bearer: true  for-web: true }
  /// A signed JSON Web Token (RFC 7519).
  jwt { bearer: true  strong: true  carries-claims: true }
  /// An OAuth 2.0 access token (RFC 6749).
  oauth2 { bearer: true  strong: true  carries-claims: true }
  /// An ID token of OpenID Connect (OpenID Connect Core 1.0).
  oidc { bearer: true  strong: true  carries-claims: true  for-web: true }
  /// A SAML assertion (OASIS SAML 2.0).
  saml { carries-claims: true  for-web: true }
  /// A SPIFFE verifiable identity document (SVID).
  spiffe { strong: true  for-programs: true }
  /// A keyed hash over the request (RFC 2104).
  hmac { strong: true  for-programs: true }
  /// AWS Signature Version 4.
  sigv4 { strong: true  for-web: true  for-programs: true }
  /// A key pair whose public half the receiver knows, as in SSH (RFC 4252).
  ssh-key { strong: true  for-programs: true }
  /// A ticket of a Kerberos domain, such as Active Directory (RFC 4120).
  kerberos { strong: true }
  /// A client certificate, by mutual TLS (RFC 8446).
  mtls { strong: true  for-programs: true }
  /// SASL PLAIN: a password, as it is (RFC 4616).
  sasl-plain { for-sasl: true  for-programs: true }
  /// SASL SCRAM: a password, by challenge and response (RFC 5802).
  sasl-scram { for-sasl: true  for-programs: true }
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
  /// To a key of the client, by DPoP (RFC 9449).
  dpop
  /// To the client's certificate (RFC 8705).
  mtls
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

test "whoever holds these can use them" {
  service cart
  service orders
  each flow { token-lifetime: static  token-binding: none  state-changing: true }
  flow by-none: cart -> orders { authentication: none }
  flow by-network-location: cart -> orders { authentication: network-location }
  flow by-ip-allowlist: cart -> orders { authentication: ip-allowlist }
  flow by-static-token: cart -> orders { authentication: static-token }
  flow by-api-key: cart -> orders { authentication: api-key }
  flow by-basic: cart -> orders { authentication: basic }
  flow by-session-cookie: cart -> orders { authentication: session-cookie }
  flow by-jwt: cart -> orders { authentication: jwt }
  flow by-oauth2: cart -> orders { authentication: oauth2 }
  flow by-oidc: cart -> orders { authentication: oidc }
  flow by-saml: cart -> orders { authentication: saml }
  flow by-mtls: cart -> orders { authentication: mtls }
  flow by-spiffe: cart -> orders { authentication: spiffe }
  flow by-hmac: cart -> orders { authentication: hmac }
  flow by-sigv4: cart -> orders { authentication: sigv4 }
  flow by-sasl-plain: cart -> orders { authentication: sasl-plain }
  flow by-sasl-scram: cart -> orders { authentication: sasl-scram }
  flow by-other: cart -> orders { authentication: other }
  expect no replayable-bearer-credential on by-none
  expect no replayable-bearer-credential on by-network-location
  expect no replayable-bearer-credential on by-ip-allowlist
  expect replayable-bearer-credential on by-static-token
  expect replayable-bearer-credential on by-api-key
  expect replayable-bearer-credential on by-basic
  expect replayable-bearer-credential on by-session-cookie
  expect replayable-bearer-credential on by-jwt
  expect replayable-bearer-credential on by-oauth2
  expect replayable-bearer-credential on by-oidc
  expect no replayable-bearer-credential on by-saml
  expect no replayable-bearer-credential on by-mtls
  expect no replayable-bearer-credential on by-spiffe
  expect no replayable-bearer-credential on by-hmac
  expect no replayable-bearer-credential on by-sigv4
  expect no replayable-bearer-credential on by-sasl-plain
  expect no replayable-bearer-credential on by-sasl-scram
  expect question replayable-bearer-credential on by-other
}

test "these stay the same" {
  service cart
  service orders
  flow by-none: cart -> orders { authentication: none }
  flow by-network-location: cart -> orders { authentication: network-location }
  flow by-ip-allowlist: cart -> orders { authentication: ip-allowlist }
  flow by-static-token: cart -> orders { authentication: static-token }
  flow by-api-key: cart -> orders { authentication: api-key }
  flow by-basic: cart -> orders { authentication: basic }
  flow by-session-cookie: cart -> orders { authentication: session-cookie }
  flow by-jwt: cart -> orders { authentication: jwt }
  flow by-oauth2: cart -> orders { authentication: oauth2 }
  flow by-oidc: cart -> orders { authentication: oidc }
  flow by-saml: cart -> orders { authentication: saml }
  flow by-mtls: cart -> orders { authentication: mtls }
  flow by-spiffe: cart -> orders { authentication: spiffe }
  flow by-hmac: cart -> orders { authentication: hmac }
  flow by-sigv4: cart -> orders { authentication: sigv4 }
  flow by-sasl-plain: cart -> orders { authentication: sasl-plain }
  flow by-sasl-scram: cart -> orders { authentication: sasl-scram }
  flow by-other: cart -> orders { authentication: other }
  expect no static-credential-between-services on by-none
  expect no static-credential-between-services on by-network-location
  expect no static-credential-between-services on by-ip-allowlist
  expect static-credential-between-services on by-static-token
  expect static-credential-between-services on by-api-key
  expect static-credential-between-services on by-basic
  expect no static-credential-between-services on by-session-cookie
  expect no static-credential-between-services on by-jwt
  expect no static-credential-between-services on by-oauth2
  expect no static-credential-between-services on by-oidc
  expect no static-credential-between-services on by-saml
  expect no static-credential-between-services on by-mtls
  expect no static-credential-between-services on by-spiffe
  expect no static-credential-between-services on by-hmac
  expect no static-credential-between-services on by-sigv4
  expect no static-credential-between-services on by-sasl-plain
  expect no static-credential-between-services on by-sasl-scram
  expect question static-credential-between-services on by-other
}

test "these carry claims" {
  service cart
  service orders
  each flow { validates: [] }
  flow by-none: cart -> orders { authentication: none }
  flow by-network-location: cart -> orders { authentication: network-location }
  flow by-ip-allowlist: cart -> orders { authentication: ip-allowlist }
  flow by-static-token: cart -> orders { authentication: static-token }
  flow by-api-key: cart -> orders { authentication: api-key }
  flow by-basic: cart -> orders { authentication: basic }
  flow by-session-cookie: cart -> orders { authentication: session-cookie }
  flow by-jwt: cart -> orders { authentication: jwt }
  flow by-oauth2: cart -> orders { authentication: oauth2 }
  flow by-oidc: cart -> orders { authentication: oidc }
  flow by-saml: cart -> orders { authentication: saml }
  flow by-mtls: cart -> orders { authentication: mtls }
  flow by-spiffe: cart -> orders { authentication: spiffe }
  flow by-hmac: cart -> orders { authentication: hmac }
  flow by-sigv4: cart -> orders { authentication: sigv4 }
  flow by-sasl-plain: cart -> orders { authentication: sasl-plain }
  flow by-sasl-scram: cart -> orders { authentication: sasl-scram }
  flow by-other: cart -> orders { authentication: other }
  expect no token-validation-incomplete on by-none
  expect no token-validation-incomplete on by-network-location
  expect no token-validation-incomplete on by-ip-allowlist
  expect no token-validation-incomplete on by-static-token
  expect no token-validation-incomplete on by-api-key
  expect no token-validation-incomplete on by-basic
  expect no token-validation-incomplete on by-session-cookie
  expect token-validation-incomplete on by-jwt
  expect token-validation-incomplete on by-oauth2
  expect token-validation-incomplete on by-oidc
  expect token-validation-incomplete on by-saml
  expect no token-validation-incomplete on by-mtls
  expect no token-validation-incomplete on by-spiffe
  expect no token-validation-incomplete on by-hmac
  expect no token-validation-incomplete on by-sigv4
  expect no token-validation-incomplete on by-sasl-plain
  expect no token-validation-incomplete on by-sasl-scram
  expect question token-validation-incomplete on by-other
}

test "these prove who calls, and say nothing of what they may" {
  service cart
  service orders
  each flow { callee-authorization: none  state-changing: true }
  flow by-none: cart -> orders { authentication: none }
  flow by-network-location: cart -> orders { authentication: network-location }
  flow by-ip-allowlist: cart -> orders { authentication: ip-allowlist }
  flow by-static-token: cart -> orders { authentication: static-token }
  flow by-api-key: cart -> orders { authentication: api-key }
  flow by-basic: cart -> orders { authentication: basic }
  flow by-session-cookie: cart -> orders { authentication: session-cookie }
  flow by-jwt: cart -> orders { authentication: jwt }
  flow by-oauth2: cart -> orders { authentication: oauth2 }
  flow by-oidc: cart -> orders { authentication: oidc }
  flow by-saml: cart -> orders { authentication: saml }
  flow by-mtls: cart -> orders { authentication: mtls }
  flow by-spiffe: cart -> orders { authentication: spiffe }
  flow by-hmac: cart -> orders { authentication: hmac }
  flow by-sigv4: cart -> orders { authentication: sigv4 }
  flow by-sasl-plain: cart -> orders { authentication: sasl-plain }
  flow by-sasl-scram: cart -> orders { authentication: sasl-scram }
  flow by-other: cart -> orders { authentication: other }
  expect no authentication-treated-as-authorization on by-none
  expect no authentication-treated-as-authorization on by-network-location
  expect no authentication-treated-as-authorization on by-ip-allowlist
  expect no authentication-treated-as-authorization on by-static-token
  expect no authentication-treated-as-authorization on by-api-key
  expect no authentication-treated-as-authorization on by-basic
  expect no authentication-treated-as-authorization on by-session-cookie
  expect authentication-treated-as-authorization on by-jwt
  expect authentication-treated-as-authorization on by-oauth2
  expect authentication-treated-as-authorization on by-oidc
  expect no authentication-treated-as-authorization on by-saml
  expect authentication-treated-as-authorization on by-mtls
  expect authentication-treated-as-authorization on by-spiffe
  expect authentication-treated-as-authorization on by-hmac
  expect authentication-treated-as-authorization on by-sigv4
  expect no authentication-treated-as-authorization on by-sasl-plain
  expect no authentication-treated-as-authorization on by-sasl-scram
  expect question authentication-treated-as-authorization on by-other
}

test "these proofs of a webhook are none" {
  service shop {
    each endpoint { operation: webhook }
    endpoint on-none { webhook-authentication: none }
    endpoint on-shared-path { webhook-authentication: shared-path }
    endpoint on-hmac { webhook-authentication: hmac }
    endpoint on-signature { webhook-authentication: signature }
    endpoint on-mtls { webhook-authentication: mtls }
    endpoint on-other { webhook-authentication: other }
  }
  expect webhook-not-authenticated on shop.on-none
  expect webhook-not-authenticated on shop.on-shared-path
  expect no webhook-not-authenticated on shop.on-hmac
  expect no webhook-not-authenticated on shop.on-signature
  expect no webhook-not-authenticated on shop.on-mtls
  expect question webhook-not-authenticated on shop.on-other
}

test "a key pair and a ticket are proofs of one's own, which nobody can send again" {
  service cart
  service orders
  each flow {
    token-lifetime: static
    token-binding: none
    validates: []
    state-changing: true
    callee-authorization: any-authenticated
    revocation: none
  }
  flow by-ssh-key: cart -> orders { protocol: ssh  authentication: ssh-key }
  flow by-kerberos: cart -> orders { authentication: kerberos }
  expect authentication-treated-as-authorization on by-ssh-key
  expect authentication-treated-as-authorization on by-kerberos
  expect no replayable-bearer-credential
  expect no static-credential-between-services
  expect no token-validation-incomplete
}
