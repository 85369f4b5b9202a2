//! How bad a finding is.
module std

/// How bad it is if the finding is real, before reachability and impact are weighed.
scale Severity {
  /// Worth knowing; harms nobody by itself.
  info <
  /// Weakens a defence that others back up.
  low <
  /// Makes another attack practical, or hurts one service.
  medium <
  /// Gives an attacker data, money or authority that were not meant for them.
  high <
  /// Opens the way past a whole layer of defence.
  critical
}
