module shop

accept plaintext-service-traffic on stock->mail {
  reason: "one host until the move"
  owner: "shop-team"
  until: 2026-12-31
}

accept no-network-segmentation on prod {
  reason: "a small cluster"
  owner: "platform-team"
  until: 2026-03-31
}

mitigate no-admission-policy on prod {
  plan: "admission control in the next quarter"
  owner: "platform-team"
  due: 2026-06-30
  ticket: "PLAT-12"
}

dismiss webhook-replayable on cart { reason: "there is no webhook"  reviewer: "security" }

safeguard mail-proxy {
  about: [mail]
  against: [peer-policy-too-wide]
  status: implemented
  owner: "mail-team"
}
