//! What rules yield: all of it, or what is shown in one file.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tm_rules::ir::Rule;
use tm_rules::{Finding, Outcome};

use super::options::{Raised, ReportOptions};
use crate::db::{self, Db, Pack, Project, SourceFile};

/// What one rule says: of the elements of one file if it is a local one.
#[derive(Clone, Copy)]
pub(crate) struct Said<'db> {
    pub rule: &'db Arc<Rule>,
    /// Of the rule in the pack.
    pub number: usize,
    pub outcome: &'db Outcome,
    /// The place of its file among those that are looked at; `None`: it is about all of them.
    pub file: Option<usize>,
    /// What those of its questions would be that are raised.
    pub possible: &'db [Finding],
}

/// Rules in the order of the pack, each in the order of the files.
pub(crate) fn outcomes<'db>(
    db: &'db dyn Db,
    project: Project,
    pack: &'db Pack,
    options: &ReportOptions,
) -> Vec<Said<'db>> {
    let raised = options.profile.raised();
    let global = |index: usize| {
        let possible = match raised {
            Raised::None => Default::default(),
            _ => db::global_possible(db, project, index, raised).as_slice(),
        };
        Some((&**db::global_outcome(db, project, index), possible))
    };
    ordered(db, project, pack, options, project.files(db).iter().copied(), global)
}

/// Those of which something may be shown in one file.
pub(super) fn outcomes_shown_in<'db>(
    db: &'db dyn Db,
    project: Project,
    pack: &'db Pack,
    options: &ReportOptions,
    file: SourceFile,
) -> Vec<Said<'db>> {
    let raised = options.profile.raised();
    let unit = file.unit(db);
    let global = |index: usize| {
        let part = db::global_parts(db, project, index, raised).get(&unit)?;
        Some((&part.outcome, part.possible.as_slice()))
    };
    let files = db::speakers(db, project, raised).get(&unit).into_iter().flatten().copied();
    ordered(db, project, pack, options, files, global)
}

/// What local rules say of the elements of one file.
pub(super) fn own_outcomes<'db>(
    db: &'db dyn Db,
    project: Project,
    pack: &'db Pack,
    options: &ReportOptions,
    file: SourceFile,
) -> Vec<Said<'db>> {
    ordered(db, project, pack, options, std::iter::once(file), |_| None)
}

fn ordered<'db>(
    db: &'db dyn Db,
    project: Project,
    pack: &'db Pack,
    options: &ReportOptions,
    files: impl Iterator<Item = SourceFile>,
    global: impl Fn(usize) -> Option<(&'db Outcome, &'db [Finding])>,
) -> Vec<Said<'db>> {
    let raised = options.profile.raised();
    let mut by_rule: FxHashMap<usize, Vec<Said<'db>>> = FxHashMap::default();
    for (place, file) in files.enumerate() {
        let possible = match raised {
            Raised::None => Default::default(),
            _ => db::local_possible(db, project, file, raised).as_slice(),
        };
        let mut possible = possible.iter().peekable();
        for (number, outcome) in db::local_outcomes(db, project, file).iter() {
            // Of the same rules, in the same order.
            let findings = possible.next_if(|(of, _)| of == number).map(|(_, findings)| findings.as_slice());
            let Some(rule) = pack.rules.get(*number) else { continue };
            let possible = findings.unwrap_or_default();
            by_rule.entry(*number).or_default().push(Said {
                rule,
                number: *number,
                outcome,
                file: Some(place),
                possible,
            });
        }
    }
    let mut all = Vec::new();
    for (number, rule) in pack.rules.iter().enumerate() {
        if !options.selects(rule, pack) || db::is_off(db, project, &rule.name) {
            continue;
        }
        if db::is_local(rule) {
            all.extend(by_rule.remove(&number).unwrap_or_default());
        } else {
            let whole = |(outcome, possible)| Said { rule, number, outcome, file: None, possible };
            all.extend(global(number).map(whole));
        }
    }
    all
}
