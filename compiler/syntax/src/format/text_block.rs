//! Text blocks keep what they say and move with their indentation.

use super::without_returns;

/// The text of a `"""` token on a line that is indented by `indent`.
pub(super) fn reindent(token: &str, indent: usize) -> String {
    let text = without_returns(token);
    moved(&text, indent).unwrap_or(text)
}

/// `None` if the first line says something, or no line does: its indentation would be part of the text.
fn moved(text: &str, indent: usize) -> Option<String> {
    let inside = text.strip_prefix("\"\"\"")?.strip_suffix("\"\"\"")?;
    let (first, rest) = inside.split_once('\n')?;
    if !is_blank(first) {
        return None;
    }
    let mut lines: Vec<&str> = rest.split('\n').collect();
    let closes_alone = lines.len() > 1 && lines.last().is_some_and(|line| is_blank(line));
    if closes_alone {
        lines.pop();
    }
    let shared = lines.iter().filter(|line| !is_blank(line)).map(|line| indentation(line)).min()?;
    let margin = " ".repeat(indent + 2);
    let mut out = "\"\"\"".to_owned();
    for line in lines {
        let content = line.get(shared.min(indentation(line))..).unwrap_or_default();
        out.push('\n');
        if !content.is_empty() {
            out.push_str(&margin);
            out.push_str(content);
        }
    }
    if closes_alone {
        out.push('\n');
        out.push_str(&margin);
    }
    out.push_str("\"\"\"");
    Some(out)
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::literal::decode;

    #[test]
    fn content_moves_as_a_whole() {
        let token = "\"\"\"  \r\n\ta\r\n\r\n\t  b\r\n  \"\"\"";
        assert_eq!(reindent(token, 2), "\"\"\"\n    a\n\n      b\n    \"\"\"");
        assert_eq!(reindent("\"\"\"\n a\n  b\"\"\"", 0), "\"\"\"\n  a\n   b\"\"\"");
    }

    #[test]
    fn what_is_said_stays() {
        let blocks = [
            "\"\"\"a\n  b\n\"\"\"",
            "\"\"\"\n   \n\"\"\"",
            "\"\"\"\n   \"\"\"",
            "\"\"\"\n    a\n         \n  b\n\"\"\"",
            "\"\"\"\n\n a \n\n\"\"\"",
            "\"\"\"\"\"\"",
            "\"\"\"\n  \u{a0}\n  x\n\"\"\"",
        ];
        for block in blocks {
            for indent in [0, 4] {
                let once = reindent(block, indent);
                assert_eq!(decode(&once), decode(block), "{block:?}");
                assert_eq!(reindent(&once, indent), once, "{block:?}");
            }
        }
    }
}
