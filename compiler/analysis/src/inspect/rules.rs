//! The rules in force: what each looks at, how often it fires here, and what they cover of a framework.

use std::collections::BTreeMap;

use tm_model::Facts;
use tm_rules::ir::{Rule, RuleClass};
use tm_rules::{Cost, Tie, cost};

use super::{Inspection, inspect};
use crate::Origin;
use crate::catalogue::catalogue;
use crate::db::{self, Database, Project, RuleLevel};
use crate::frameworks::{FRAMEWORKS, Framework};
use crate::report::{Location, Name, Report, Severity};
use tm_rules::ir::BindingSource;

/// A rule, with what it does in this project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleLine {
    pub name: Name,
    /// Empty for a rule in no folder below `rules/`.
    pub family: Name,
    pub title: Name,
    /// The expression of the rule: mostly a severity.
    pub severity: String,
    /// What `tm.toml` makes of it.
    pub level: Option<Level>,
    /// `local`, `join`, `scope`, `graph`, `whole`
    pub class: &'static str,
    /// It is declared in the standard library.
    pub is_std: bool,
    /// Definite and possible.
    pub findings: usize,
    /// Subjects of which it cannot be decided.
    pub questions: usize,
    pub location: Option<Location>,
    pub cost: RuleCost,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Off,
    Severity(Severity),
}

/// What judging a rule takes here, estimated from its plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleCost {
    /// Elements that the first variable ranges over.
    pub subjects: usize,
    /// Choices of variables that are looked at, about.
    pub choices: u64,
    /// How each further variable finds its elements: `list`, `named`, `key`, `path`, `alone`, `all`.
    pub ties: Vec<&'static str>,
    /// Attributes that are read.
    pub attributes: Vec<Name>,
    pub relations: Vec<Name>,
    /// It looks at pairs of elements that nothing narrows down.
    pub is_quadratic: bool,
}

/// What the rules cover of a framework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    pub framework: &'static str,
    pub title: &'static str,
    /// In the order of the framework, with the rules that name them; those without any are the gaps.
    pub entries: Vec<Covered>,
    /// Ids that rules name and that are none of these.
    pub others: Vec<Covered>,
    /// Whether the framework's entries are known, so that gaps can be told.
    pub is_closed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    pub id: String,
    pub title: &'static str,
    pub rules: Vec<Name>,
}

/// All rules that run, in the order of their files. `report`: how often they fire.
#[must_use]
pub fn rules(db: &Database, project: Project, report: &Report) -> Vec<RuleLine> {
    let mut severities: BTreeMap<String, String> =
        catalogue(db, project).rules.into_iter().map(|rule| (rule.name, rule.severity)).collect();
    let mut findings: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &report.findings {
        *findings.entry(finding.rule.as_str()).or_default() += 1;
    }
    let mut open: BTreeMap<&str, Vec<&[Name]>> = BTreeMap::new();
    for decides in report.questions.iter().flat_map(|question| &question.decides) {
        open.entry(decides.rule.as_str()).or_default().push(&decides.on);
    }
    let mut questions: BTreeMap<&str, usize> = BTreeMap::new();
    for (rule, mut subjects) in open {
        subjects.sort_unstable();
        subjects.dedup();
        questions.insert(rule, subjects.len());
    }
    inspect(db, project, |inspection| {
        let line = |rule: &std::sync::Arc<Rule>| {
            let severity = severities.remove(rule.name.as_str()).unwrap_or_default();
            let count = |counts: &BTreeMap<&str, usize>| counts.get(rule.name.as_str()).copied().unwrap_or(0);
            inspection.rule_line(rule, severity, count(&findings), count(&questions))
        };
        db::pack(db, project).rules.iter().map(line).collect()
    })
}

/// What the rules cover of a framework; `None`: its name is no entry of rules.
#[must_use]
pub fn coverage(db: &Database, project: Project, name: &str) -> Option<Coverage> {
    let framework = FRAMEWORKS.into_iter().find(|framework| framework.key == name)?;
    let rules = &db::pack(db, project).rules;
    let covered = |id: String, title, belongs: &dyn Fn(&str) -> bool| Covered {
        rules: rules
            .iter()
            .filter(|rule| ids(rule, &framework).iter().any(|id| belongs(id)))
            .map(|rule| rule.name.clone())
            .collect(),
        id,
        title,
    };
    let entries: Vec<Covered> = framework
        .entries
        .iter()
        .map(|(entry, title)| covered((*entry).to_owned(), title, &|id| framework.belongs(id, entry)))
        .collect();
    let mut others: Vec<String> = rules.iter().flat_map(|rule| ids(rule, &framework)).collect();
    others.retain(|id| !framework.entries.iter().any(|(entry, _)| framework.belongs(id, entry)));
    others.sort_by_key(|id| (id.parse::<u64>().ok(), id.clone()));
    others.dedup();
    let others = others.into_iter().map(|id| covered(id.clone(), "", &|other| other == id)).collect();
    Some(Coverage { framework: framework.key, title: framework.title, is_closed: !entries.is_empty(), entries, others })
}

/// The frameworks that coverage can be told of.
pub fn frameworks() -> impl Iterator<Item = &'static str> {
    FRAMEWORKS.into_iter().map(|framework| framework.key)
}

/// The ids of a framework that a rule names.
fn ids(rule: &Rule, framework: &Framework) -> Vec<String> {
    let metadata = &rule.metadata;
    match framework.key {
        "stride" => metadata.stride.iter().map(ToString::to_string).collect(),
        "cwe" => metadata.cwe.iter().map(ToString::to_string).collect(),
        name => {
            let list = metadata.other.iter().find(|(key, _)| key == name);
            list.into_iter().flat_map(|(_, ids)| ids).map(ToString::to_string).collect()
        }
    }
}

impl Inspection<'_> {
    fn rule_line(&self, rule: &Rule, severity: String, findings: usize, questions: usize) -> RuleLine {
        let level = db::levels(self.db, self.project).get(&rule.name).map(|level| match level {
            RuleLevel::Off => Level::Off,
            RuleLevel::Level(severity) => Level::Severity(*severity),
        });
        let file = self.db.file(rule.site.unit);
        RuleLine {
            name: rule.name.clone(),
            family: rule.family.clone(),
            title: rule.title.clone(),
            severity,
            level,
            class: class(rule.class),
            is_std: file.is_some_and(|file| *file.origin(self.db) == Origin::Std),
            findings,
            questions,
            location: self.place(rule.site),
            cost: self.cost(rule),
        }
    }

    fn cost(&self, rule: &Rule) -> RuleCost {
        let program = &db::vocabulary(self.db, self.project).program;
        let Cost { ties, attributes, relations, is_quadratic } = cost(rule, self.world.schema(), program);
        let count = |source: &BindingSource| match source {
            BindingSource::Kind(kind) => self.world.all(*kind).len(),
            // A list is mostly short.
            BindingSource::List(_) => 1,
        };
        let subjects = rule.subjects.first().map_or(1, |binding| count(&binding.source));
        let others = rule.subjects.iter().skip(1).chain(&rule.witnesses).zip(&ties);
        let choices = others.fold(subjects as u64, |choices, (binding, tie)| match tie {
            Tie::None => choices.saturating_mul(count(&binding.source) as u64),
            _ => choices,
        });
        let schema = self.world.schema();
        let names = attributes.iter().filter_map(|id| schema.attribute(*id)).map(|attribute| attribute.name.clone());
        let mut attributes: Vec<Name> = names.collect();
        attributes.sort();
        attributes.dedup();
        RuleCost {
            subjects,
            choices,
            ties: ties.iter().map(|tie| tie_name(*tie)).collect(),
            attributes,
            relations: relations.iter().map(|relation| self.relation_name(*relation)).collect(),
            is_quadratic,
        }
    }
}

pub(super) fn class(class: RuleClass) -> &'static str {
    match class {
        RuleClass::Local => "local",
        RuleClass::Join => "join",
        RuleClass::Scope => "scope",
        RuleClass::Graph => "graph",
        RuleClass::Whole => "whole",
    }
}

fn tie_name(tie: Tie) -> &'static str {
    match tie {
        Tie::List => "list",
        Tie::Named => "named",
        Tie::Key => "key",
        Tie::Path => "path",
        Tie::Alone => "alone",
        Tie::None => "all",
    }
}
