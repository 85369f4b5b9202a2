module std

/// An identity may use what none of its workloads calls
///
/// ## What it does
///
/// Reports each identity that is granted a component to which no flow of its workloads leads, and
/// which they do not deploy either. Accounts of people and identities of pipelines count only if a
/// workload of the model uses them: what they are for happens outside the model otherwise.
///
/// ## Why it matters
///
/// Nobody misses a right that nobody uses, except whoever takes over the workload. And either the
/// right is too much, or the model lacks the flow that needs it, and then nobody has looked at that
/// flow.
///
/// ## How to fix it
///
/// Revoke the grant, or model the flow that it is for.
///
/// ## How to accept it
///
/// ```tm
/// accept grants-beyond-modelled-flows on reports-role {
///   reason: "the yearly export runs by hand and is not modelled"
///   owner: "data-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-250: execution with unnecessary privileges
/// - CWE-272: least privilege violation
/// - CAPEC-122: privilege abuse
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP ASVS 5.0, 13.2.2: services use accounts with the least privileges that they need
/// - OWASP ASVS 5.0, 13.3.2: access to secrets follows least privilege
/// - NIST SP 800-53, AC-6: least privilege
/// - NIST SP 800-53, AC-6(7): privileges are reviewed, and removed when nobody needs them
rule grants-beyond-modelled-flows {
  for i: identity
  let spare = collect g in i.unused-grants if g not in i.deploys: g
  where (any g in spare)
    and ((any s in i.used-by) or i is not user-account and i is not ci-identity)
  severity: medium
  stride: [elevation-of-privilege]
  cwe: [250, 272]
  capec: [122]
  owasp-api: ["API5:2023"]
  asvs: ["13.2.2", "13.3.2"]
  nist: ["AC-6", "AC-6(7)"]
  message: "{i} may use {spare}, and no workload that has it does"
  at: i.grants
  help: "revoke the rights of {i} on {spare}, or model the flows that need them"
}

test "a right that no flow uses is reported" {
  iam-role cart-role { grants: [carts, invoices] }
  service cart {
    runs-as: cart-role
    -> carts
  }
  datastore carts
  datastore invoices
  expect grants-beyond-modelled-flows on cart-role
}

test "so is one of an identity that nobody uses" {
  iam-role old-role { grants: [invoices] }
  datastore invoices
  expect grants-beyond-modelled-flows on old-role
}

test "rights that flows use are not" {
  iam-role cart-role { grants: [carts] }
  service cart {
    runs-as: cart-role
    -> carts
  }
  datastore carts
  expect no grants-beyond-modelled-flows
}

test "neither are rights to what the workload deploys" {
  ci-pipeline build {
    ci-identity build-account { grants: [cart] }
    deploys: [cart]
  }
  service cart
  expect no grants-beyond-modelled-flows
}

test "people and pipelines outside the model are left alone" {
  user-account anna { grants: [carts] }
  ci-identity release { grants: [carts] }
  identity nothing-granted
  datastore carts
  expect no grants-beyond-modelled-flows
}

test "so is one of a person's account that a service runs as" {
  user-account anna { grants: [invoices] }
  service cart { runs-as: anna }
  datastore invoices
  expect grants-beyond-modelled-flows on anna
}

test "so is one that others use" {
  iam-role cart-role { grants: [invoices] }
  service cart { runs-as: cart-role }
  service billing { -> invoices }
  datastore invoices
  expect grants-beyond-modelled-flows on cart-role
}
