module std

/// Whoever takes over a store takes its backups, too
///
/// ## What it does
///
/// Reports each datastore that matters (`criticality: high`, as is usual, or more) and cannot be
/// brought back once its administrators or accounts are in other hands: there is no copy, a replica
/// only, or copies that they can delete. Asked for is what the business stops without
/// (`criticality: mission`), and a `backup` of which nobody noted who can delete it. Left out are
/// caches, search indexes, stores of third parties, and logs, of which `log-pipeline-tamperable`
/// tells.
///
/// ## Why it matters
///
/// Who extorts money deletes the backups first and encrypts the data then. The same holds for a
/// mistake: a wrong script with the rights of the store, or a closed account, takes both.
///
/// ## How to fix it
///
/// Keep copies where the accounts of production cannot delete them: in an account of its own with
/// other administrators, offline, or under an object lock. Try to restore from them. State `backup:
/// separate` or `backup: immutable`.
///
/// ## How to accept it
///
/// ```tm
/// accept store-lost-with-its-backups on orders-db {
///   reason: "can be computed again from the event log within a day"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-693: protection mechanism failure
/// - NIST SP 800-53, CP-9: system backup
/// - NIST SP 800-53, CP-6: copies are kept apart from what they are copies of
/// - NIST SP 800-209: storage infrastructure, with isolation of backups
/// - MITRE ATT&CK T1485: data destruction
/// - MITRE ATT&CK T1486: data encrypted for impact
/// - MITRE ATT&CK T1490: inhibit system recovery
rule store-lost-with-its-backups {
  for d: datastore
  where d.criticality >= high
    and (d.backup is known or d.criticality == mission)
    and d.backup.lost-with-store
    and d is not cache
    and d is not search
    and d is not log-store
    and not d.external
  severity: if d.criticality == mission then high else medium
  stride: [denial-of-service, tampering]
  cwe: [693]
  attack: ["T1485", "T1486", "T1490"]
  nist: ["CP-9", "CP-6"]
  message: "whoever takes over {d} takes what it is brought back from, too (backup: {d.backup})"
  at: d.backup
  help: "keep copies of {d} where none of its administrators and accounts can delete them, try to restore from them, and state `backup: separate` or `backup: immutable`"
}

test "a store without a copy, with a replica, or with copies in its own account is reported" {
  database orders { backup: none }
  object-store pictures { backup: replica }
  warehouse sales { backup: same-administration }
  expect store-lost-with-its-backups on orders
  expect store-lost-with-its-backups on pictures
  expect store-lost-with-its-backups on sales
}

test "copies that its accounts cannot delete suffice" {
  database orders { backup: separate }
  object-store pictures { backup: immutable }
  expect no store-lost-with-its-backups
}

test "what can be made again, matters less, or is somebody else's is left alone" {
  each datastore { backup: none }
  cache sessions { criticality: high }
  search index { criticality: high }
  log-store journal
  database trials { criticality: medium }
  partner-network provider { database accounts }
  expect no store-lost-with-its-backups
}

test "what the business stops without is asked for" {
  database ledger { criticality: mission }
  database orders
  expect question store-lost-with-its-backups on ledger
  expect no store-lost-with-its-backups on orders
}

test "so is a backup of which nobody noted who can delete it" {
  database orders { backup: other }
  database parcels { backup: unknown }
  expect question store-lost-with-its-backups on orders
  expect no store-lost-with-its-backups on parcels
}

test "and the business stops if that is lost" {
  database ledger { criticality: mission  backup: none }
  expect store-lost-with-its-backups on ledger
}
