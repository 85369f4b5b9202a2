module std

/// Where packets can go between workloads, whatever calls were intended.
///
/// Zones are nodes, so the graph stays linear in the model. Up from a workload through its zones is
/// free; going down is barred by the zone entered, by the zone in which the way turns, and at the end
/// by the workload's own peer policy. A policy that nobody stated makes the hop possible, not certain.
relation network {
  edge x -> x.boundary via x for x: workload
  edge b -> b.parent for b: network-zone
  edge b.parent -> b via b for b: network-zone
    where b.network-policy != default-deny
      and b.parent is network-zone
      and b.parent.network-policy != default-deny
  edge x.boundary -> x via x for x: workload
    where x.boundary is network-zone
      and x.boundary.network-policy != default-deny
      and x.peer-policy != named-principals
}
