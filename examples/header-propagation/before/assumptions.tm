//! What the people who run billing say about it. The model refutes both.

/// "Nobody outside can reach billing": a request enters at the gateway and arrives in four hops.
assume billing-is-internal {
  about: [billing]
  claim: internal-only
  owner: "platform"
  expires: 2027-01-01
}

/// "The gateway has checked the user": said by nobody in particular, for ever, and true only of
/// calls that come through it.
assume checked-elsewhere {
  about: [billing]
  claim: authenticated-elsewhere
}
