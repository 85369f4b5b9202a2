//! Where things stand.
module model.platform
use model.words

cluster prod {
  guarded-by: fence

  namespace front-zone {
    each service { peer-policy: allow-all  checked: false }
    gateway gate { exposure: internet }
    service front { weight: middle  helpers: [back] }
  }

  namespace back-zone {
    service back { helpers: [front]  zone: outside  weight: heavy }
    depot store {
      endpoint fetch { state-changing: true }
      identity clerk {}
    }
  }
}

extend back-zone {
  depot second-store { guarded-by: unknown }
}
