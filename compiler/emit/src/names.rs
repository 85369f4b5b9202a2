//! Names as people read them.

use tm_analysis::report::Report;

use crate::sanitize::{self, NAME};

/// Leaves out the root of all modules where every name begins with it.
#[derive(Debug)]
pub(crate) struct Names<'a> {
    /// With the dot.
    root: &'a str,
}

impl<'a> Names<'a> {
    pub(crate) fn new(report: &'a Report) -> Self {
        let mut all = report
            .findings
            .iter()
            .flat_map(|finding| {
                let subjects = finding.on.iter().map(|subject| &subject.name);
                let reasons = finding.because.iter().map(|reason| &reason.element);
                subjects.chain(reasons).chain(finding.path.iter().flat_map(|hop| [&hop.from, &hop.to]))
            })
            .chain(report.questions.iter().map(|question| &question.element));
        let root = all.next().and_then(|name| name.split_inclusive('.').next()).filter(|root| root.ends_with('.'));
        let root = root.filter(|root| all.all(|name| name.starts_with(root))).unwrap_or_default();
        Self { root }
    }

    pub(crate) fn show(&self, name: &str) -> String {
        sanitize::inline(name.strip_prefix(self.root).unwrap_or(name), NAME).into_owned()
    }
}
