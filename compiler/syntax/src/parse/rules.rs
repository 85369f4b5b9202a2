//! Rules and relations.

use chumsky::prelude::*;

use super::base::*;
use super::expression::{Expressions, operand_or_prefix_starts};
use super::foreign::{foreign_binding, pass_opener};
use super::path_test::leads_tail;
use super::value::{close_paren, path_or_missing, take_path};
use crate::ast::{
    Binding, BindingSource, Clause, ClauseKind, Edge, Expr, ExprKind, ItemKind, Leads, Name, Relation, Rule,
};
use crate::stream::error;
use crate::token::Tok;

const CLAUSES: Entries = Entries {
    starts: |ahead| {
        ahead.is(0, Tok::Doc)
            || matches!(ahead.tok(0), Some(Tok::KwFor | Tok::KwExists | Tok::KwLet | Tok::KwWhere))
            || (ahead.is(0, Tok::KwPath) && ahead.name(1))
            || is_word_for_where(ahead)
            || (ahead.name(0) && matches!(ahead.tok(1), Some(Tok::Colon | Tok::Assign)))
    },
    what: "a clause of the rule",
    help: "a clause is `for`, `exists`, `let`, `where`, `path`, or an entry such as `severity: high`",
};

/// `rule name { clauses }`
pub(super) fn threat_rule<'t>(e: &Expressions<'t>) -> P<'t, ItemKind> {
    let binding = binding(e.postfix.clone());
    let bound = bindings(binding);
    let leads = path_clause(e);
    let value = when(operand_or_prefix_or_missing, e.expr.clone());
    let arms: Vec<P<'t, Option<ClauseKind>>> = vec![
        word(Tok::KwFor).ignore_then(bound.clone()).map(|found| Some(ClauseKind::For(found))).boxed(),
        word(Tok::KwExists).ignore_then(bound).map(|found| Some(ClauseKind::Exists(found))).boxed(),
        let_clause(e.expr.clone()),
        rule(|inp| {
            if !take(inp, Tok::KwWhere) {
                let at = at(inp);
                let stream = inp.state();
                let sig = stream.sig(at);
                let message = format!("expected `where`, found {}", stream.source.shown(sig));
                let help = "a condition is written `where CONDITION`";
                stream.report(at, error("unexpected-token", stream.source.range(sig), message, help));
                inp.skip();
            }
            Ok(())
        })
        .ignore_then(e.expr.clone())
        .map(|found| Some(ClauseKind::Where(found)))
        .boxed(),
        leads,
        seen_name()
            .then_ignore(rule(|inp| Ok(sign(inp, Tok::Colon, Tok::Assign, "after the name of an entry"))))
            .then(value)
            .map(|(name, value)| Some(ClauseKind::Entry { name, value }))
            .boxed(),
        // Documentation that nothing follows.
        rule(|_| Ok(None)),
    ];
    let clause = switch(choose_clause, arms);
    let body = braced(CLAUSES, undocumented(clause))
        .map(|(_, found)| {
            let found = found.into_iter();
            found.filter_map(|(range, kind)| kind.map(|kind| Clause { range, kind })).collect()
        })
        .boxed();
    word(Tok::KwRule)
        .ignore_then(declared_name("the name of the rule"))
        .then(required("the clauses of the rule", body))
        .map(|(name, clauses): (_, Option<Vec<Clause>>)| {
            ItemKind::Rule(Rule { name, clauses: clauses.unwrap_or_default() })
        })
        .boxed()
}

/// `when CONDITION`, `if CONDITION`
fn is_word_for_where(ahead: &Ahead<'_, '_>) -> bool {
    let is_word = ahead.is(0, Tok::KwIf) || (ahead.is(0, Tok::Ident) && matches!(ahead.text(0), "when" | "given"));
    is_word && !ahead.newline(1) && (ahead.name(1) || matches!(ahead.tok(1), Some(Tok::LParen | Tok::Bang)))
}

fn choose_clause(ahead: &Ahead<'_, '_>) -> usize {
    const ENTRY: usize = 5;
    const NOTHING: usize = 6;
    if ahead.name(0) && matches!(ahead.tok(1), Some(Tok::Colon | Tok::Assign)) {
        return ENTRY;
    }
    match ahead.tok(0) {
        Some(Tok::KwFor) => 0,
        Some(Tok::KwExists) => 1,
        Some(Tok::KwLet) => 2,
        Some(Tok::KwWhere) => 3,
        Some(Tok::KwPath) => 4,
        _ if is_word_for_where(ahead) => 3,
        _ => NOTHING,
    }
}

/// The value of an entry, or an error that there is none; never the clause that follows.
fn operand_or_prefix_or_missing(ahead: &Ahead<'_, '_>) -> bool {
    operand_or_prefix_starts(ahead) || !matches!(ahead.tok(0), None | Some(Tok::Skipped))
}

fn let_clause<'t>(expr: P<'t, Expr>) -> P<'t, Option<ClauseKind>> {
    rule(move |inp| {
        inp.skip();
        let Some(name) = name_or_missing(inp, "a variable") else {
            return Ok(None);
        };
        equals(inp);
        Ok(Some(ClauseKind::Let { name, value: inp.parse(&expr)? }))
    })
}

/// `path name: a ~> b along relation { … }`
fn path_clause<'t>(e: &Expressions<'t>) -> P<'t, Option<ClauseKind>> {
    let Expressions { postfix, hops, .. } = e.clone();
    let tail = leads_tail(postfix.clone(), hops);
    rule(move |inp| {
        inp.skip();
        let Some(name) = name_or_missing(inp, "the name of the path") else {
            return Ok(None);
        };
        sign(inp, Tok::Colon, Tok::Assign, "before the path");
        let from = inp.parse(&postfix)?;
        let leads = if inp.peek() == Some(Tok::Leads) {
            inp.parse(&tail)?.with_source(from)
        } else {
            missing(inp, "unexpected-token", "`~>`", "a path is written `a ~> b along relation`");
            let end = at(inp);
            let to = Expr { range: range_from(inp, end), kind: ExprKind::Missing };
            Leads { from, to, relation: None, hops: Vec::new() }
        };
        Ok(Some(ClauseKind::Path { name, leads }))
    })
}

/// `x: kind, y in LIST`
fn bindings<'t>(binding: P<'t, Option<Binding>>) -> P<'t, Vec<Binding>> {
    rule(move |inp| {
        let mut found = Vec::new();
        let is_wrapped = pass_opener(inp);
        loop {
            found.extend(inp.parse(&binding)?);
            // After a comma comes a binding, on a new line too, unless that line says what only an entry says.
            if !take(inp, Tok::Comma) {
                break;
            }
        }
        if is_wrapped {
            close_paren(inp, "`,` or `)`");
        }
        Ok(found)
    })
}

fn binding<'t>(postfix: P<'t, Expr>) -> P<'t, Option<Binding>> {
    let kind = path_or_missing("a kind", "a binding is written `x: kind` or `x in list`");
    rule(move |inp| {
        let ahead = look(inp);
        let lo = ahead.at;
        // `for` with nothing after it, before `severity: …`.
        let variable: Option<Name> = if ahead.name(0) && !(ahead.newline(0) && begins_clause(&ahead)) {
            Some(take_name(inp))
        } else {
            name_or_missing_here(inp)
        };
        let Some(variable) = variable else {
            return Ok(None);
        };
        let source = match inp.peek() {
            Some(Tok::Colon) => {
                inp.skip();
                inp.parse(&kind)?.map_or(BindingSource::Missing, BindingSource::Kind)
            }
            Some(Tok::KwIn) => {
                inp.skip();
                BindingSource::List(inp.parse(&postfix)?)
            }
            _ => return foreign_binding(inp, lo, variable, &postfix).map(Some),
        };
        Ok(Some(Binding { variable, source }))
    })
}

/// Entries that every rule has or may have: on a new line they are no variables of a binding.
const ENTRIES: [&str; 7] = ["severity", "stride", "cwe", "message", "help", "at", "prefer"];

fn begins_clause(ahead: &Ahead<'_, '_>) -> bool {
    let is_entry = !ahead.is(1, Tok::Colon) || ENTRIES.contains(&ahead.text(0));
    (CLAUSES.starts)(ahead) && is_entry
}

fn name_or_missing_here(inp: &mut Ref<'_, '_>) -> Option<Name> {
    missing(inp, "missing-name", "a variable", "a binding is written `x: kind` or `x in list`");
    None
}

// ---- relations ----------------------------------------------------------------------------------------------------

const EDGES: Entries = Entries {
    starts: |ahead| matches!(ahead.tok(0), Some(Tok::KwEdge | Tok::Doc)),
    what: "an edge",
    help: "an edge is written `edge a -> b via x for x: kind where …`",
};

/// `relation name { edges }`
pub(super) fn relation<'t>(e: &Expressions<'t>) -> P<'t, ItemKind> {
    let edge = edge(e);
    let body = braced(EDGES, documented(edge))
        .map(|(_, found)| {
            let found = found.into_iter();
            let edges = found.filter_map(|(docs, range, edge)| edge.map(|edge| Edge { docs, range, ..edge }));
            edges.collect()
        })
        .boxed();
    word(Tok::KwRelation)
        .ignore_then(declared_name("the name of the relation"))
        .then(required("the edges of the relation", body))
        .map(|(name, edges): (_, Option<Vec<Edge>>)| {
            ItemKind::Relation(Relation { name, edges: edges.unwrap_or_default() })
        })
        .boxed()
}

/// `edge a -> b via v for … where … needs …`; its documentation and range are filled in by the caller.
fn edge<'t>(e: &Expressions<'t>) -> P<'t, Option<Edge>> {
    let Expressions { expr, postfix, .. } = e.clone();
    let bound = bindings(binding(postfix.clone()));
    rule(move |inp| {
        if !take(inp, Tok::KwEdge) {
            return Ok(None);
        }
        let from = inp.parse(&postfix)?;
        let to = if take(inp, Tok::Arrow) {
            inp.parse(&postfix)?
        } else {
            missing(inp, "unexpected-token", "`->` and a target", EDGES.help);
            let end = at(inp);
            Expr { range: range_from(inp, end), kind: ExprKind::Missing }
        };
        let via = if take(inp, Tok::KwVia) { name_or_missing(inp, "a variable") } else { None };
        let bindings = if take(inp, Tok::KwFor) { inp.parse(&bound)? } else { Vec::new() };
        let condition = if take(inp, Tok::KwWhere) { Some(inp.parse(&expr)?) } else { None };
        let needs = if take(inp, Tok::KwNeeds) { Some(inp.parse(&postfix)?) } else { None };
        let (docs, range) = Default::default();
        Ok(Some(Edge { docs, range, from, to, via, bindings, condition, needs }))
    })
}

/// The name of a rule that something refers to.
pub(super) fn rule_name<'t>() -> P<'t, Option<Name>> {
    declared_name("the name of a rule")
}

/// `a`, `a.b`, `project`, `a -> b`; the caller has seen a name.
pub(super) fn subject(inp: &mut Ref<'_, '_>) -> crate::ast::Subject {
    use crate::ast::Subject;
    let ahead = look(inp);
    if ahead.is(0, Tok::KwProject) && !matches!(ahead.tok(1), Some(Tok::Dot | Tok::Arrow)) {
        let lo = ahead.at;
        inp.skip();
        return Subject::Project(range_from(inp, lo));
    }
    let from = take_path(inp);
    let target = {
        let ahead = look(inp);
        ahead.is(0, Tok::Arrow) && ahead.name(1)
    };
    if target {
        inp.skip();
        return Subject::Ends(from, take_path(inp));
    }
    Subject::Path(from)
}
