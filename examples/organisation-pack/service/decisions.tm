module claims

dismiss datastore-reachable-without-service on inbox {
  reason: "partners write to it by SFTP; that is what the folder is for"
  reviewer: "security-team"
}
