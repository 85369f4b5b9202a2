//! What people have a right to.
module std

/// The grounds on which personal data may be processed (GDPR, article 6).
enum LawfulBasis {
  /// There are none.
  none
  /// The person agreed (article 6(1)(a)).
  consent
  /// A contract with the person needs it (article 6(1)(b)).
  contract
  /// The law demands it (article 6(1)(c)).
  legal-obligation
  /// A life depends on it (article 6(1)(d)).
  vital-interests
  /// A task in the public interest needs it (article 6(1)(e)).
  public-task
  /// The organisation's interest outweighs the person's (article 6(1)(f)).
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
  /// Names became pseudonyms; whoever has the key can undo it (GDPR, article 4(5)).
  pseudonymised
  /// Many people became one number.
  aggregated
  /// Nobody can tell any more who it was (GDPR, recital 26).
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
