//! Vocabulary for the rules beside it;
//! a draft to start from, not the finished standard library.
module std

// ---- enums: sets of values that rules ask for are enum fields, so there are no named constants -------------------------
scale Severity { info < low < medium < high < critical }
enum Trust {
  field untrusted: bool = false            // default of a field
  anonymous { untrusted: true } authenticated { untrusted: true } partner { untrusted: true }
  workforce admin automation
}
enum Exposure { field outside: bool = false   internet { outside: true } partner { outside: true } internal cluster-local none }
enum Environment { prod staging test dev }
enum Protocol { field on-network: bool = true   http https grpc kafka amqp postgres mysql redis in-process { on-network: false } }
enum Encryption { none ssl3 tls1-0 tls1-1 tls1-2 tls1-3 mtls ipsec app-layer }
enum Authentication {
  field bearer: bool = false
  field strong: bool = false
  field static: bool = false
  field federated: bool = false
  none network-location ip-allowlist
  static-token { bearer: true  static: true } api-key { bearer: true  static: true } basic { bearer: true  static: true }
  session-cookie { bearer: true }
  jwt { bearer: true  strong: true  federated: true } oauth2 { bearer: true  strong: true  federated: true }
  oidc { bearer: true  strong: true  federated: true } saml
  mtls { strong: true } spiffe { strong: true } hmac { strong: true } sigv4 { strong: true }
  sasl-plain sasl-scram
}
enum PeerVerification { field mutual: bool = false   none server mutual-any-cert mutual-san { mutual: true } }
enum Propagation {
  field forgeable: bool = false
  field signed: bool = false
  none plain-header { forgeable: true } unsigned-jwt { forgeable: true } forwarded-token signed-jwt { signed: true } token-exchange { signed: true }
}
enum Claim { sig iss aud exp typ }
enum Lifetime { short long static same }
enum Revocation { none manual ttl immediate }
enum Binding { none mtls dpop }
enum Trace { none request-id w3c }
enum Presence { none set }                                  // timeout, circuit-breaker, redaction, …
enum Mode { sync async }
enum Initiated { request schedule }
enum SideEffect { field serious: bool = false   none sensitive { serious: true } money { serious: true } privilege { serious: true } irreversible { serious: true } }
enum EnforcementPoint { field at-target: bool = false   none caller gateway sidecar { at-target: true } service { at-target: true } pdp { at-target: true } }
enum ValidationPoint { none upstream local }
enum NetworkPolicy { none default-allow default-deny }
enum Admission { none audit enforce }
enum Mesh { none istio linkerd consul }
enum MeshMode { disabled permissive strict }
enum PeerPolicy { allow-all wildcard-principal namespace-wide named-principals }
enum SchemaValidation { none report enforced }
enum Audit { none partial full }
enum AuditField { user-id trace-id service object decision }
scale Criticality { low < medium < high < mission }
scale Classification { public < internal < confidential < restricted }
enum DataKind { pii pci phi credential financial behavioural }
enum Operation {
  field privileged: bool = false
  other read list search create update delete admin { privileged: true } grant { privileged: true } batch { privileged: true } refund { privileged: true }
  export report login recover upload webhook debug actuator introspection api-docs
}
enum Check { public role scope function object property tenant }
enum Validation { none shape schema business }
enum ErrorDetail { verbose generic }
enum RateLimit { none ip global token user user-and-ip tenant }
enum Pagination { unbounded capped }
enum ObjectIdFrom { field from-caller: bool = false   none path { from-caller: true } query { from-caller: true } body { from-caller: true } token }
enum WebhookAuthentication { none shared-path hmac signature mtls }
enum Filter { none allowlist masked }
enum Scope { narrow broad wildcard }
enum Credential { field static: bool = false   static-key { static: true } password { static: true } static-token { static: true } signing-key { static: true } long-lived-cert short-lived svid }
enum Rotation { none manual automatic }
enum BusinessFlow { none purchase payment refund payout promotion credit entitlement referral account-link export }
enum Acl { none wildcard per-principal }
enum ClaimKind { internal-only upstream-validated authenticated-elsewhere }
enum AtRest { none disk kms app-layer }

// ---- kinds ------------------------------------------------------------------------------------------------------------
// Built-in root kinds: element, and below it boundary component endpoint data identity flow assumption decision project.
extend element { inherited fact owner: text   fact in-scope: bool = true   derive heightened: bool = false }
extend assumption { fact claim: ClaimKind   fact about: [element]   fact expires: date   fact evidence: text }

extend boundary { fact trust: int = 50   inherited fact environment: Environment = prod }
kind internet is boundary { trust: 0 }                     // a statement in a kind is a default of that kind
kind partner-network is boundary { trust: 40 }
kind account is boundary
/// A boundary that packets must pass.
abstract kind network-zone is boundary {
  inherited control network-policy: NetworkPolicy
  control egress-policy: NetworkPolicy
  /// Members that no default-deny boundary strictly inside this one protects.
  derive unsegmented: [component] = collect m in self.members
    if (m is workload or m is datastore) and (no z in m.boundaries if self in z.boundaries and z is network-zone: z.network-policy == default-deny): m
}
kind cluster is network-zone { fact mesh: Mesh = none  control mesh-mode: MeshMode  control admission-policy: Admission }
kind namespace is network-zone
kind vpc is network-zone
kind subnet is network-zone

extend data { fact classification: Classification  fact kinds: [DataKind]  fact purpose: text  fact permitted-sinks: [component]  fact min-trust: int = 0  fact regions: [text] }

extend identity {
  control scope: Scope
  control credential: Credential
  control rotation: Rotation
  control revocation: Revocation
  fact    grants: [component]
  /// Services that run as it or hold its credential.
  derive  used-by: [workload] = collect s in workload if s.runs-as == self or self in s.credentials: s
  derive  unused-grants: [component] = collect g in self.grants if (no f in g.incoming: f.from in self.used-by): g
}

extend component {
  inherited fact environment: Environment = prod
  fact criticality: Criticality = medium
  fact data: [data]
  derive classification: Classification = max d in self.data: d.classification
}
kind actor is component { fact trust: Trust  control mfa: Presence  fact tenant-shared: bool  control scope: Scope
  derive untrusted: bool = self.trust.untrusted }
/// Something that runs.
abstract kind workload is component {
  fact    exposure: Exposure = internal
  fact    runs-as: identity
  fact    credentials: [identity]
  fact    foothold: bool
  fact    carries-user: bool
  control authentication-at: EnforcementPoint
  control authorization-at: EnforcementPoint
  control validation-at: ValidationPoint
  control schema-validation: SchemaValidation
  control peer-policy: PeerPolicy
  control strips-identity-headers: bool
  control audit: Audit
  control audit-fields: [AuditField]
  control replicas: int
  control content-filter: Presence
  control rate-limit: RateLimit
  control circuit-breaker: Presence
  derive heightened: bool = self.exposure.outside or self.classification >= confidential
  derive internal: bool = self.exposure == internal and no e in self.endpoints: e.exposure.outside
  derive forgeable-caller: bool = any f in self.incoming: f.identity-propagation.forgeable
  /// Somebody untrusted can get here by sending requests. `~>` is an expression
  derive reached-by-untrusted: bool = any a in actor if a.untrusted: a ~> self along request
  derive entry-point: bool = any f in self.incoming: f.from is actor and f.from.untrusted
  /// Any workload beside its gateway can send it packets.                       (shared by three rules)
  derive bypassable: bool = any x in workload if x is not gateway: x ~> self along network
}
kind service is workload
kind web is service
kind worker is service
kind gateway is workload
kind third-party is workload { exposure: partner }
kind agent is workload { control tools-scope: Scope }
kind llm is workload
kind registry is workload { control registration-checks: Presence }
kind dashboard is workload
kind log-collector is workload
kind load-balancer is workload
kind datastore is component { control encryption-at-rest: AtRest  fact multi-tenant: bool  criticality: high }
kind log-store is datastore
kind secret-store is datastore
kind channel is component { control acl: Acl  control producer-authentication: Authentication  fact user-initiated: bool }

extend endpoint {
  fact    route: text
  fact    operation: Operation = other
  fact    exposure: Exposure = internal
  fact    state-changing: bool
  fact    public-by-design: bool
  fact    data: [data]
  fact    resource: text
  fact    roles: [text]
  fact    min-role: int = 0
  fact    calls: [endpoint]
  fact    composes: [flow]
  fact    trusts-client-fields: [text]
  fact    object-id-from: ObjectIdFrom = none
  fact    business-flow: BusinessFlow = none
  fact    in-contract: bool = true
  fact    in-model: bool = true
  fact    contract-mismatch: bool
  control authentication: Authentication
  control authorization-at: EnforcementPoint
  control authorization-checks: [Check]
  control validation: Validation
  control rate-limit: RateLimit
  control error-detail: ErrorDetail
  control pagination: Pagination
  control cost-limit: Presence
  control audit: Audit
  control response-filter: Filter
  control webhook-authentication: WebhookAuthentication
  control replay-protection: Presence
  derive classification: Classification = max d in self.data: d.classification
  derive reached-by-untrusted: bool =
    self.component.reached-by-untrusted and ((count f in self.incoming) == 0 or any a in actor if a.untrusted: a ~> self along request)
  derive heightened: bool = self.exposure.outside or self.classification >= confidential
}

extend flow {
  fact    protocol: Protocol = https
  fact    mode: Mode = sync
  fact    initiated: Initiated = request
  fact    data: [data] = self.endpoint.data                 // a default may be computed
  fact    returns: [data]
  fact    state-changing: bool = self.endpoint.state-changing
  fact    on-behalf-of-user: bool
  fact    carries-user: bool
  fact    identity-propagation: Propagation = none
  fact    side-effect: SideEffect = none
  control encryption: Encryption
  control authentication: Authentication
  control peer-verification: PeerVerification
  control validates: [Claim]
  control token-lifetime: Lifetime
  control token-binding: Binding
  control context-ttl: Lifetime
  control revocation: Revocation
  control trace: Trace
  control timeout: Presence
  control circuit-breaker: Presence
  control redaction: Presence
  control consumer-authorization: Presence
  control deduplication: Presence
  control response-validation: Presence
  control sharing-agreement: Presence
  derive classification: Classification = max ds in [self.data, self.returns], d in ds: d.classification
  derive service-to-service: bool = self.from is workload and self.to is workload and self.to is not third-party
  derive crosses-network: bool = self.protocol.on-network
  derive consumes: bool = self.from is channel
}

// ---- relations --------------------------------------------------------------------------------------------------------
/// What one request can set off. Endpoints are nodes; an edge without `via` is a step, not a hop.
relation request {
  edge f.from -> f.to           via f for f: flow where f.initiated == request and f.endpoint is not set
  edge f.from -> f.endpoint     via f for f: flow where f.initiated == request
  edge e -> e.component         for e: endpoint where (count c in e.calls) == 0
  edge e -> c                   via c for e: endpoint, c in e.calls
  edge c.component -> c         for c: endpoint where (count f in c.incoming) == 0
}
/// Where packets can go, whatever was intended. Going down is barred by the zone itself and, for a turn or an arrival, by the zone turned in.
relation network {
  edge x -> x.boundary          via x for x: workload
  edge b -> b.parent            for b: network-zone
  edge b.parent -> b            via b for b: network-zone where b.network-policy != default-deny and b.parent is network-zone and b.parent.network-policy != default-deny
  edge x.boundary -> x          via x for x: workload where x.boundary is network-zone and x.boundary.network-policy != default-deny and x.peer-policy != named-principals
}
relation calls { edge e -> c via c for e: endpoint, c in e.calls }
/// What somebody who controls a workload can obtain and use. `needs`: the step also wants these nodes
relation capability {
  edge s -> s.runs-as           via s for s: workload
  edge s -> i                   via s for s: workload, i in s.credentials
  edge f.from -> f.to           via f for f: flow
  edge s -> t                   via i for s: workload, i: identity, t in i.grants where s in i.used-by needs i
}
