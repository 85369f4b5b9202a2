//! Data and how sensitive it is.
module std

/// What the loss of the data's confidentiality would mean (ISO/IEC 27002, 5.12; FIPS 199).
scale Classification {
  /// Meant to be published.
  public <
  /// For the organisation's eyes; a leak embarrasses.
  internal <
  /// For those who need it; a leak harms customers or the business.
  confidential <
  /// Regulated or existential; a leak has legal consequences.
  restricted
}

/// What sort of data it is.
enum DataKind {
  /// It is about a person who can be told from it (GDPR, article 4).
  field personal: bool = false
  /// Personally identifiable information (NIST SP 800-122).
  pii { personal: true }
  /// Cardholder data under PCI DSS.
  pci
  /// Protected health information (HIPAA, 45 CFR 160.103).
  phi { personal: true }
  /// Passwords, keys, tokens.
  credential
  /// Accounts, balances, transactions.
  financial
  /// What people did, looked at, or like.
  behavioural { personal: true }
}

/// How stored data is encrypted (NIST SP 800-53, SC-28).
enum AtRest {
  /// Not at all.
  none
  /// By the disk or volume.
  disk
  /// By the store, with keys in a key management service.
  kms
  /// By the application, before it is stored.
  app-layer
  /// It is encrypted, and nobody noted where.
  other
}

extend data {
  /// How sensitive it is.
  fact classification: Classification
  /// What sort of data it is.
  fact kinds: [DataKind]
  /// What it is collected for (GDPR, article 5(1)(b)).
  fact purpose: text
  /// On which grounds it is processed.
  control lawful-basis: LawfulBasis
  /// The jurisdictions that it may be kept in, in the words of `residency`.
  fact regions: [text]
  /// The least trust of a boundary that it may get into, from 0 to 100.
  fact min-trust: int = 0
  /// Components of low trust that it may get to nevertheless.
  fact permitted-sinks: [component]
  /// Data that it was made from.
  fact derived-from: [data]
  /// It is about people.
  derive personal: bool = any k in self.kinds: k.personal
  derive heightened: bool = self.classification >= confidential
  /// On which grounds data is processed is for people to decide, and not chosen to please a rule.
  derive inadvisable-lawful-basis: bool = self.lawful-basis != none
}
