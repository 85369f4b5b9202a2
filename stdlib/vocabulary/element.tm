//! What every element has, and words that many attributes share.
module std

/// Whether a protection is in place, where only that matters.
enum Presence {
  /// It is known that there is none.
  none
  /// It is in place.
  set
}

/// Where in the life of the software something runs.
enum Environment {
  /// Serves real users and real data.
  prod
  /// A rehearsal of production.
  staging
  /// Automated or manual tests.
  test
  /// Development.
  dev
}

extend component {
  /// It is in operation.
  fact live: bool
  /// When somebody last compared it with this model.
  fact reviewed: date
  /// When it last changed.
  fact changed: date
}

extend element {
  /// The team that answers for it.
  inherited fact owner: text
  /// Whether the people who keep this model can change it.
  fact in-scope: bool = true
  /// Exposed to outsiders or holding confidential data: the profile `strict` asks harder here.
  derive heightened: bool = false
}
