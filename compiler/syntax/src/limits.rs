//! Keeps brackets from nesting deeper than any stage can walk.

use crate::ast::TokRange;
use crate::stream::{Errors, Origin, Source, error};
use crate::token::Tok;

/// Brackets that may stand in one another; deeper ones are not looked into.
pub(crate) const MAX_NESTING: usize = 128;

/// Replaces every region that nests too deep by one [`Tok::Skipped`]; the brackets balance already.
pub(crate) fn prune(source: &Source<'_>, kinds: &mut Vec<Tok>, origin: &mut Origin, errors: &mut Errors) {
    let mut depth = 0_usize;
    let mut kept = 0_usize;
    let mut region: Option<u32> = None;
    let mut reported = false;
    for at in 0..kinds.len() {
        let (Some(&kind), Some(&range)) = (kinds.get(at), origin.ranges.get(at)) else {
            break;
        };
        let mut entry = Some((kind, range));
        match kind {
            Tok::LBrace | Tok::LBracket | Tok::LParen => {
                depth += 1;
                if depth == MAX_NESTING + 1 {
                    region = Some(range.lo);
                    if !reported {
                        reported = true;
                        let message = format!("brackets nest deeper than {MAX_NESTING} levels here");
                        errors.push(error(
                            "nesting-too-deep",
                            source.range(range.lo),
                            message,
                            "what is inside is not read; split it up",
                        ));
                    }
                }
            }
            Tok::RBrace | Tok::RBracket | Tok::RParen => {
                depth = depth.saturating_sub(1);
                if depth == MAX_NESTING {
                    let lo = region.take().unwrap_or(range.lo);
                    entry = Some((Tok::Skipped, TokRange { lo, hi: range.hi }));
                }
            }
            _ => {}
        }
        if region.is_some() {
            entry = None;
        }
        if let Some((kind, range)) = entry {
            if let (Some(slot), Some(from)) = (kinds.get_mut(kept), origin.ranges.get_mut(kept)) {
                *slot = kind;
                *from = range;
            }
            kept += 1;
        }
    }
    kinds.truncate(kept);
    origin.ranges.truncate(kept);
}
