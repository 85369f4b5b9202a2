module model
use model.platform.{gate, front, back, store}

assume dogs-everywhere {
  about: [store]
  each workload { guarded-by: dog }
  owner: "yard"
  expires: 2026-09-01
  evidence: "dogs.md"
}

accept own-local on back { reason: "it fits nowhere else"  owner: "yard"  until: 2026-12-31 }
mitigate plaintext-service-traffic on gate->front { plan: "mesh"  owner: "platform"  due: 2026-02-01 }
dismiss own-graph on store { reason: "no"  reviewer: "somebody" }
accept own-column on gate { reason: "late"  owner: "yard"  until: 2020-01-01 }

safeguard fence-around {
  about: [front]
  against: [service-call-unauthenticated]
  status: verified
  evidence: "fence.md"
  owner: "yard"
  expires: 2027-06-30
}
