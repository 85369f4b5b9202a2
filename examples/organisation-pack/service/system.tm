//! Claims of an insurer: garages and hospitals send bills, a job reads them in.
module claims

use acme.files

actor garage { trust: partner }
actor hospital { trust: partner }

namespace claims {
  owner: "claims-team"
  file-drop inbox {
    scan: signatures
    separates-writers: false
  }
  worker bill-reader {
    opens-files-of: [inbox]
    -> payout
  }
  service payout { criticality: high }
}

flow bills: garage -> inbox
flow letters: hospital -> inbox
