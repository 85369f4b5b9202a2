//! What tells a finding from all others, as a hash: it survives formatting, moving and renaming of files.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use tm_analysis::report::{Finding, Report};

/// Gives each finding of a report its fingerprint. Where elements share a name, which is an error, they are numbered.
#[derive(Debug, Default)]
pub(crate) struct Fingerprints {
    seen: BTreeMap<String, usize>,
}

impl Fingerprints {
    /// That of a finding. Its rule is called by the first name that it had, so that a new one makes no other finding.
    pub(crate) fn of(&mut self, finding: &Finding, report: &Report) -> String {
        let first = report.rule(&finding.rule).and_then(|rule| rule.formerly.last());
        match first.zip(finding.id.strip_prefix(finding.rule.as_str())) {
            Some((first, on)) => self.next(&format!("{first}{on}")),
            None => self.next(&finding.id),
        }
    }

    /// The SHA-256 of the finding's id, in hexadecimal.
    pub(crate) fn next(&mut self, id: &str) -> String {
        let seen = self.seen.entry(id.to_owned()).or_default();
        *seen += 1;
        match *seen {
            1 => hash(id),
            number => hash(&format!("{id}#{number}")),
        }
    }
}

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_id_has_the_same_fingerprint_and_a_second_one_another() {
        let (mut one, mut other) = (Fingerprints::default(), Fingerprints::default());
        assert_eq!(one.next("a(b)"), other.next("a(b)"));
        assert_ne!(one.next("a(b)"), other.next("c(d)"));
        // printf 'a(b)' | sha256sum
        assert_eq!(hash("a(b)"), "cce46ea1b663b76005cb6b75988f27d399e5cde65c0a800527968e5153e80701");
    }
}
