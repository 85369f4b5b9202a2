//! Namespaces that only some may call into.
module platform.doors

extend namespace {
  /// Who may call into it; empty: the namespace has no door, and anybody may as far as this goes.
  fact doors: [component]
}
