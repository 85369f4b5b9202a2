module std

/// Nothing reliable keeps the data of tenants apart
///
/// ## What it does
///
/// Reports each datastore with data of several tenants (`multi-tenant`) whose `tenant-isolation` is
/// `none`, or `client-filter`: a filter by an id that the client sends.
///
/// ## Why it matters
///
/// One forgotten `where` clause, or one changed id in a request, and a customer reads what belongs
/// to another. It is the incident that ends contracts, and that customers find by themselves. The
/// same holds for embeddings in a vector store, where search by similarity knows no tenants.
///
/// ## How to fix it
///
/// Let the store itself keep tenants apart, by row policies, a schema or a database for each, with
/// the tenant taken from a verified token. State `tenant-isolation: row`, `schema` or `database`,
/// or at least `verified-filter`.
///
/// ## How to accept it
///
/// ```tm
/// accept tenant-isolation-missing on lookup {
///   reason: "holds the same reference data for all tenants"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-639: authorization bypass through a user-controlled key
/// - CAPEC-122: privilege abuse
/// - OWASP API Security Top 10, API1:2023: broken object level authorization
/// - OWASP ASVS 5.0, 8.4.1: what one tenant does cannot affect another
/// - NIST SP 800-53, AC-3: access enforcement
/// - NIST SP 800-53, AC-4: information flow enforcement
/// - MITRE ATT&CK T1213: data from information repositories
/// - OWASP Top 10 for LLM Applications, LLM08:2025: vector and embedding weaknesses
/// - OWASP Multi-Tenant Application Security Cheat Sheet
rule tenant-isolation-missing {
  for d: datastore
  where d.multi-tenant and d.tenant-isolation.weak
  severity: high
  stride: [information-disclosure, elevation-of-privilege]
  cwe: [639]
  capec: [122]
  attack: ["T1213"]
  owasp-api: ["API1:2023"]
  owasp-llm: ["LLM08:2025"]
  asvs: ["8.4.1"]
  nist: ["AC-3", "AC-4"]
  message: "{d} holds data of several tenants, and what keeps them apart is {d.tenant-isolation}"
  at: d.tenant-isolation
  help: "let {d} keep tenants apart by row policies, schemas or databases, with the tenant from a verified token, and state `tenant-isolation: row`"
}

test "a store of several tenants without isolation is reported" {
  database orders { multi-tenant: true  tenant-isolation: none }
  expect tenant-isolation-missing on orders
}

test "so is one that believes the client" {
  vector-store notes { multi-tenant: true  tenant-isolation: client-filter }
  expect tenant-isolation-missing on notes
}

test "one that filters by a verified tenant is not, nor one that isolates by itself" {
  database orders { multi-tenant: true  tenant-isolation: verified-filter }
  database bills { multi-tenant: true  tenant-isolation: row }
  expect no tenant-isolation-missing
}

test "neither is a store of a single tenant" {
  database orders { tenant-isolation: none }
  expect no tenant-isolation-missing
}

test "isolation that nobody states is a question" {
  database orders { multi-tenant: true }
  expect question tenant-isolation-missing on orders
}

test "schemas and databases of their own keep tenants apart" {
  database orders { multi-tenant: true  tenant-isolation: schema }
  database bills { multi-tenant: true  tenant-isolation: database }
  expect no tenant-isolation-missing
}

test "so is one that nobody noted" {
  database orders { multi-tenant: true  tenant-isolation: other }
  expect question tenant-isolation-missing on orders
}
