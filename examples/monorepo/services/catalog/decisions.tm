module bookshop.catalog

dismiss service-call-unauthenticated on browse {
  reason: "what books there are is for everybody, and changes nothing"
  reviewer: "security-team"
}
