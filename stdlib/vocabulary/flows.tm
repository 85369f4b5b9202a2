//! Flows: calls and messages between components.
module std

extend flow {
  /// The application protocol; within one process it is a call unless stated.
  fact protocol: Protocol =
    if (any b in self.from.boundaries: b is process) and (no b in self.crosses: b is process)
      then in-process
    else https
  /// Whether the caller waits for the answer.
  fact mode: Mode = sync
  /// What sets it off.
  fact initiated: Initiated = request
  /// How the caller finds the callee.
  fact discovery: Discovery
  /// Data that goes along; that of the endpoint unless stated.
  fact data: [data] = self.endpoint.data
  /// Data that comes back.
  fact returns: [data]
  /// It changes something; as the endpoint says unless stated.
  fact state-changing: bool = self.endpoint.state-changing
  /// It is made on behalf of an end user, with the caller's own authority.
  fact on-behalf-of-user: bool
  /// It says on behalf of which user it is made.
  fact carries-user: bool
  /// How it says so.
  fact identity-propagation: Propagation = none
  /// A nonce, time stamp or token id that is accepted once only; absent until it is stated.
  fact replay-protection: Presence = none
  /// What protects its bytes on the way.
  control encryption: Encryption
  /// How the caller proves who it is.
  control authentication: Authentication
  /// Which cipher suites it accepts.
  control cipher-policy: CipherPolicy
  /// What each end checks about the other.
  control peer-verification: PeerVerification
  /// What the receiver checks in the token.
  control validates: [Claim]
  /// How long the caller's token can be used.
  control token-lifetime: Lifetime
  /// How hard it is to guess the caller's session token.
  control token-strength: TokenStrength
  /// To what the caller's token is bound.
  control token-binding: Binding
  /// How long the propagated context of the user can be used.
  control context-ttl: Lifetime
  /// How a leaked token is made useless.
  control revocation: Revocation
  /// On which grounds the callee lets this caller in.
  control callee-authorization: CalleeAuthorization
  /// The trace context that it carries.
  control trace: Trace
  /// A deadline after which the caller gives up.
  control timeout: Presence
  /// What the caller does when it fails.
  control retry: Retry
  /// A breaker that stops calling a callee that fails (NIST SP 800-204).
  control circuit-breaker: Presence
  /// A check of the answer, before it is used.
  control response-validation: Presence
  /// A contract about what the receiver may do with the data (such as GDPR, article 28).
  control sharing-agreement: Presence
  /// The highest classification of what goes along or comes back.
  derive classification: Classification =
    max ds in [self.data, self.returns], d in ds: d.classification
  /// What it goes to: the endpoint, or the component where it states none.
  derive target: element = if self.endpoint is set then self.endpoint else self.to
  /// It changes something or carries confidential data.
  derive sensitive: bool = self.state-changing or self.classification >= confidential
  /// Somebody administers the system by it: an administrator, or staff at what manages or delivers
  /// other workloads.
  derive administrative: bool =
    self.from is actor
    and (self.from.trust == admin
      or self.endpoint.operation.administrative
      or self.from.trust == workforce
        and self.to is workload
        and (self.to.management or self.to is ci-pipeline))
  /// Between two workloads of the organisation.
  derive service-to-service: bool =
    self.from is workload and self.to is workload and not self.to.external
  /// Its bytes leave the process.
  derive crosses-network: bool = self.protocol.on-network
  /// Its caller can say that it is any user, to a callee that believes identities without a proof:
  /// it hands on such an identity, or hands on none and is admitted to more than single operations.
  derive forgeable-by-caller: bool =
    self.identity-propagation.forgeable
    or self.crosses-network
      and self.identity-propagation == none
      and self.callee-authorization != per-operation
  /// The callee checks for itself who the user is and what they may do.
  derive re-establishes-trust: bool =
    (self.identity-propagation.signed or self.identity-propagation == forwarded-token)
    and sig in self.validates
    and self.to is workload
    and self.to.authorization-at.at-target
  /// What its caller can make of its callee is confined: the callee knows which workload calls,
  /// lets in those only that it names, and checks what they send; or the channel does. A call on
  /// behalf of a user is not, whose authority is the caller's.
  derive confines-caller: bool =
    not self.on-behalf-of-user
    and (self.from is workload
        and self.to is workload
        and self.authentication.strong
        and self.callee-authorization in [named-callers, per-operation]
        and self.to.validation-at == local
      or self.from is channel
        and self.from.producer-authentication == per-client
        and self.from.acl == per-principal
        and self.from.schema == strict
      or self.from is channel
        and self.consumer-authorization is known
        and self.consumer-authorization == set)
  derive heightened: bool = self.classification >= confidential
  /// A customer begins it, with a device of their own.
  derive from-customer: bool = self.from is actor and self.from.trust in [anonymous, authenticated]
  /// A way to authenticate that nobody should strive for, or that is not made for the protocol or for
  /// who is at the ends.
  derive inadvisable-authentication: bool =
    self.authentication in [network-location, ip-allowlist]
    or self.authentication.static
    or self.authentication == saml and self.to is not identity-provider
    or self.authentication in [kerberos, spiffe] and self.to.external
    or self.from-customer and (self.authentication.for-programs or self.authentication == kerberos)
    or self.protocol.web and (self.authentication.for-sasl or self.authentication == ssh-key)
    or not self.protocol.web and self.authentication.for-web
    or self.protocol == ssh and self.authentication not in [ssh-key, kerberos]
  /// Encryption that is broken, or not made for the protocol or for who is at the ends.
  derive inadvisable-encryption: bool =
    self.encryption.outdated
    or (self.encryption == ssh) != (self.protocol == ssh)
    or self.from-customer and self.encryption == mtls
  /// A binding that is not made for the protocol, or for who is at the ends.
  derive inadvisable-token-binding: bool =
    not self.protocol.web and self.token-binding == dpop
    or self.from-customer and self.token-binding == mtls
}
