module std

/// Nobody asks whose object it is
///
/// ## What it does
///
/// Reports each endpoint that takes the id of an object from the caller and does not compare its
/// owner with the caller, if it handles confidential data or changes something and is not public on
/// purpose.
///
/// ## Why it matters
///
/// Ids are guessed, counted up, and shared. A caller with a valid account and somebody else's id
/// reads or changes what is not theirs; this is the most common serious flaw of APIs.
///
/// ## How to fix it
///
/// Compare the owner or tenant of the object with the verified user, in the service that owns the
/// record. State `object` in `authorization-checks`.
///
/// ## How to accept it
///
/// ```tm
/// accept object-ownership-not-checked on billing.invoice {
///   reason: "ids are unguessable capabilities that expire within the hour"
///   owner: "payments-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-639: authorization bypass through a user-controlled key
/// - CWE-285: improper authorization
/// - CAPEC-122: privilege abuse
/// - CAPEC-77: manipulating user-controlled variables
/// - OWASP API Security Top 10, API1:2023: broken object level authorization
/// - OWASP ASVS 5.0, 8.2.2: access to each object is checked
/// - NIST SP 800-53, AC-3: access enforcement
/// - NIST SP 800-53, AC-24: access control decisions
rule object-ownership-not-checked {
  for e: endpoint
  where e.object-id-from.from-caller
    and object not in e.authorization-checks
    and e.sensitive
    and not e.public-by-design
  severity: high
  stride: [elevation-of-privilege, information-disclosure]
  cwe: [639, 285]
  capec: [122, 77]
  owasp-api: ["API1:2023"]
  asvs: ["8.2.2"]
  nist: ["AC-3", "AC-24"]
  message: "{e} takes an object's id from the {e.object-id-from} and never asks whose it is"
  at: e.authorization-checks
  help: "compare the object's owner with the verified user in {e.component} and state `object` in `authorization-checks`"
}

test "an id from the body of a call that changes something is reported" {
  service billing {
    endpoint pay { object-id-from: body  state-changing: true  authorization-checks: [role] }
  }
  expect object-ownership-not-checked on billing.pay
}

test "so is an id from the path to confidential data" {
  data invoices { classification: confidential }
  service billing {
    endpoint invoice { object-id-from: path  data: [invoices]  authorization-checks: [role] }
  }
  expect object-ownership-not-checked on billing.invoice
}

test "a check of the object suffices" {
  service billing {
    endpoint pay {
      object-id-from: query
      state-changing: true
      authorization-checks: [role, object]
    }
  }
  expect no object-ownership-not-checked
}

test "ids from the token, and endpoints without ids, are left alone" {
  service billing {
    endpoint mine { object-id-from: token  state-changing: true  authorization-checks: [role] }
    endpoint start { state-changing: true  authorization-checks: [role] }
  }
  expect no object-ownership-not-checked
}

test "so is what only reads harmless data, or is public on purpose" {
  data prices { classification: internal }
  data notices { classification: confidential }
  service catalog {
    endpoint price { object-id-from: path  data: [prices]  authorization-checks: [role] }
    endpoint notice {
      object-id-from: path
      data: [notices]
      public-by-design: true
      authorization-checks: [public]
    }
  }
  expect no object-ownership-not-checked
}

test "checks that nobody states are a question" {
  service billing { endpoint pay { object-id-from: path  state-changing: true } }
  expect question object-ownership-not-checked on billing.pay
}
