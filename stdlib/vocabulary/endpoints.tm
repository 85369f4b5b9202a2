//! Endpoints: the operations that components offer.
module std

extend endpoint {
  /// Method and path, or the name of the procedure.
  fact route: text
  /// What it does.
  fact operation: Operation = other
  /// The callers that it is declared to be for.
  fact exposure: Exposure = internal
  /// It changes something.
  fact state-changing: bool
  /// Everybody may use it, on purpose.
  fact public-by-design: bool
  /// Data that it takes or returns.
  fact data: [data]
  /// Endpoints that a request to this one calls.
  ///
  /// Unless they are stated, it may set off every call of its component.
  fact calls: [endpoint]
  /// Fields of the request that are believed though the server could compute or look them up (CWE-602).
  fact trusts-client-fields: [text]
  /// Where the id of the requested object comes from (OWASP API1:2023).
  fact object-id-from: ValueSource = none
  /// Where it takes from who the caller is.
  fact identity-from: ValueSource = none
  /// Where it takes from which tenant the request is about.
  fact tenant-from: ValueSource = none
  /// The ids of its objects can be guessed, or counted up.
  fact id-predictable: bool
  /// What it acts on, such as `order`; endpoints with the same resource and operation are compared.
  fact resource: text
  /// The roles that may use it.
  fact roles: [text]
  /// The rank of the least role that may use it; more is mightier.
  fact min-role: int
  /// Whether it is meant to be there.
  fact lifecycle: Lifecycle = active
  /// The environment that it serves.
  inherited fact environment: Environment = prod
  /// What the body of a request may be.
  fact accepts: [PayloadFormat]
  /// It fetches what a URL in the request points to (server-side request forgery, OWASP API7:2023).
  fact fetches-user-url: bool
  /// Calls whose results it joins into its answer.
  fact composes: [flow]
  /// What one request costs the server.
  fact cost: Cost = low
  /// The published contract lists it.
  fact in-contract: bool = true
  /// This model describes it; `false` is for what was found elsewhere.
  fact in-model: bool = true
  /// The published contract says something else about it.
  fact contract-mismatch: bool
  /// A policy of the gateway matches its method and path.
  fact gateway-policy-match: bool = true
  /// How its callers prove who they are.
  control authentication: Authentication
  /// Where its callers are authorized.
  control authorization-at: EnforcementPoint
  /// What is compared before a request is served.
  control authorization-checks: [Check]
  /// How deeply its input is validated.
  control validation: Validation
  /// By what callers are counted when their rate is limited.
  control rate-limit: RateLimit
  /// What its errors tell the caller.
  control error-detail: ErrorDetail
  /// Whether its lists can be fetched in one go (OWASP API4:2023).
  control pagination: Pagination
  /// A budget for the cost of one request, such as query depth or bytes.
  control cost-limit: Presence
  /// How much of what it does is audited.
  control audit: Audit
  /// How fields are kept out of its responses.
  control response-filter: Filter
  /// Parsers and interpreters behind it are set up so that input cannot steer them.
  control payload-hardening: Presence
  /// How fields of a request get into an object.
  control property-binding: PropertyBinding
  /// URLs are fetched from listed hosts only.
  control url-allowlist: Presence
  /// Whether it answers alike for what is missing and for what is forbidden (CWE-204).
  control uniform-responses: bool
  /// Caps, approval or alerts on what leaves in bulk.
  control export-controls: Presence
  /// A nonce, time stamp or delivery id that is accepted once only.
  control replay-protection: Presence
  /// How it knows that a webhook comes from who it says.
  control webhook-authentication: WebhookAuthentication
  /// The highest classification of its data.
  derive classification: Classification = max d in self.data: d.classification
  /// It changes something or handles confidential data.
  derive sensitive: bool = self.state-changing or self.classification >= confidential
  /// Data that the calls which it joins carry or bring back.
  derive joined-data: [data] = collect f in self.composes, ds in [f.data, f.returns], d in ds: d
  /// It is declared for callers outside the organisation, by itself or with its component.
  derive offered-outside: bool =
    self.exposure.outside or self.component is workload and self.component.exposure.outside
  /// Somebody untrusted can get here by sending requests.
  derive reached-by-untrusted: bool = any a in actor if a.untrusted: a ~> self along request
  derive heightened: bool = self.exposure.outside or self.classification >= confidential
  /// A way to authenticate that nobody should strive for, or that is not made for requests.
  derive inadvisable-authentication: bool =
    self.authentication in [network-location, ip-allowlist, saml, ssh-key]
    or self.authentication.static
    or self.authentication.for-sasl
    or self.exposure == internet and self.authentication.for-programs
}
