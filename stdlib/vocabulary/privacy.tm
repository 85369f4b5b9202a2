//! What people have a right to.
module std

/// The grounds on which personal data may be processed (GDPR, article 6).
enum LawfulBasis {
  /// There are none.
  none
  /// The person agreed.
  consent
  /// A contract with the person needs it.
  contract
  /// The law demands it.
  legal-obligation
  /// A life depends on it.
  vital-interests
  /// A task in the public interest needs it.
  public-task
  /// The organisation's interest outweighs the person's.
  legitimate-interests
}

/// What data is used for, beyond what it was collected for (GDPR, article 6(4)).
enum SecondaryUse {
  /// Nothing.
  none
  /// To find out how the business is going.
  analytics
  /// To train models.
  ml-training
  /// To sell things.
  marketing
}

/// How data was made to say less about people (ISO/IEC 20889).
enum Deidentification {
  /// Not at all.
  none
  /// Names became pseudonyms; whoever has the key can undo it.
  pseudonymised
  /// Many people became one number.
  aggregated
  /// Nobody can tell any more who it was.
  anonymised
}

extend flow {
  /// Sensitive fields are removed or masked before it is sent.
  control redaction: Presence
  /// How its data was made to say less about people.
  control deidentification: Deidentification
  /// Data about people that goes along.
  derive personal-data: [data] = collect d in self.data if d.personal: d
  /// Data about people that comes back.
  derive returned-personal-data: [data] = collect d in self.returns if d.personal: d
}

extend component {
  /// What it uses data for, beyond what that was collected for.
  fact secondary-use: SecondaryUse = none
  /// The jurisdiction that it keeps data in.
  inherited fact residency: text
}
