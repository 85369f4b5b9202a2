//! `a ~> b along R { conditions on hops }`

use chumsky::prelude::*;

use super::base::*;
use super::value::path_or_missing;
use crate::ast::{Expr, HopCondition, HopMode, Leads, Path};
use crate::token::Tok;

/// A test of a path whose source is not known yet.
pub(super) struct LeadsTail {
    to: Expr,
    relation: Option<Path>,
    hops: Vec<HopCondition>,
}

impl LeadsTail {
    pub fn with_source(self, from: Expr) -> Leads {
        Leads { from, to: self.to, relation: self.relation, hops: self.hops }
    }
}

/// `~> to along relation { hops }`, where the caller has seen `~>`.
pub(super) fn leads_tail<'t>(postfix: P<'t, Expr>, hops: P<'t, Vec<HopCondition>>) -> P<'t, LeadsTail> {
    let relation = path_or_missing("the name of a relation", "a path is written `a ~> b along relation`");
    let along = rule(move |inp| {
        if take(inp, Tok::KwAlong) {
            return inp.parse(&relation);
        }
        missing(inp, "missing-name", "`along` and a relation", "a path is written `a ~> b along relation`");
        Ok(None)
    });
    let hops = when(|ahead| ahead.is(0, Tok::LBrace), hops);
    word(Tok::Leads)
        .ignore_then(postfix)
        .then(along)
        .then(hops)
        .map(|((to, relation), hops)| LeadsTail { to, relation, hops: hops.unwrap_or_default() })
        .boxed()
}

fn mode(tok: Option<Tok>) -> Option<HopMode> {
    Some(match tok? {
        Tok::KwAll => HopMode::All,
        Tok::KwAny => HopMode::Any,
        Tok::KwNo => HopMode::No,
        Tok::KwFirst => HopMode::First,
        Tok::KwLast => HopMode::Last,
        Tok::KwAvoiding => HopMode::Avoiding,
        _ => return None,
    })
}

const HOPS: Entries = Entries {
    starts: |ahead| ahead.is(0, Tok::Doc) || (mode(ahead.tok(0)).is_some() && ahead.name(1)),
    what: "a condition on hops",
    help: "conditions are `all h: …`, `any h: …`, `no h: …`, `first h: …`, `last h: …` and `avoiding v: …`",
};

/// `{ conditions }`
pub(super) fn hops<'t>(expr: P<'t, Expr>) -> P<'t, Vec<HopCondition>> {
    let hop = rule(move |inp| {
        let Some(mode) = mode(inp.peek()) else {
            return Ok(None);
        };
        inp.skip();
        let Some(variable) = name_or_missing(inp, "a variable") else {
            return Ok(None);
        };
        sign(inp, Tok::Colon, Tok::Assign, "before the condition");
        let condition = inp.parse(&expr)?;
        Ok(Some((mode, variable, condition)))
    });
    braced(HOPS, undocumented(hop))
        .map(|(_, found)| {
            let found = found.into_iter();
            found
                .filter_map(|(range, hop)| {
                    hop.map(|(mode, variable, condition)| HopCondition { range, mode, variable, condition })
                })
                .collect()
        })
        .boxed()
}
