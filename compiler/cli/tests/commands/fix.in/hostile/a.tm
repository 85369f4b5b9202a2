servce `[31mred` {
  -> `../../etc/passwd`
  owner: "‮evil"
