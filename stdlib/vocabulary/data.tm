//! Data and how sensitive it is.
module std

/// What the loss of the data's confidentiality would mean.
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
  /// Personally identifiable information.
  pii
  /// Cardholder data under PCI DSS.
  pci
  /// Protected health information.
  phi
  /// Passwords, keys, tokens.
  credential
  /// Accounts, balances, transactions.
  financial
  /// What people did, looked at, or like.
  behavioural
}

/// How stored data is encrypted.
enum AtRest {
  /// Not at all.
  none
  /// By the disk or volume.
  disk
  /// By the store, with keys in a key management service.
  kms
  /// By the application, before it is stored.
  app-layer
}

extend data {
  /// How sensitive it is.
  fact classification: Classification
  /// What sort of data it is.
  fact kinds: [DataKind]
  /// What it is collected for.
  fact purpose: text
  derive heightened: bool = self.classification >= confidential
}
