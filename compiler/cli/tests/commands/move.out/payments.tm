module shop

extend prod {
  /// Where money changes hands.
  service payments {
    endpoint charge { state-changing: true }
    -> ledger { encryption: mtls }
  }
}
