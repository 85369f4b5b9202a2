//! Rules over the world: local rules once per unit, every other rule once, relations and columns once each.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use tm_model::{AttrId, ElementId, RelationId, Value};
use tm_rules::graph::RelationGraph;
use tm_rules::ir::{BindingSource, MOST_STEPS, Rule, RuleClass};
use tm_rules::{Closures, Engine, Outcome, Rulebook, View, Vocabulary};

use super::inputs::{Db, Project, RuleLevel, SourceFile};
use super::kept::{Shows, kept, kept_outcomes};
use super::sources::{imports, rule_items, units, vocabulary};
use super::world::{IncrementalWorld, places};
use crate::check::Checker;
use crate::diagnostic::Diagnostic;
use crate::modules::Origin;
use crate::retired::{Claims, RetiredRules};
use crate::vocabulary::Scope;

/// All rules of a project, compiled; in the order of their files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pack {
    pub rules: Vec<Arc<Rule>>,
    pub by_name: FxHashMap<SmolStr, usize>,
    /// Rules that have a mistake, or read what has one: name and place.
    pub broken: Vec<(SmolStr, tm_model::Site)>,
    /// The names that they had.
    pub retired: RetiredRules,
    pub diagnostics: Vec<Diagnostic>,
}

impl Pack {
    /// By its present name or one that it had.
    pub fn find(&self, name: &str) -> Option<&Arc<Rule>> {
        self.rules.get(*self.by_name.get(self.retired.present(name))?)
    }

    /// Whether a rule of that name is declared, even if it does not compile.
    pub fn is_known(&self, name: &str) -> bool {
        let name = self.retired.present(name);
        self.by_name.contains_key(name) || self.broken.iter().any(|(broken, _)| broken == name)
    }
}

/// What the vocabulary reads, for all that judge with it.
#[salsa::tracked(returns(ref), no_eq)]
pub(crate) fn closures(db: &dyn Db, project: Project) -> Arc<Closures> {
    let vocabulary = vocabulary(db, project);
    Arc::new(Closures::new(&vocabulary.schema, &vocabulary.program))
}

#[salsa::tracked(returns(ref))]
pub(crate) fn pack(db: &dyn Db, project: Project) -> Arc<Pack> {
    let vocabulary = vocabulary(db, project);
    let words =
        Vocabulary { schema: &vocabulary.schema, program: &vocabulary.program, closures: closures(db, project) };
    let mut pack = Pack::default();
    // Of the standard library it is known that its rules end soon.
    let mut own = Vec::new();
    let mut claims = Claims::default();
    for file in project.files(db).iter() {
        let rules = rule_items(db, *file);
        if rules.items.is_empty() {
            continue;
        }
        let imports = imports(db, project, *file);
        let scope = Scope { index: vocabulary, imports };
        let family = family(file.path(db));
        let mut checker = Checker::new(&scope, file.unit(db));
        for (item, title) in rules.items.iter().zip(&rules.titles) {
            let site = tm_model::Site { unit: file.unit(db), node: item.name.node };
            if item.name.text.is_empty() {
                continue;
            }
            if let Some(first) = pack.find(&item.name.text) {
                let mut duplicate = crate::vocabulary::duplicate("rule", &item.name.text, site, Some(first.site));
                if first.module == crate::modules::STD {
                    duplicate = duplicate.help(
                        "give yours another name; `[rules]` in `tm.toml` turns a rule off or changes its severity",
                    );
                }
                pack.diagnostics.push(duplicate);
                continue;
            }
            claims.add(item, file.unit(db), *file.origin(db) == Origin::Std);
            match checker.rule(item, family, &imports.module, title) {
                Some(rule) if vocabulary.broken.is_in_rule(&rule) => pack.broken.push((rule.name, site)),
                Some(mut rule) => {
                    rule.class = tm_rules::classify(&rule, words);
                    pack.by_name.insert(rule.name.clone(), pack.rules.len());
                    if *file.origin(db) != Origin::Std {
                        own.push(pack.rules.len());
                    }
                    pack.rules.push(Arc::new(rule));
                }
                None => pack.broken.push((item.name.text.clone(), site)),
            }
        }
        pack.diagnostics.extend(checker.into_diagnostics());
    }
    share_steps(&mut pack.rules, &own);
    let mut diagnostics = std::mem::take(&mut pack.diagnostics);
    let declared = |name: &str| {
        let broken = || pack.broken.iter().find(|(broken, _)| broken == name).map(|(_, site)| *site);
        let site = pack.find(name).map(|rule| rule.site).or_else(broken)?;
        let file = units(db, project).get(&site.unit);
        Some((site, file.is_some_and(|file| *file.origin(db) == Origin::Std)))
    };
    pack.retired = claims.resolve(declared, &mut diagnostics);
    pack.diagnostics = diagnostics;
    Arc::new(pack)
}

/// Steps that the rules beside those of the standard library may take together: as many as a hundred rules may.
const TOGETHER: u64 = 100 * MOST_STEPS;

/// Of very many rules each may take less, so that all of them end as well. The share changes with every doubling of their number
/// only: what one more rule leaves as it is need not be judged again.
fn share_steps(rules: &mut [Arc<Rule>], own: &[usize]) {
    let steps = share(own.len() as u64);
    for index in own.iter().filter(|_| steps < MOST_STEPS) {
        if let Some(rule) = rules.get_mut(*index) {
            Arc::make_mut(rule).steps = steps;
        }
    }
}

/// Of so many rules.
fn share(count: u64) -> u64 {
    if count * MOST_STEPS <= TOGETHER { MOST_STEPS } else { TOGETHER / count.next_power_of_two() }
}

/// The folder below `rules/` that a file stands in.
fn family(path: &str) -> &str {
    let mut folders = path.rsplit('/').skip(1);
    match (folders.next(), folders.next()) {
        (Some(family), Some("rules")) => family,
        _ => "",
    }
}

/// What `tm.toml` makes of rules, by their present names; what it says of such a name goes before what it says of an old one.
#[salsa::tracked(returns(ref))]
pub(crate) fn levels(db: &dyn Db, project: Project) -> FxHashMap<SmolStr, RuleLevel> {
    let (settings, retired) = (project.settings(db), &pack(db, project).retired);
    let mut levels = FxHashMap::default();
    let (old, present): (Vec<_>, Vec<_>) =
        settings.rules.iter().partition(|(name, _)| retired.successor(name).is_some());
    for (name, level) in present.into_iter().chain(old) {
        levels.entry(SmolStr::new(retired.present(name))).or_insert(*level);
    }
    levels
}

/// Rules that are switched off in `tm.toml` are not run.
pub(crate) fn is_off(db: &dyn Db, project: Project, rule: &str) -> bool {
    levels(db, project).get(rule) == Some(&RuleLevel::Off)
}

/// Whether a rule can be judged for one unit alone.
pub(crate) fn is_local(rule: &Rule) -> bool {
    let by_kind = matches!(rule.subjects.first().map(|binding| &binding.source), Some(BindingSource::Kind(_)));
    by_kind && rule.subjects.len() == 1 && matches!(rule.class, RuleClass::Local | RuleClass::Scope)
}

/// The local rules that are on, with what has been learnt of the situations they meet; by index in the pack.
#[salsa::tracked(returns(ref), no_eq)]
fn rulebook(db: &dyn Db, project: Project) -> Rulebook {
    let rules = pack(db, project).rules.iter().enumerate();
    let local = rules.filter(|(_, rule)| is_local(rule) && !is_off(db, project, &rule.name));
    Rulebook::new(local.map(|(index, rule)| (index, rule.clone())), &vocabulary(db, project).schema)
}

pub(super) fn engine<'w>(db: &'w dyn Db, project: Project, world: &'w IncrementalWorld<'_>) -> Engine<'w> {
    Engine::with(&vocabulary(db, project).program, closures(db, project).clone(), world)
}

/// Local rules over the elements of one unit: index of the rule in the pack, and what it yields.
#[salsa::tracked(returns(ref))]
pub(crate) fn local_outcomes(db: &dyn Db, project: Project, file: SourceFile) -> Arc<Vec<(usize, Outcome)>> {
    let (unit, schema) = (file.unit(db), &vocabulary(db, project).schema);
    let Some(of) = db.project_file(project, unit) else { return Arc::default() };
    let placed = (0..).zip(&places(db, of).elements);
    let placed = placed.filter(|(_, placed)| placed.as_ref().is_some_and(|placed| placed.is_judged(schema)));
    let elements: Vec<ElementId> = placed.map(|(slot, _)| ElementId { unit, slot }).collect();
    if elements.is_empty() {
        return Arc::default();
    }
    let world = IncrementalWorld::new(db, project);
    Arc::new(engine(db, project, &world).judge_each(rulebook(db, project), &elements))
}

/// A rule that looks at more than one unit, over the whole project; by its index in the pack.
#[salsa::tracked(returns(ref))]
pub(crate) fn global_outcome(db: &dyn Db, project: Project, rule: usize) -> Arc<Outcome> {
    let pack = pack(db, project);
    let Some(judged) = pack.rules.get(rule).filter(|rule| !is_off(db, project, &rule.name)) else {
        return Arc::default();
    };
    kept_outcomes(db, project)
        .answer(db, project, rule, Shows::Places, |world| engine(db, project, world).judge(judged, None))
}

#[salsa::tracked(returns(ref))]
pub(crate) fn graph(db: &dyn Db, project: Project, relation: u32, view: View) -> Arc<RelationGraph> {
    let known = &kept(db, project).graphs;
    known.answer(db, project, (relation, view), Shows::Values, |world| {
        engine(db, project, world).build_graph(RelationId(relation), view)
    })
}

/// By unit.
pub(super) type Column = FxHashMap<u32, ColumnPart>;

/// By slot, in order.
pub(super) type ColumnPart = Arc<[(u32, Value)]>;

/// The values of a derived attribute that reads a relation or a whole kind.
#[salsa::tracked(returns(ref))]
pub(super) fn column(db: &dyn Db, project: Project, attribute: u32, view: View) -> Arc<Column> {
    let known = &kept(db, project).columns;
    known.answer(db, project, (attribute, view), Shows::Values, |world| {
        let mut values = engine(db, project, world).column(AttrId(attribute), view);
        values.sort_unstable_by_key(|(element, _)| *element);
        let of_unit = |values: &[(ElementId, Value)]| {
            let unit = values.first()?.0.unit;
            Some((unit, values.iter().map(|(element, value)| (element.slot, value.clone())).collect()))
        };
        values.chunk_by(|(a, _), (b, _)| a.unit == b.unit).filter_map(of_unit).collect()
    })
}

/// One unit's part of a column: the firewall between a relation and the local rules that read a value of it.
#[salsa::tracked(returns(ref))]
pub(super) fn column_part(db: &dyn Db, project: Project, file: SourceFile, attribute: u32, view: View) -> ColumnPart {
    column(db, project, attribute, view).get(&file.unit(db)).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use tm_rules::ir::MOST_STEPS;

    use super::{TOGETHER, share};

    #[test]
    fn rules_share_their_steps_if_there_are_very_many() {
        assert_eq!([0, 1, 100].map(share), [MOST_STEPS; 3]);
        assert_eq!(share(101), TOGETHER / 128);
        assert_eq!(share(129), share(256), "one rule more changes nothing");
        for count in [101_u64, 128, 1_000, 65_536, 1_000_000] {
            assert!(share(count) < MOST_STEPS && share(count) * count <= TOGETHER && share(count) > 0, "{count}");
        }
    }
}
