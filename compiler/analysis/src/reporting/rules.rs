//! The rules behind the findings of a report.

use std::collections::BTreeSet;

use super::ReportOptions;
use crate::db::{self, Db, Pack, Project};
use crate::explain::documentation;
use crate::modules::Origin;
use crate::report::{Report, RuleText};

/// Those that have found something, by name.
pub(super) fn rules(
    db: &dyn Db,
    project: Project,
    pack: &Pack,
    options: &ReportOptions,
    report: &Report,
) -> Vec<RuleText> {
    let names: BTreeSet<&str> =
        report.findings.iter().chain(&report.silenced).map(|finding| finding.rule.as_str()).collect();
    let units = db::units(db, project);
    let text = |name: &str| {
        let rule = pack.find(name)?;
        let file = units.get(&rule.site.unit);
        let is_standard = file.is_some_and(|file| *file.origin(db) == Origin::Std);
        Some(RuleText {
            name: rule.name.clone(),
            title: rule.title.clone(),
            family: rule.family.clone(),
            docs: file.map(|file| documentation(db, *file, rule.site.node)).unwrap_or_default(),
            stride: rule.metadata.stride.to_vec(),
            cwe: rule.metadata.cwe.to_vec(),
            formerly: rule.metadata.formerly.clone(),
            other: rule.metadata.other.clone(),
            page: options.pages.of(rule, is_standard),
        })
    };
    names.into_iter().filter_map(text).collect()
}
