//! `name => value`, which is `name: value` where it cannot be a flow.

use std::collections::BTreeSet;

use crate::stream::Source;
use crate::token::Tok;

/// Turns the arrows among `rockets`, significant tokens all written `=>`, that stand between a name and a value into signs.
pub(in crate::parse) fn read_rockets(source: &Source<'_>, kinds: &mut [Tok], rockets: &[usize]) {
    let mut elements = None;
    let mut depth = 0_usize;
    let mut from = 0;
    for &at in rockets {
        for kind in kinds.get(from..at).unwrap_or_default() {
            match kind {
                Tok::LBrace => depth += 1,
                Tok::RBrace => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        from = at;
        let kind = |at: usize| kinds.get(at).copied();
        let is_name = |at: usize| kind(at).is_some_and(Tok::is_name);
        let before = at.checked_sub(2).and_then(kind);
        if at == 0 || !is_name(at - 1) || before == Some(Tok::Dot) {
            continue;
        }
        let is_value = match kind(at + 1) {
            Some(Tok::Str | Tok::Int | Tok::Date | Tok::BadNumber | Tok::LBracket) => true,
            Some(Tok::KwTrue | Tok::KwFalse | Tok::KwUnknown | Tok::KwNotApplicable) => true,
            // In the open, or between what other lines call elements, it is an arrow.
            Some(_) if is_name(at + 1) && depth > 0 && !matches!(kind(at + 2), Some(Tok::Dot | Tok::LBrace)) => {
                let elements = elements.get_or_insert_with(|| elements_of(source, kinds, rockets));
                ![at - 1, at + 1].iter().any(|at| elements.contains(source.slice(*at as u32)))
            }
            _ => false,
        };
        if is_value && let Some(kind) = kinds.get_mut(at) {
            *kind = Tok::Assign;
        }
    }
}

/// What the file uses as an element: `kind name`, the ends of flows with an arrow of ours, and what stands on either side of
/// the other one.
fn elements_of<'t>(source: &Source<'t>, kinds: &[Tok], rockets: &[usize]) -> BTreeSet<&'t str> {
    let beside = |step: fn(usize) -> usize| rockets.iter().map(move |at| source.slice(step(*at) as u32));
    let before: BTreeSet<&str> = beside(|at| at.saturating_sub(1)).collect();
    let mut found: BTreeSet<&str> = beside(|at| at + 1).filter(|name| before.contains(name)).collect();
    for (at, pair) in kinds.windows(2).enumerate() {
        let (at, [left, right]) = (at as u32, pair) else { break };
        let is_arrow = |at: u32, kind: Tok| kind == Tok::Arrow && source.slice(at) == "->";
        let is_declared = *left == Tok::Ident && right.is_name() && !source.newline_before(at + 1);
        if right.is_name() && (is_declared || is_arrow(at, *left)) {
            found.insert(source.slice(at + 1));
        }
        if left.is_name() && is_arrow(at + 1, *right) && !source.newline_before(at + 1) {
            found.insert(source.slice(at));
        }
    }
    found
}
