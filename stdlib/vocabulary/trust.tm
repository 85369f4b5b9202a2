//! Who is trusted, and for whom something is meant.
module std

/// How far an actor is known and bound.
enum Trust {
  /// Nothing that the actor sends may be believed.
  field untrusted: bool = false
  /// Nobody knows who it is.
  anonymous { untrusted: true }
  /// Anybody with an account: known, not trusted.
  authenticated { untrusted: true }
  /// An organisation with a contract, or its systems.
  partner { untrusted: true }
  /// The operator's own staff.
  workforce
  /// Staff with administrative rights.
  admin
  /// The operator's own pipelines and jobs.
  automation
}

/// The callers that something is declared to be for.
///
/// What can in fact reach it is derived from flows and networks.
enum Exposure {
  /// Meant for callers outside the organisation.
  field outside: bool = false
  /// Meant for the public internet.
  internet { outside: true }
  /// Meant for partners.
  partner { outside: true }
  /// Meant for the organisation's own systems.
  internal
  /// Meant for workloads of the same cluster.
  cluster-local
  /// Meant for nobody but the process itself.
  none
}

test "nothing that these send may be believed" {
  actor by-anonymous { trust: anonymous }
  actor by-authenticated { trust: authenticated }
  actor by-partner { trust: partner }
  actor by-workforce { trust: workforce }
  actor by-admin { trust: admin }
  actor by-automation { trust: automation }
  dashboard on-anonymous { local-authentication: none }
  dashboard on-authenticated { local-authentication: none }
  dashboard on-partner { local-authentication: none }
  dashboard on-workforce { local-authentication: none }
  dashboard on-admin { local-authentication: none }
  dashboard on-automation { local-authentication: none }
  by-anonymous -> on-anonymous
  by-authenticated -> on-authenticated
  by-partner -> on-partner
  by-workforce -> on-workforce
  by-admin -> on-admin
  by-automation -> on-automation
  expect management-interface-exposed on on-anonymous
  expect management-interface-exposed on on-authenticated
  expect management-interface-exposed on on-partner
  expect no management-interface-exposed on on-workforce
  expect no management-interface-exposed on on-admin
  expect no management-interface-exposed on on-automation
}
