module std

/// Nobody answers for a part of the system
///
/// ## What it does
///
/// Reports each workload, datastore and channel without an `owner`, unless somebody else runs it
/// or the keepers of the model cannot change it (`in-scope: false`). An owner is inherited from
/// what is around an element. Where nothing in a boundary has one, the outermost such boundary is
/// reported, once.
///
/// ## Why it matters
///
/// A finding that belongs to nobody is mended by nobody. What nobody owns is not patched, not
/// reviewed and not switched off.
///
/// ## How to fix it
///
/// State the team that answers for it: `owner`, on the boundary around it if that is one team, or
/// on the element.
///
/// ## How to accept it
///
/// ```tm
/// accept element-without-owner on legacy-import {
///   reason: "goes away with the old catalogue in autumn"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-1059: insufficient technical documentation
/// - OWASP API Security Top 10, API9:2023: improper inventory management
/// - NIST SP 800-53, CM-8: system component inventory
/// - NIST SP 800-53, PM-5: system inventory
rule element-without-owner {
  for x: element
  where x.owner is not set
    and x.in-scope
    and (x is component
        and not x.external
        and (x is workload or x is datastore or x is channel)
        and (x.boundary is not set or x.boundary.owned-inside)
      or x is boundary
        and x.populated
        and not x.owned-inside
        and (x.boundary is not set or x.boundary.owned-inside))
  severity: info
  cwe: [1059]
  owasp-api: ["API9:2023"]
  nist: ["CM-8", "PM-5"]
  message: "nobody is named who answers for {x}"
  at: x
  help: "state the team that answers for {x} as its `owner`, or as the `owner` of what is around it"
}

test "a service without an owner is reported" {
  service orders
  expect element-without-owner on orders
}

test "so are a store and a channel" {
  service orders { owner: "shop-team" }
  database ledger
  topic events
  expect element-without-owner on ledger
  expect element-without-owner on events
  expect no element-without-owner on orders
}

test "so is one among others that have one" {
  namespace shop {
    service orders { owner: "shop-team" }
    service cart
  }
  expect element-without-owner on cart
  expect no element-without-owner on shop
}

test "where nobody has one, the boundary is reported once" {
  cluster prod {
    namespace shop {
      service orders
      service cart
    }
  }
  expect element-without-owner on prod
  expect no element-without-owner on shop
  expect no element-without-owner on cart
}

test "so is a boundary whose neighbour has one" {
  cluster prod {
    namespace shop { service orders { owner: "shop-team" } }
    namespace lab { service probe }
  }
  expect element-without-owner on lab
  expect no element-without-owner on prod
  expect no element-without-owner on probe
}

test "an owner of what is around it is enough" {
  cluster prod {
    owner: "platform-team"
    service orders
  }
  expect no element-without-owner
}

test "what others run, what cannot be changed, actors and empty zones need none" {
  actor visitor { trust: anonymous }
  third-party psp
  partner-network hosting { service blog }
  service mainframe { in-scope: false }
  internet public
  service orders { owner: "shop-team" }
  expect no element-without-owner
}

test "a boundary is reported for stores and channels too, and not for who else stands in it" {
  namespace left { database ledger }
  namespace right { topic events }
  namespace yard { actor operator { trust: admin } }
  expect element-without-owner on left
  expect element-without-owner on right
  expect no element-without-owner on yard
}
