//! The block of a declaration, and how a statement is written into it.

use std::ops::Range;

use tm_syntax::ast::{Block, Item, ItemKind, Member, MemberKind, TokRange};
use tm_syntax::{Parsed, Tok};

use crate::place::slice;
use crate::text_edit::TextEdit;

/// A declaration that has statements, or can have some.
pub(crate) struct Body<'a> {
    pub whole: Range<u32>,
    /// From `{` to `}`.
    pub braces: Option<TokRange>,
    pub members: &'a [Member],
}

/// The innermost element, flow, `each`, assumption or decision that a place lies in.
pub(crate) fn body_at<'a>(parsed: &'a Parsed, place: &Range<u32>) -> Option<Body<'a>> {
    in_items(parsed, &parsed.file.items, place)
}

fn in_items<'a>(parsed: &'a Parsed, items: &'a [Item], place: &Range<u32>) -> Option<Body<'a>> {
    let behind = items.partition_point(|item| parsed.text_range(item.range).start <= place.start);
    let item = items.get(behind.checked_sub(1)?).filter(|item| holds(&parsed.text_range(item.range), place))?;
    let whole = parsed.text_range(item.range);
    match &item.kind {
        ItemKind::Member(member) => in_member(parsed, member, whole, place),
        ItemKind::Extend(extend) => {
            let members = extend.body.as_ref().map_or(&[][..], |body| &body.members);
            let braces = extend.body.as_ref().map(|body| body.range);
            in_members(parsed, members, place).or(Some(Body { whole, braces, members }))
        }
        ItemKind::Assume(assume) => Some(in_block(parsed, assume.block.as_ref(), whole, place)),
        ItemKind::Decision(decision) => Some(in_block(parsed, decision.block.as_ref(), whole, place)),
        ItemKind::Test(test) => in_items(parsed, &test.items, place),
        _ => None,
    }
}

fn in_members<'a>(parsed: &'a Parsed, members: &'a [Member], place: &Range<u32>) -> Option<Body<'a>> {
    let behind = members.partition_point(|member| parsed.text_range(member.range).start <= place.start);
    let member = members.get(behind.checked_sub(1)?).filter(|it| holds(&parsed.text_range(it.range), place))?;
    in_member(parsed, &member.kind, parsed.text_range(member.range), place)
}

fn in_member<'a>(
    parsed: &'a Parsed,
    member: &'a MemberKind,
    whole: Range<u32>,
    place: &Range<u32>,
) -> Option<Body<'a>> {
    let block = match member {
        MemberKind::Attribute(_) => return None,
        MemberKind::Each(each) => each.block.as_ref(),
        MemberKind::Flow(flow) => flow.block.as_ref(),
        MemberKind::Element(element) => element.block.as_ref(),
    };
    Some(in_block(parsed, block, whole, place))
}

fn in_block<'a>(parsed: &'a Parsed, block: Option<&'a Block>, whole: Range<u32>, place: &Range<u32>) -> Body<'a> {
    let members = block.map_or(&[][..], |block| &block.members);
    in_members(parsed, members, place).unwrap_or(Body { whole, braces: block.map(|block| block.range), members })
}

fn holds(outer: &Range<u32>, inner: &Range<u32>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

impl Body<'_> {
    /// Writes lines behind the last statement, or at the beginning of the block, which is made if there is none.
    pub fn add(&self, parsed: &Parsed, source: &str, lines: &[String]) -> TextEdit {
        let at = |offset: u32, text: String| TextEdit { range: offset..offset, text };
        let Some(braces) = self.braces else {
            return at(self.whole.end, format!(" {{ {} }}", lines.join("  ")));
        };
        let inside = parsed.text_range(braces);
        let begin = parsed.token_range(braces.lo).end;
        let statements = self.members.iter().filter(|member| matches!(member.kind, MemberKind::Attribute(_)));
        // A statement that lacks its value ends where something else may begin.
        let mut whole = statements.filter(|member| parsed.kind(member.range.hi.saturating_sub(1)) != Some(Tok::Colon));
        let last = whole.next_back().map(|member| parsed.text_range(member.range).end);
        let is_one_line = !slice(source, &inside).contains('\n');
        if is_one_line {
            return match last {
                Some(end) => at(end, format!("  {}", lines.join("  "))),
                None if self.members.is_empty() => {
                    let closes = slice(source, &inside).ends_with('}');
                    let end = if closes { inside.end.saturating_sub(1) } else { inside.end };
                    TextEdit { range: begin..end.max(begin), text: format!(" {} ", lines.join("  ")) }
                }
                None => at(begin, format!(" {} ", lines.join("  "))),
            };
        }
        let indent = format!("{}  ", indentation(source, self.whole.start));
        let text: String = lines.iter().map(|line| format!("\n{indent}{line}")).collect();
        at(last.unwrap_or(begin), text)
    }
}

/// The white space that a line begins with.
pub(crate) fn indentation(source: &str, offset: u32) -> String {
    let line = slice(source, &(0..offset)).rsplit('\n').next().unwrap_or_default();
    line.chars().take_while(|char| matches!(char, ' ' | '\t')).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used, reason = "a test may fail")]

    use tm_syntax::parse;

    use super::body_at;

    fn added(source: &str, at: &str) -> String {
        let parsed = parse(source);
        let start = u32::try_from(source.find(at).expect("it is there")).expect("it is small");
        let body = body_at(&parsed, &(start..start + 1)).expect("there is a declaration");
        let edit = body.add(&parsed, source, &["x: y".to_owned()]);
        let mut text = source.to_owned();
        text.replace_range(edit.range.start as usize..edit.range.end as usize, &edit.text);
        text
    }

    #[test]
    fn a_statement_joins_the_others() {
        assert_eq!(added("service a\n", "a"), "service a { x: y }\n");
        assert_eq!(added("service a {}\n", "a"), "service a { x: y }\n");
        assert_eq!(added("service a { b: c }\n", "a"), "service a { b: c  x: y }\n");
        assert_eq!(added("service a { -> b }\n", "a"), "service a { x: y  -> b }\n");
        assert_eq!(added("service a {\n  b: c\n  -> d\n}\n", "a"), "service a {\n  b: c\n  x: y\n  -> d\n}\n");
        assert_eq!(added("c d {\n  service a {\n  }\n}\n", "a"), "c d {\n  service a {\n    x: y\n  }\n}\n");
        assert_eq!(added("service a {\n  -> b\n}\n", "->"), "service a {\n  -> b { x: y }\n}\n");
        assert_eq!(added("service a {\n  b:\n}\n", "a"), "service a {\n  x: y\n  b:\n}\n");
    }

    #[test]
    fn what_lies_in_no_declaration_has_no_body() {
        let source = "use a\nkind b is service { c: d }\n";
        assert!((0..30).all(|at| body_at(&parse(source), &(at..at)).is_none()));
    }
}
