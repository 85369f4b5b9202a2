//! What the caller wants to see.

use std::collections::BTreeMap;
use std::ops::Range;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tm_rules::ir::Rule;

use crate::db::Pack;
use crate::report::{Finding, Scheme, Severity};

/// How open questions are treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Profile {
    /// Hidden, and counted.
    Draft,
    /// Reported as information.
    #[default]
    Default,
    /// Those on heightened elements are raised to possible findings, one severity lower.
    Strict,
    /// All are raised.
    Paranoid,
}

/// Which open questions are raised to possible findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Raised {
    None,
    OnHeightened,
    All,
}

impl Profile {
    pub(crate) fn raised(self) -> Raised {
        match self {
            Self::Draft | Self::Default => Raised::None,
            Self::Strict => Raised::OnHeightened,
            Self::Paranoid => Raised::All,
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct ReportOptions {
    pub profile: Profile,
    /// Only what is located in this file (relative to the project) is reported.
    pub focus: Option<String>,
    /// Rules or families; empty: all.
    pub select: Vec<String>,
    pub ignore: Vec<String>,
    /// Findings are rated by this scheme, too.
    pub scheme: Option<Scheme>,
    /// Nobody looks at priorities and ratings: they are not worked out, and the worst finding comes first.
    pub is_unranked: bool,
    /// Texts in which `problems` are located, such as `tm.toml`: path and text.
    pub extra_files: Vec<(String, String)>,
    /// What was wrong while the project was read.
    pub problems: Vec<InputProblem>,
    /// Where `tm.toml` names rules and assumptions.
    pub named: Vec<NamedPlace>,
    /// Old debt.
    pub baseline: Option<Baseline>,
    pub pages: Pages,
}

/// A name in `tm.toml`, which must be that of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPlace {
    pub sort: NamedSort,
    pub name: String,
    pub path: String,
    /// Bytes in that file.
    pub range: Range<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedSort {
    Rule,
    RuleOrFamily,
    Assumption,
}

/// The findings that a project already had, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    pub entries: BTreeMap<String, BaselineEntry>,
    /// Of the file: an index in [`ReportOptions::extra_files`] is found by it.
    pub path: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaselineEntry {
    /// What it was then: a finding that has become worse is new.
    pub severity: Severity,
    /// Bytes in that file.
    pub range: Option<Range<u32>>,
}

/// Where the pages of rules are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pages {
    /// The folder with those of the standard library, as an address that ends with `/`; empty: nowhere.
    pub standard: String,
    /// `[docs] url`, for all rules: the folder with their pages, or an address with `{rule}` and `{family}` in it.
    pub own: Option<String>,
}

impl Baseline {
    /// The entry that holds back what has this id and severity: its rule may have had another name when it was written.
    pub(crate) fn entry(&self, finding: &Finding, pack: &Pack) -> Option<&BaselineEntry> {
        let on = finding.id.strip_prefix(finding.rule.as_str()).unwrap_or_default();
        let former = pack.find(&finding.rule).into_iter().flat_map(|rule| &rule.metadata.formerly);
        let former = former.filter(|name| pack.retired.present(name) == finding.rule);
        let ids = std::iter::once(finding.id.clone()).chain(former.map(|name| format!("{name}{on}")));
        let mut entries = ids.filter_map(|id| self.entries.get(&id));
        entries.find(|entry| finding.severity <= entry.severity)
    }
}

impl Pages {
    /// The page of a rule. Rules of a project have none unless it says where.
    pub(crate) fn of(&self, rule: &Rule, is_standard: bool) -> Option<String> {
        let encoded = |text: &str| utf8_percent_encode(text, ENCODED).to_string();
        let (name, family) = (encoded(&rule.name), encoded(&rule.family));
        let path = if family.is_empty() { format!("{name}.md") } else { format!("{family}/{name}.md") };
        match &self.own {
            Some(own) if own.contains("{rule}") => {
                let own = if family.is_empty() { own.replace("{family}/", "") } else { own.clone() };
                Some(own.replace("{family}", &family).replace("{rule}", &name))
            }
            Some(own) => Some(format!("{}/{path}", own.trim_end_matches('/'))),
            None => (is_standard && !self.standard.is_empty()).then(|| format!("{}{path}", self.standard)),
        }
    }
}

/// All but what an address may have anywhere.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Something wrong with what was read, before it reached the compiler.
#[derive(Clone, Debug)]
pub struct InputProblem {
    pub name: String,
    pub path: String,
    /// Bytes in that file.
    pub range: Option<Range<u32>>,
    pub message: String,
    pub help: Option<String>,
    pub is_warning: bool,
}

impl ReportOptions {
    pub(crate) fn selects(&self, rule: &Rule, pack: &Pack) -> bool {
        let named = |list: &[String]| {
            let is_it = |item: &str| item == rule.name || (!rule.family.is_empty() && item == rule.family);
            list.iter().any(|item| is_it(item) || pack.retired.present(item) == rule.name)
        };
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }

    pub(crate) fn selects_name(&self, name: &str, pack: &Pack) -> bool {
        pack.find(name).is_none_or(|rule| self.selects(rule, pack))
    }
}
