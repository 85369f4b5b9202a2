//! Rules: bindings, conditions, and the entries that say what is reported.

use tm_model::KindId;
use tm_rules::ir;

use super::metadata::METADATA;
use super::text::{example, quoted};
use super::variables::Meaning;
use super::{Checker, Ty};
use crate::hir::{self, Binding, BindingSource, Clause, ClauseKind, Expr, ExprKind, Name, NodeId};

/// What is computed for a finding; every other entry is metadata.
const ENTRIES: [&str; 5] = ["severity", "message", "help", "at", "prefer"];

/// Where the severities of findings are declared.
const SEVERITY: [smol_str::SmolStr; 2] =
    [smol_str::SmolStr::new_static("std"), smol_str::SmolStr::new_static("Severity")];

#[derive(Default)]
struct Entries {
    /// Names met so far.
    seen: Vec<Name>,
    severity: Option<ir::Expr>,
    message: Option<ir::Template>,
    help: Option<ir::Template>,
    at: Option<ir::Expr>,
    prefer: Vec<ir::Expr>,
    metadata: ir::Metadata,
}

impl Checker<'_> {
    /// `family` is the folder that the rule stands in, `title` the first sentence of its documentation. `None` if a mistake
    /// keeps it from running.
    pub(crate) fn rule(&mut self, item: &hir::Rule, family: &str, module: &str, title: &str) -> Option<ir::Rule> {
        let before = self.mistakes;
        self.start();
        let (subjects, witnesses) = self.bound(item);
        let paths = self.paths(item);
        self.declared = item
            .clauses
            .iter()
            .filter_map(|clause| match &clause.kind {
                ClauseKind::Let { name, .. } => Some(name.clone()),
                _ => None,
            })
            .collect();
        let clauses = self.conditions(item);
        self.in_entry = true;
        let mut entries = Entries::default();
        for clause in &item.clauses {
            self.entry(clause, &mut entries);
        }
        let has = |name: &str| entries.seen.iter().any(|seen| seen.text == name);
        let missing: Vec<&str> = ["severity", "message"].into_iter().filter(|name| !has(name)).collect();
        for name in missing {
            let message = format!("the rule {} has no `{name}`", quoted(&item.name.text));
            let help = match name {
                "severity" => "add `severity: high`, or what it deserves",
                _ => "add `message: \"…\"`: what is wrong, in one line",
            };
            let error = self.error("missing-clause", item.name.node, message);
            self.report(error.help(help));
        }
        self.warn_of_unused(before);
        let (Some(severity), Some(message)) = (entries.severity, entries.message) else { return None };
        if self.mistakes != before {
            return None;
        }
        Some(ir::Rule {
            name: item.name.text.clone(),
            family: family.into(),
            module: module.into(),
            title: if title.is_empty() { item.name.text.clone() } else { title.into() },
            site: self.site(item.name.node),
            frame: self.variables.frame(),
            paths,
            subjects,
            witnesses,
            clauses,
            prefer: entries.prefer,
            severity,
            message,
            help: entries.help,
            at: entries.at,
            metadata: entries.metadata,
            // Set by the caller, who has the whole program.
            class: ir::RuleClass::Local,
            steps: ir::MOST_STEPS,
        })
    }

    /// `for` and `exists`. Their variables are known in all clauses, wherever these stand.
    fn bound(&mut self, item: &hir::Rule) -> (Vec<ir::Binding>, Vec<ir::Binding>) {
        let mut subjects = Vec::new();
        let mut first: Option<NodeId> = None;
        for clause in &item.clauses {
            if let ClauseKind::For(bindings) = &clause.kind {
                self.only_once("for", first, clause.node);
                first.get_or_insert(clause.node);
                subjects.extend(self.bindings(bindings, true));
            }
        }
        let mut witnesses = Vec::new();
        let mut first: Option<NodeId> = None;
        for clause in &item.clauses {
            if let ClauseKind::Exists(bindings) = &clause.kind {
                self.only_once("exists", first, clause.node);
                first.get_or_insert(clause.node);
                witnesses.extend(self.bindings(bindings, false));
            }
        }
        (subjects, witnesses)
    }

    fn only_once(&mut self, word: &str, first: Option<NodeId>, node: NodeId) {
        if let Some(first) = first {
            let error = self.error("duplicate-clause", node, format!("a rule has one `{word}`"));
            let error = error.label(self.site(first), "the first one");
            self.report(error.help(format!("bind all variables in one: `{word} x: …, y: …`")));
        }
    }

    /// `x: kind, y in LIST`, of a rule or an edge. What a finding is about is an element.
    pub(super) fn bindings(&mut self, bindings: &[Binding], of_elements: bool) -> Vec<ir::Binding> {
        let mut result = Vec::with_capacity(bindings.len());
        for binding in bindings {
            let node = binding.name.node;
            let (source, ty) = match &binding.source {
                BindingSource::Kind(path) => match self.kind(path) {
                    Some(kind) => (ir::BindingSource::Kind(kind), Ty::Element(kind)),
                    None => (ir::BindingSource::Kind(KindId(0)), Ty::Error),
                },
                BindingSource::List(list) => self.binding_in(list, of_elements),
                BindingSource::Missing => {
                    self.mistakes += 1;
                    (ir::BindingSource::Kind(KindId(0)), Ty::Error)
                }
            };
            let slot = self.slots(1, node);
            self.declare(&binding.name, Meaning::Value { slot, ty }, 0);
            result.push(ir::Binding { slot, name: binding.name.text.clone(), source });
        }
        result
    }

    fn binding_in(&mut self, list: &Expr, of_elements: bool) -> (ir::BindingSource, Ty) {
        let (checked, ty) = self.list_of(list);
        if of_elements && !matches!(ty, Ty::Element(_) | Ty::Error) {
            let message = format!("a finding is about elements, and `{}` is no kind of them", self.type_name(&ty));
            let error = self.error("type-mismatch", list.node, message);
            self.report(error.help("bind the element that has it, and range over the list in `exists` or `where`"));
            return (ir::BindingSource::List(checked), Ty::Error);
        }
        match checked.kind {
            ir::ExprKind::All(kind) => (ir::BindingSource::Kind(kind), ty),
            _ => (ir::BindingSource::List(checked), ty),
        }
    }

    /// Paths are known from the start, so that a condition that reads one is told why it cannot.
    fn paths(&mut self, item: &hir::Rule) -> u16 {
        let mut count: u16 = 0;
        for clause in &item.clauses {
            let ClauseKind::Path { name, leads } = &clause.kind else { continue };
            let relation = leads.relation.as_ref().and_then(|path| self.scope.relation(&path.segments));
            let via = relation.map_or(Ty::Error, |relation| Ty::Element(self.scope.via_kind(relation)));
            self.declare(name, Meaning::Path { index: count, via }, 0);
            let Some(next) = count.checked_add(1) else {
                let error = self.error("too-many-variables", name.node, "too many paths");
                self.report(error.help("split the rule"));
                break;
            };
            count = next;
        }
        count
    }

    fn conditions(&mut self, item: &hir::Rule) -> Vec<ir::Clause> {
        let mut clauses = Vec::new();
        let mut path: u16 = 0;
        for clause in &item.clauses {
            match &clause.kind {
                ClauseKind::Let { name, value } => {
                    let typed = self.expr(value, &Ty::Any);
                    let slot = self.slots(1, name.node);
                    let ty = self.settled(&typed.ty);
                    self.declare(name, Meaning::Value { slot, ty }, 0);
                    clauses.push(ir::Clause::Let { slot, value: typed.expr });
                }
                ClauseKind::Where(condition) => clauses.push(ir::Clause::Where(self.assume(condition))),
                ClauseKind::Path { leads, .. } => {
                    let (leads, _) = self.leads(leads);
                    clauses.push(ir::Clause::Path { path, leads });
                    path = path.saturating_add(1);
                }
                ClauseKind::For(_) | ClauseKind::Exists(_) | ClauseKind::Template { .. } | ClauseKind::Entry { .. } => {
                }
            }
        }
        clauses
    }

    fn entry(&mut self, clause: &Clause, entries: &mut Entries) {
        let (ClauseKind::Template { name, .. } | ClauseKind::Entry { name, .. }) = &clause.kind else { return };
        let word = name.text.as_str();
        if !ENTRIES.contains(&word) && !METADATA.contains(&word) {
            let known = || ENTRIES.into_iter().chain(METADATA);
            let error = self.error("unknown-clause", name.node, format!("a rule has no {}", quoted(word)));
            let otherwise =
                format!("a rule has {}", known().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "));
            self.report(error.help(self.suggest(word, known(), &otherwise)));
            return;
        }
        if let Some(first) = entries.seen.iter().find(|seen| seen.text == name.text) {
            let error = self.error("duplicate-clause", name.node, format!("`{word}` stands here twice"));
            let error = error.label(self.site(first.node), "the first one");
            self.report(error.help("keep one of them"));
            return;
        }
        entries.seen.push(name.clone());
        match &clause.kind {
            ClauseKind::Template { template, .. } => {
                let checked = self.template(template);
                match word {
                    "message" => entries.message = Some(checked),
                    "help" => entries.help = Some(checked),
                    _ => self.not_a_text(name),
                }
            }
            ClauseKind::Entry { value: None, .. } => self.mistakes += 1,
            ClauseKind::Entry { value: Some(value), .. } => match word {
                "message" | "help" => {
                    let error = self.error("type-mismatch", value.node, format!("`{word}` is a text"));
                    self.report(error.help(format!("write `{word}: \"…\"`, with `{{x.attribute}}` for what varies")));
                }
                "severity" => entries.severity = Some(self.severity(value)),
                "at" => entries.at = Some(self.place_to_point_at(value)),
                "prefer" => entries.prefer = self.preferences(value),
                _ => self.metadata(name, value, &mut entries.metadata),
            },
            _ => {}
        }
    }

    fn not_a_text(&mut self, name: &Name) {
        let error = self.error("type-mismatch", name.node, format!("{} is no text", quoted(&name.text)));
        self.report(error.help("only `message` and `help` are"));
    }

    fn severity(&mut self, value: &Expr) -> ir::Expr {
        let scale =
            self.scope.enumeration(&SEVERITY).or_else(|| self.scope.enumeration(SEVERITY.get(1..).unwrap_or_default()));
        let Some(scale) = scale else {
            let error = self.error("unresolved-name", value.node, "there is no scale `Severity`");
            self.report(error.help("declare `scale Severity { info < low < medium < high < critical }` in `std`"));
            return super::Typed::error(value.node).expr;
        };
        let before = self.mistakes;
        let wanted = Ty::Enum(scale);
        let typed = self.expr(value, &wanted);
        let checked = self.require(typed, &wanted, value);
        if self.mistakes == before
            && let Some(node) = not_constant(&checked)
        {
            let error = self.error("type-mismatch", node, "a severity is not read from the model");
            self.report(error.help("write one, such as `high`, or choose: `if … then high else medium`"));
        }
        checked
    }

    fn place_to_point_at(&mut self, value: &Expr) -> ir::Expr {
        let before = self.mistakes;
        let typed = self.expr(value, &Ty::Any);
        let is_element = matches!(typed.ty, Ty::Element(_));
        let is_place = match &typed.expr.kind {
            ir::ExprKind::Attr { .. } => true,
            ir::ExprKind::Var(_) => is_element,
            _ => false,
        };
        if self.mistakes == before && !is_place {
            let error = self.error("type-mismatch", value.node, "`at` points at an element or at an attribute of one");
            self.report(error.help("write `at: x` or `at: x.attribute`"));
        }
        typed.expr
    }

    fn preferences(&mut self, value: &Expr) -> Vec<ir::Expr> {
        if let ExprKind::List(items) = &value.kind {
            return items.iter().map(|item| self.condition(item)).collect();
        }
        let error = self.error("type-mismatch", value.node, "`prefer` is a list of conditions, the strongest first");
        self.report(error.help(format!("write `prefer: [{}]`", example(value, "…"))));
        Vec::new()
    }
}

/// The first branch that is no constant.
fn not_constant(expr: &ir::Expr) -> Option<NodeId> {
    match &expr.kind {
        ir::ExprKind::Const(tm_model::Value::Enum(_)) => None,
        ir::ExprKind::If { then, otherwise, .. } => not_constant(then).or_else(|| not_constant(otherwise)),
        _ => Some(expr.node),
    }
}
