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
  /// Fields of the request that are believed though the server could compute or look them up.
  fact trusts-client-fields: [text]
  /// Where the id of the requested object comes from.
  fact object-id-from: ObjectIdFrom = none
  /// The sensitive business flow that it is part of.
  fact business-flow: BusinessFlow = none
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
  /// Whether its lists can be fetched in one go.
  control pagination: Pagination
  /// A budget for the cost of one request, such as query depth or bytes.
  control cost-limit: Presence
  /// How much of what it does is audited.
  control audit: Audit
  /// How fields are kept out of its responses.
  control response-filter: Filter
  /// The highest classification of its data.
  derive classification: Classification = max d in self.data: d.classification
  /// It is declared for callers outside the organisation, by itself or with its component.
  derive offered-outside: bool =
    self.exposure.outside or self.component is workload and self.component.exposure.outside
  /// Somebody untrusted can get here by sending requests.
  derive reached-by-untrusted: bool = any a in actor if a.untrusted: a ~> self along request
  derive heightened: bool = self.exposure.outside or self.classification >= confidential
}
