//! What the platform team answers for, so that no other team has to state it.
module platform.assumptions

use platform.zones

/// The mesh speaks mutual TLS between all workloads, and each end knows whom it talks to.
assume mesh-encrypts {
  about: [zones.prod]
  each flow { encryption: mtls  peer-verification: mutual-san }
  owner: "platform-team"
  expires: 2027-01-31
}

/// Images are built by the pipeline alone, which signs and scans them.
assume pipeline-builds {
  about: [zones.prod]
  each workload {
    image-signed: true
    image-source: own-registry
    dependency-scan: set
    logging: central
    runs-as-root: false
    automount-token: false
  }
  owner: "platform-team"
  expires: 2026-12-31
}
