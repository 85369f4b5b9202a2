module std

/// Confidential events reach consumers that have no use for them
///
/// ## What it does
///
/// Reports each channel with confidential data whose access list is open, or one of whose consumers
/// is said to hold data, and not that. A consumer that says nothing about its data is not judged.
///
/// ## Why it matters
///
/// A topic is a copy machine: every subscriber keeps what it got, for as long as it likes, and a new
/// queue or sink is added with one line.
///
/// ## How to fix it
///
/// Split topics by class of data, encrypt the fields that only some may read, or publish a reference
/// instead of the content. List readers by name.
///
/// ## How to accept it
///
/// ```tm
/// accept sensitive-event-broadly-consumed on orders {
///   reason: "the second consumer drops the address before it stores anything"
///   owner: "orders-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-200: exposure of sensitive information
/// - CWE-732: wrong permissions for a critical resource
/// - CAPEC-180: access control that is configured wrongly
/// - MITRE ATT&CK T1213: data from information repositories
/// - OWASP API Security Top 10, API3:2023: broken object property level authorization
/// - OWASP ASVS 5.0, 14.2.3: sensitive data does not go to parties without need
/// - NIST SP 800-53, AC-4: information flow enforcement
/// - NIST SP 800-53, AC-6: least privilege
/// - LINDDUN: data disclosure
rule sensitive-event-broadly-consumed {
  for c: channel
  let idle =
    collect f in c.outgoing
      if (any u in f.to.used-data)
        and (any d in c.data if d.classification >= confidential: d not in f.to.used-data): f.to
  let readers =
    if (any r in idle) then "consumers that have no use for it" else "whoever can connect"
  where c.classification >= confidential and (c.acl.wide or any r in idle)
  severity: medium
  stride: [information-disclosure]
  cwe: [200, 732]
  capec: [180]
  attack: ["T1213"]
  owasp-api: ["API3:2023"]
  asvs: ["14.2.3"]
  nist: ["AC-4", "AC-6"]
  linddun: [data-disclosure]
  message: "{c} hands {c.classification} data to {readers}"
  at: c
  help: "split {c} by class of data or publish references, and list its readers by name (`acl: per-principal`)"
}

test "an open channel with confidential data is reported" {
  data addresses { classification: confidential }
  topic orders { data: [addresses]  acl: none }
  expect sensitive-event-broadly-consumed on orders
}

test "so is a consumer that has no use for it" {
  data addresses { classification: confidential }
  data prices { classification: internal }
  topic orders { data: [addresses, prices]  acl: per-principal }
  worker stats { data: [prices] }
  orders -> stats
  expect sensitive-event-broadly-consumed on orders
}

test "a consumer that needs it is not" {
  data addresses { classification: confidential }
  topic orders { data: [addresses]  acl: per-principal }
  worker shipping { data: [addresses] }
  orders -> shipping
  expect no sensitive-event-broadly-consumed
}

test "one that says nothing about its data is not judged" {
  data addresses { classification: confidential }
  topic orders { data: [addresses]  acl: per-principal }
  worker shipping
  orders -> shipping
  expect no sensitive-event-broadly-consumed
}

test "internal data may spread" {
  data prices { classification: internal }
  topic orders { data: [prices]  acl: wildcard }
  expect no sensitive-event-broadly-consumed
}

test "a list that nobody states is a question" {
  data addresses { classification: confidential }
  topic orders { data: [addresses] }
  expect question sensitive-event-broadly-consumed on orders
}

test "so is restricted data, and what a consumer needs in part only" {
  data addresses { classification: confidential }
  data health { classification: restricted }
  topic orders { data: [addresses, health]  acl: per-principal }
  topic visits { data: [health]  acl: none }
  topic samples { data: [health]  acl: per-principal }
  worker shipping { data: [addresses] }
  orders -> shipping
  samples -> shipping
  expect sensitive-event-broadly-consumed on orders
  expect sensitive-event-broadly-consumed on visits
  expect sensitive-event-broadly-consumed on samples
}

test "what is not confidential may come along" {
  data addresses { classification: confidential }
  data prices { classification: internal }
  topic orders { data: [addresses, prices]  acl: per-principal }
  worker shipping { data: [addresses] }
  orders -> shipping
  expect no sensitive-event-broadly-consumed
}
