//! An expression by itself, as it is given to a command.

use super::base::*;
use super::expression::{Expressions, expressions};
use crate::ast::Expr;
use crate::stream::error;

/// One expression, and nothing after it; whatever there is, this succeeds.
pub(super) fn expression<'t>() -> P<'t, Expr> {
    let Expressions { expr, .. } = expressions();
    rule(move |inp| {
        let found = inp.parse(&expr)?;
        let rest = at(inp);
        while look(inp).tok(0).is_some() {
            inp.skip();
        }
        let range = range_from(inp, rest);
        if range.lo < range.hi {
            let stream = inp.state();
            let bytes = stream.source.range(range.lo);
            let message = format!("expected the end of the expression, found {}", stream.source.shown(range.lo));
            let help = "join two conditions with `and` or `or`, and put a part that ends early into parentheses";
            stream.report(rest, error("unexpected-token", bytes, message, help));
        }
        Ok(found)
    })
}

#[cfg(test)]
mod tests {
    use crate::ast::ExprKind;
    use crate::parse_expression;

    #[test]
    fn an_expression_stands_alone() {
        let (parsed, expr) = parse_expression("collect f in flow if f.encryption == none: f");
        assert_eq!(parsed.errors, []);
        assert!(matches!(expr.kind, ExprKind::Quantifier(_)), "{expr:?}");
    }

    #[test]
    fn what_follows_it_is_an_error_and_nothing_panics() {
        for (text, name) in [
            ("1 2", "unexpected-token"),
            ("", "missing-value"),
            ("a ==", "missing-value"),
            ("a = b", "wrong-operator"),
            ("(a", "missing-bracket"),
            ("a }", "extra-brace"),
            ("service cart {}", "missing-value"),
        ] {
            let (parsed, _) = parse_expression(text);
            assert!(parsed.errors.iter().any(|error| error.name == name), "{text}: {:?}", parsed.errors);
        }
        for text in ["\u{0}", "}}}}", "not not not", "((((((((((", "é", "\"", "a ~>", "any x in"] {
            let _ = parse_expression(text);
        }
        let _ = parse_expression(&"(".repeat(100_000));
        let _ = parse_expression(&"not ".repeat(100_000));
    }
}
