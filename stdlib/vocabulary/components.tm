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
  /// Data that it has a use for: held, taken or returned by its endpoints, sent on, or answered with.
  derive used-data: [data] =
    collect ds in [self.data, self.endpoint-data, self.sent-data, self.answered-data], d in ds: d
  /// Data that it sends to others.
  derive sent-data: [data] = collect f in self.outgoing, d in f.data: d
  /// Data that it answers callers with.
  derive answered-data: [data] = collect f in self.incoming, d in f.returns: d
  /// Data that others send it.
  derive received-data: [data] = collect f in self.incoming, d in f.data: d
  /// Data that others answer it with.
  derive fetched-data: [data] = collect f in self.outgoing, d in f.returns: d
  /// Data that gets to it or comes from it.
  derive handled-data: [data] =
    collect ds in [self.used-data, self.received-data, self.fetched-data], d in ds: d
  /// Somebody else runs it.
  derive external: bool =
    self is third-party
    or self.boundary is internet
    or any b in self.boundaries: b is partner-network
}

/// Somebody or something that acts on the system from outside the model.
kind actor is component {
  /// How far the actor is known and bound.
  fact trust: Trust
  /// A partner that shares a tenant with others.
  fact tenant-shared: bool
  /// How much it may do, against what it needs.
  control scope: Scope
  /// A second factor on top of its password.
  control second-factor: SecondFactor
  /// Nothing that the actor sends may be believed.
  derive untrusted: bool = self.trust.untrusted
}
/// An app on a device that belongs to its user, who can change whatever it sends.
kind mobile is actor { trust: authenticated }

/// A service with an API.
kind service is workload
/// A service whose API is what it is for.
kind api is service
/// A service that works off jobs or messages.
kind worker is service
/// A function that a platform runs when something happens.
kind function is service
/// A service that finds out how the business is going.
kind analytics is service { secondary-use: analytics }
/// The entry to the system: an API gateway or ingress.
///
/// It is not a `service`: what `each service` states does not hold for it.
kind gateway is workload
/// What people or workloads sign in at, and what issues their tokens.
kind identity-provider is workload { criticality: high }
/// A service that somebody else runs.
kind third-party is workload { exposure: partner }

test "an app in the hands of its user is an outsider" {
  mobile app
  dashboard console { local-authentication: none }
  app -> console
  expect management-interface-exposed on console
}

test "what somebody else runs is offered outside" {
  actor visitor { trust: anonymous }
  third-party provider { endpoint pay }
  visitor -> provider.pay
  expect no internal-endpoint-on-public-route
}

test "who signs people in, and who delivers software, matters as much as what it serves" {
  cluster main {
    network-policy: none
    service-account wide { scope: wildcard }
    each workload { peer-policy: allow-all }
    service blog { foothold: true  runs-as: wide }
    service news
    identity-provider login
    ci-pipeline build
    control-plane mesh
  }
  expect pivot-from-exposed-to-critical-service on login
  expect pivot-from-exposed-to-critical-service on build
  expect pivot-from-exposed-to-critical-service on mesh
  expect no pivot-from-exposed-to-critical-service on news
}
