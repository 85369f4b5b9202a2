module bookshop.mail

accept internal-api-emergently-exposed on mail {
  reason: "it sends letters from templates alone; what a customer wrote is never part of one"
  owner: "mail-team"
  until: 2026-12-31
}

mitigate secret-in-config-or-code on mail {
  plan: "read the key of the mail provider from the vault"
  owner: "mail-team"
  due: 2026-09-30
}
