//! Workloads: what runs.
module std

/// Something that runs.
abstract kind workload is component {
  /// The callers that it is declared to be for.
  fact exposure: Exposure = internal
  /// The identity that it runs as.
  fact runs-as: identity
  /// Identities whose credentials it holds.
  fact credentials: [identity]
  /// An attacker is taken to be inside already, as an exercise or because of an incident.
  fact foothold: bool
  /// It acts on behalf of end users.
  fact carries-user: bool
  /// Where its callers are authenticated.
  control authentication-at: EnforcementPoint
  /// Where its callers are authorized.
  control authorization-at: EnforcementPoint
  /// Where its input is validated.
  control validation-at: ValidationPoint
  /// What becomes of requests that do not match the published schema.
  control schema-validation: SchemaValidation
  /// The peers from which it takes connections.
  control peer-policy: PeerPolicy
  /// It removes identity headers that clients send.
  control strips-identity-headers: bool
  /// Components that validate its input before they pass it on; gateways, unless stated.
  fact validated-by: [component]
  /// Where the rules stand by which it decides on access.
  control policy-source: PolicySource
  /// What happens to requests when the policy decision point does not answer.
  control pdp-failure-mode: FailureMode
  /// How many of it run at once.
  control replicas: int
  /// Where its log goes.
  control logging: Logging
  /// How much of what it does is audited.
  control audit: Audit
  /// What its audit records say.
  control audit-fields: [AuditField]
  derive heightened: bool =
    self.exposure.outside
    or self.classification >= confidential
    or any e in self.endpoints: e.exposure.outside
  /// The network zones around it, from inside out.
  derive zones: [network-zone] = collect b in self.boundaries if b is network-zone: b
  /// Identities that it runs as, stated or declared inside it.
  derive acts-as: [identity] = collect is in [[self.runs-as], self.own-identities], i in is: i
  /// Identities that it runs as or holds the credentials of.
  derive identities: [identity] = collect is in [self.acts-as, self.credentials], i in is: i
  /// Identities that are declared inside it.
  derive own-identities: [identity] = collect i in identity if i.parent == self: i
  /// Declared for internal callers only, with all its endpoints.
  derive internal: bool = self.exposure == internal and no e in self.endpoints: e.exposure.outside
  /// Untrusted actors call it directly.
  derive entry-point: bool = any f in self.incoming: f.from is actor and f.from.untrusted
  /// Somebody untrusted can get here by sending requests.
  derive reached-by-untrusted: bool = any a in actor if a.untrusted: a ~> self along request
  /// A workload other than a gateway can send it packets.
  derive bypassable: bool = any x in workload if x is not gateway: x ~> self along network
  /// Somebody can reach it without passing a gateway, by packets or by requests.
  derive reached-past-gateway: bool =
    self.bypassable
    or any a in actor if a.untrusted: a ~> self along request { avoiding v: v is gateway }
  /// Somebody can send it input past whoever validates it.
  derive validation-avoidable: bool =
    self.bypassable
    or any f in self.incoming:
      f.from not in self.validated-by and (f.from is not gateway or any v in self.validated-by)
  /// It believes a user's identity that its sender could have made up.
  derive forgeable-caller: bool = any f in self.incoming: f.identity-propagation.forgeable
  /// Somebody other than a gateway is in a position to make up such an identity.
  derive identity-spoofable: bool =
    self.forgeable-caller
    and (self.bypassable
      or any f in self.incoming if f.forgeable-by-caller:
        f.from is workload and f.from is not gateway or f.from is actor and f.from.untrusted)
}
