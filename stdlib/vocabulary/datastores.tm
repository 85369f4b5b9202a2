//! What stores data.
module std

/// For whom a cached value is found again.
enum KeyScope {
  /// One user can be served what was stored for another.
  field shared: bool = false
  /// For whoever asks.
  none { shared: true }
  /// For everybody, on purpose.
  global { shared: true }
  /// For one tenant.
  tenant
  /// For one user.
  subject
}

/// What keeps the data of one tenant from another.
enum TenantIsolation {
  /// It rests on what the client sends.
  field weak: bool = false
  /// Nothing.
  none { weak: true }
  /// The application filters by an id that the client sends.
  client-filter { weak: true }
  /// The application filters by an id that it took from a verified token.
  verified-filter
  /// The store filters rows by tenant (row-level security).
  row
  /// Each tenant has a schema of its own.
  schema
  /// Each tenant has a database of its own.
  database
  /// Something does, and nobody noted what.
  other { weak: unknown }
}

/// From what a store is brought back after its data was lost, deleted or encrypted by somebody else.
enum Backup {
  /// Whoever takes over the store has the copies as well.
  field lost-with-store: bool = false
  /// From nothing.
  none { lost-with-store: true }
  /// From replicas, which follow each change at once, also a wrong one.
  replica { lost-with-store: true }
  /// From copies that the administrators or accounts of the store can delete.
  same-administration { lost-with-store: true }
  /// From copies under other administrators and credentials, or offline.
  separate
  /// From copies that nobody can change or delete before a date (object lock, WORM).
  immutable
  /// From copies, and nobody noted who can delete them.
  other { lost-with-store: unknown }
}

/// Something that stores data.
kind datastore is component {
  criticality: high
  /// It holds the data of several tenants.
  fact multi-tenant: bool
  /// People can be followed through it by an id that other sources use too.
  fact shared-identifier: bool
  /// The domains that its data comes from.
  fact source-domains: [text]
  /// How the stored data is encrypted.
  control encryption-at-rest: AtRest
  /// Anybody on the internet can read from it or write to it.
  control public-access: bool
  /// It takes connections from anywhere in its network, and not only from the services that own it.
  control open-network: bool
  /// What keeps the data of one tenant from another.
  control tenant-isolation: TenantIsolation
  /// From what it is brought back after its data was lost, deleted or encrypted by somebody else.
  control backup: Backup
  /// Personal data is deleted after a period that somebody decided on (GDPR, article 5(1)(e)).
  control retention: Presence
  /// Data that it holds: by its own statement, or because flows bring it or fetch it.
  derive stored-data: [data] =
    collect ds in [self.data, self.endpoint-data, self.received-data, self.answered-data], d in ds:
      d
  /// Data about people that it holds.
  derive stored-personal-data: [data] = collect d in self.stored-data if d.personal: d
}
/// A relational or document database.
kind database is datastore
/// A store of objects, such as an S3 bucket.
kind object-store is datastore
/// A file system that several workloads use.
kind file-store is datastore
/// A cache: what is in it can be made again.
kind cache is datastore {
  criticality: medium
  /// For whom a cached value is found again.
  control key-scope: KeyScope
}
/// A search index.
kind search is datastore
/// A store of embeddings, searched by similarity.
kind vector-store is datastore
/// A store for analysis, apart from operation.
kind warehouse is datastore { secondary-use: analytics }
/// A store of logs.
kind log-store is datastore {
  /// What is written can be neither changed nor removed.
  control append-only: bool
}
/// A vault for secrets.
kind secret-store is datastore

test "these keep no tenants apart" {
  each database { multi-tenant: true }
  database by-none { tenant-isolation: none }
  database by-client-filter { tenant-isolation: client-filter }
  database by-verified-filter { tenant-isolation: verified-filter }
  database by-row { tenant-isolation: row }
  database by-schema { tenant-isolation: schema }
  database by-database { tenant-isolation: database }
  database by-other { tenant-isolation: other }
  expect tenant-isolation-missing on by-none
  expect tenant-isolation-missing on by-client-filter
  expect no tenant-isolation-missing on by-verified-filter
  expect no tenant-isolation-missing on by-row
  expect no tenant-isolation-missing on by-schema
  expect no tenant-isolation-missing on by-database
  expect question tenant-isolation-missing on by-other
}

test "these are lost with the store" {
  database by-none { backup: none }
  database by-replica { backup: replica }
  database by-same-administration { backup: same-administration }
  database by-separate { backup: separate }
  database by-immutable { backup: immutable }
  database by-other { backup: other }
  expect store-lost-with-its-backups on by-none
  expect store-lost-with-its-backups on by-replica
  expect store-lost-with-its-backups on by-same-administration
  expect no store-lost-with-its-backups on by-separate
  expect no store-lost-with-its-backups on by-immutable
  expect question store-lost-with-its-backups on by-other
}
