module std

/// Classified data is stored in the clear
///
/// ## What it does
///
/// Reports each datastore with `encryption-at-rest: none` that holds confidential or restricted
/// data: data that the store itself states, and data that flows bring to it or fetch from it.
///
/// ## Why it matters
///
/// Disks are replaced, snapshots copied, backups lost, and buckets mounted elsewhere. Whoever gets
/// hold of any of these reads the data without ever meeting the access control of the store.
///
/// ## How to fix it
///
/// Encrypt the store, its snapshots and its backups with managed keys (`encryption-at-rest: kms`).
/// Restricted fields deserve encryption by the application as well (`app-layer`), so that the store
/// cannot read them either.
///
/// ## How to accept it
///
/// ```tm
/// accept classified-data-unencrypted-at-rest on session-cache {
///   reason: "kept in memory only, without snapshots"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-311: missing encryption of sensitive data
/// - CWE-312: cleartext storage of sensitive information
/// - CAPEC-37: embedded sensitive data is retrieved
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP ASVS 5.0, 14.1.2: each class of data has requirements for its protection
/// - OWASP ASVS 5.0, 11.3.2: only approved ciphers and modes are used
/// - NIST SP 800-53, SC-28: protection of information at rest
/// - MITRE ATT&CK T1530: data from cloud storage
rule classified-data-unencrypted-at-rest {
  for d: datastore
  let kept = collect g in d.stored-data if g.classification >= confidential: g
  where (any g in kept) and d.encryption-at-rest == none
  severity: medium
  stride: [information-disclosure]
  cwe: [311, 312]
  capec: [37]
  attack: ["T1530"]
  owasp-api: ["API8:2023"]
  asvs: ["14.1.2", "11.3.2"]
  nist: ["SC-28"]
  message: "{d} stores {kept} without encryption"
  at: d.encryption-at-rest
  help: "encrypt {d}, its snapshots and its backups with managed keys and state `encryption-at-rest: kms`"
}

test "confidential data in a store without encryption is reported" {
  data invoices { classification: confidential }
  database ledger { data: [invoices]  encryption-at-rest: none }
  expect classified-data-unencrypted-at-rest on ledger
}

test "so is data that a flow brings" {
  data invoices { classification: confidential }
  service billing
  database ledger { encryption-at-rest: none }
  flow save: billing -> ledger { data: [invoices] }
  expect classified-data-unencrypted-at-rest on ledger
}

test "and data that a flow fetches" {
  data invoices { classification: restricted }
  service billing
  database ledger { encryption-at-rest: none }
  flow load: billing -> ledger { returns: [invoices] }
  expect classified-data-unencrypted-at-rest on ledger
}

test "an encrypted store is not" {
  data invoices { classification: restricted }
  database ledger { data: [invoices]  encryption-at-rest: kms }
  file-store scans { data: [invoices]  encryption-at-rest: disk }
  expect no classified-data-unencrypted-at-rest
}

test "neither is one whose data is not confidential" {
  data prices { classification: internal }
  database shelf { data: [prices]  encryption-at-rest: none }
  expect no classified-data-unencrypted-at-rest
}

test "a store that does not say is a question" {
  data invoices { classification: confidential }
  database ledger { data: [invoices] }
  expect question classified-data-unencrypted-at-rest on ledger
}

test "what a store offers it stores" {
  data contracts { classification: confidential }
  database archive { encryption-at-rest: none  endpoint query { data: [contracts] } }
  expect classified-data-unencrypted-at-rest on archive
}
