module std

/// One user can be served what was cached for another
///
/// ## What it does
///
/// Reports each cache that holds confidential data, by its own statement or because flows bring it
/// or fetch it, and finds values again for whoever asks (`key-scope: none` or `global`).
///
/// ## Why it matters
///
/// A key without the user in it is a door between accounts. No authorization fails, nothing is in
/// the log, and the victim's page appears at a stranger's. It happens by itself under load, and on
/// purpose once somebody learns how keys are made.
///
/// ## How to fix it
///
/// Put the verified user, and the tenant, into the key (`key-scope: subject`), let entries live for
/// a short time, remove them when rights change, and keep restricted data out of the cache.
///
/// ## How to accept it
///
/// ```tm
/// accept sensitive-data-cached-without-scope on price-cache {
///   reason: "contract prices are the same for all who can ask"
///   owner: "sales-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-524: use of a cache that contains sensitive information
/// - CWE-525: browser caches hold sensitive information
/// - CAPEC-141: cache poisoning
/// - OWASP API Security Top 10, API3:2023: broken object property level authorization
/// - OWASP ASVS 5.0, 14.2.2: sensitive data is not cached by servers, or safely removed
/// - OWASP ASVS 5.0, 14.2.5: caches keep only what they are meant to
/// - NIST SP 800-53, SC-4: information in shared system resources
rule sensitive-data-cached-without-scope {
  for c: cache
  let cached = collect d in c.stored-data if d.classification >= confidential: d
  where (any d in cached) and c.key-scope.shared
  severity: medium
  stride: [information-disclosure]
  cwe: [524, 525]
  capec: [141]
  owasp-api: ["API3:2023"]
  asvs: ["14.2.2", "14.2.5"]
  nist: ["SC-4"]
  message: "{c} keeps {cached} under keys that say nothing of whose it is: {c.key-scope}"
  at: c.key-scope
  help: "put the verified user and tenant into the keys of {c}, remove entries when rights change, and state `key-scope: subject`"
}

test "a cache without users in its keys is reported" {
  data profiles { classification: confidential }
  cache pages { data: [profiles]  key-scope: none }
  expect sensitive-data-cached-without-scope on pages
}

test "so is one for everybody to which a flow brings the data" {
  data profiles { classification: confidential }
  service users
  cache pages { key-scope: global }
  flow keep: users -> pages { data: [profiles] }
  expect sensitive-data-cached-without-scope on pages
}

test "one that keeps users or tenants apart is not" {
  data profiles { classification: confidential }
  cache pages { data: [profiles]  key-scope: subject }
  cache lists { data: [profiles]  key-scope: tenant }
  expect no sensitive-data-cached-without-scope
}

test "neither is a cache of what is not confidential" {
  data prices { classification: internal }
  cache pages { data: [prices]  key-scope: global }
  expect no sensitive-data-cached-without-scope
}

test "a cache that does not say is a question" {
  data profiles { classification: confidential }
  cache pages { data: [profiles] }
  expect question sensitive-data-cached-without-scope on pages
}

test "so is one that keeps restricted data" {
  data health { classification: restricted }
  cache pages { data: [health]  key-scope: none }
  expect sensitive-data-cached-without-scope on pages
}
