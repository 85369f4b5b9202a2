//! What keeps from being told what a rule finds: decisions, safeguards, the baseline, `tm.toml`; and assumptions, which keep it
//! from being found.

use std::collections::BTreeSet;

use tm_model::{Date, ElementId, Facts, Origin, Truth, Value};
use tm_rules::ir::Rule;
use tm_rules::{Part, Verdict};

use super::{Inspection, Named};
use crate::db::Pack;
use crate::report::{Finding, Location};
use crate::reporting::{NamedPlace, NamedSort, ReportOptions};

/// Who or what silences.
#[derive(Clone, Debug, PartialEq)]
pub struct Silence {
    pub sort: SilenceSort,
    /// What is silenced by a decision, a safeguard or the baseline.
    pub finding: Option<Box<Finding>>,
    /// The assumption.
    pub assumption: Option<Named>,
    pub owner: Option<String>,
    /// Until then.
    pub date: Option<Date>,
    /// In `tm.toml` or the baseline, which are no sources: path, line from 1.
    pub line: Option<(String, usize)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SilenceSort {
    /// A decision or safeguard; [`Finding::decision`] says which.
    Decision,
    Baseline,
    /// `[rules]` turns the rule off.
    Off,
    /// `select` names other rules.
    NotSelected,
    /// `ignore` names it or its family.
    Ignored,
    /// A condition fails on what is assumed.
    Assumption,
}

impl SilenceSort {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Baseline => "baseline",
            Self::Off => "off",
            Self::NotSelected => "not-selected",
            Self::Ignored => "ignored",
            Self::Assumption => "assumption",
        }
    }
}

impl Silence {
    fn new(sort: SilenceSort) -> Self {
        Self { sort, finding: None, assumption: None, owner: None, date: None, line: None }
    }

    /// By a decision or a safeguard.
    pub(super) fn decided(finding: Finding) -> Self {
        Self { finding: Some(Box::new(finding)), ..Self::new(SilenceSort::Decision) }
    }

    /// Where it stands, if that is in a source.
    #[must_use]
    pub fn location(&self) -> Option<&Location> {
        match &self.assumption {
            Some(assumption) => assumption.location.as_ref(),
            None => self.finding.as_ref()?.decision.as_ref()?.location.as_ref(),
        }
    }
}

/// Takes from `findings` what the baseline lists.
pub(super) fn by_baseline(findings: &mut Vec<Finding>, options: &ReportOptions, pack: &Pack) -> Vec<Silence> {
    let Some(baseline) = &options.baseline else { return Vec::new() };
    let entry = |finding: &Finding| baseline.entry(finding, pack);
    let (known, new) = std::mem::take(findings).into_iter().partition(|finding| entry(finding).is_some());
    *findings = new;
    let silence = |finding: Finding| {
        let start = entry(&finding).and_then(|entry| Some(entry.range.as_ref()?.start));
        let line = start.and_then(|start| line(options, &baseline.path, start));
        Silence { line, finding: Some(Box::new(finding)), ..Silence::new(SilenceSort::Baseline) }
    };
    Vec::into_iter(known).map(silence).collect()
}

/// What `tm.toml` or the caller says of the rule.
pub(super) fn by_options(rule: &Rule, is_off: bool, options: &ReportOptions, pack: &Pack) -> Vec<Silence> {
    let place = |sort: NamedSort, is_meant: &dyn Fn(&str) -> bool| {
        let named = |place: &&NamedPlace| place.sort == sort && is_meant(&place.name);
        options.named.iter().filter(named).find_map(|place| line(options, &place.path, place.range.start))
    };
    let is_rule = |name: &str| rule.name == pack.retired.present(name);
    let is_it = |name: &str| is_rule(name) || (!rule.family.is_empty() && rule.family == name);
    let mut found = Vec::new();
    if is_off {
        let line = place(NamedSort::Rule, &is_rule);
        found.push(Silence { line, ..Silence::new(SilenceSort::Off) });
    }
    if options.ignore.iter().any(|name| is_it(name)) {
        let line = place(NamedSort::RuleOrFamily, &is_it);
        found.push(Silence { line, ..Silence::new(SilenceSort::Ignored) });
    } else if !options.selects(rule, pack) {
        let line = place(NamedSort::RuleOrFamily, &|name| options.select.iter().any(|given| given == name));
        found.push(Silence { line, ..Silence::new(SilenceSort::NotSelected) });
    }
    found
}

fn line(options: &ReportOptions, path: &str, start: u32) -> Option<(String, usize)> {
    let (_, text) = options.extra_files.iter().find(|(file, _)| file == path)?;
    let before = text.get(..usize::try_from(start).ok()?)?;
    Some((path.to_owned(), before.matches('\n').count() + 1))
}

impl Inspection<'_> {
    /// The assumptions that make a condition fail.
    pub(super) fn assumed(&self, verdict: &Verdict) -> Vec<Silence> {
        if verdict.truth == Truth::True {
            return Vec::new();
        }
        let mut found = BTreeSet::new();
        verdict.parts.iter().for_each(|part| failing(part, &mut found));
        let groups = verdict.choices.iter().flat_map(|choices| &choices.groups);
        groups.flat_map(|group| &group.parts).for_each(|part| failing(part, &mut found));
        found.into_iter().map(|id| self.assumption(id)).collect()
    }

    fn assumption(&self, id: ElementId) -> Silence {
        let kind = self.world.schema().roots.assumption;
        let value = |name: &str| {
            let attribute = self.world.schema().find_attribute(kind, name)?;
            Some(self.engine.value(id, attribute).0)
        };
        let owner = match value("owner") {
            Some(Value::Text(owner)) => Some(owner.to_string()),
            _ => None,
        };
        let date = match value("expires") {
            Some(Value::Date(date)) => Some(date),
            _ => None,
        };
        Silence { assumption: Some(self.named(id)), owner, date, ..Silence::new(SilenceSort::Assumption) }
    }
}

/// The assumptions that a condition which fails rests on.
fn failing(part: &Part, found: &mut BTreeSet<ElementId>) {
    if part.truth != Truth::False {
        return;
    }
    found.extend(part.because.iter().filter_map(|reason| match &reason.origin {
        Origin::Assumed(assumption, _) => Some(*assumption),
        _ => None,
    }));
    part.branches.iter().for_each(|part| failing(part, found));
}
