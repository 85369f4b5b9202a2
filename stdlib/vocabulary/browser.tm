//! What a browser is made to do on somebody else's behalf.
module std

/// What keeps other sites from sending requests with a user's cookies.
enum CsrfProtection {
  /// Nothing.
  none
  /// Cookies that browsers keep back from other sites (`SameSite`, RFC 6265bis).
  same-site
  /// A token that other sites cannot know (synchronizer token, double submit).
  token
  /// A header that other sites cannot send without being asked (CORS, Fetch standard).
  custom-header
  /// Something does, and nobody noted what.
  other
}

extend endpoint {
  /// What keeps other sites from sending requests with a user's cookies.
  control csrf-protection: CsrfProtection
}

/// A service that serves people's browsers.
kind web is service {
  /// What users wrote is encoded for the place in the page where it is put.
  control output-encoding: Presence
  /// A policy that says which scripts may run (`Content-Security-Policy`, W3C CSP).
  control content-security-policy: Presence
}
