//! Components: who acts, what runs, what stores, what carries messages.
module std

extend component {
  /// The environment that it belongs to.
  inherited fact environment: Environment = prod
  /// What its loss would mean for the business.
  fact criticality: Criticality = medium
  /// Data that it holds.
  fact data: [data]
  /// Data that its endpoints take or return.
  derive endpoint-data: [data] = collect e in self.endpoints, d in e.data: d
  /// The highest classification of what it holds or serves.
  derive classification: Classification =
    max ds in [self.data, self.endpoint-data], d in ds: d.classification
  derive heightened: bool = self.classification >= confidential
}

/// Somebody or something that acts on the system from outside the model.
kind actor is component {
  /// How far the actor is known and bound.
  fact trust: Trust
  /// Nothing that the actor sends may be believed.
  derive untrusted: bool = self.trust.untrusted
}

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
  /// How much of what it does is audited.
  control audit: Audit
  /// What its audit records say.
  control audit-fields: [AuditField]
  derive heightened: bool =
    self.exposure.outside
    or self.classification >= confidential
    or any e in self.endpoints: e.exposure.outside
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
  /// It believes a user's identity that its sender could have made up.
  derive forgeable-caller: bool = any f in self.incoming: f.identity-propagation.forgeable
  /// Somebody other than a gateway is in a position to make up such an identity.
  derive identity-spoofable: bool =
    self.forgeable-caller
    and (self.bypassable
      or any f in self.incoming if f.identity-propagation.forgeable:
        f.from is workload and f.from is not gateway or f.from is actor and f.from.untrusted)
}

/// A service with an API.
kind service is workload
/// A service that serves people's browsers.
kind web is service
/// A service that works off jobs or messages.
kind worker is service
/// The entry to the system: an API gateway or ingress.
///
/// It is not a `service`: what `each service` states does not hold for it.
kind gateway is workload
/// A service that somebody else runs.
kind third-party is workload { exposure: partner }
/// A program that a language model steers.
kind agent is workload
/// A language model that is served over an API.
kind llm is workload
/// Where services register and look each other up, or where artefacts come from.
kind registry is workload
/// A console for operators.
kind dashboard is workload
/// A collector of logs, metrics or traces.
kind log-collector is workload
/// A load balancer that does not inspect requests.
kind load-balancer is workload

/// Something that stores data.
kind datastore is component {
  criticality: high
  /// How the stored data is encrypted.
  control encryption-at-rest: AtRest
}
/// A store of logs.
kind log-store is datastore
/// A vault for secrets.
kind secret-store is datastore
/// A topic, queue or stream of a message broker.
kind channel is component
