//! Text of a model on its way into an editor. Names are shown as they are and mean nothing; documentation is Markdown that can
//! neither hold HTML, nor load a picture, nor run a command of the editor.

use std::fmt::Write;

use tm_analysis::is_hostile;

/// A line of text is cut after so many chars.
const LINE: usize = 300;
/// Documentation is cut after so many lines.
const LINES: usize = 200;

/// One line of plain text, hostile chars as escapes.
pub(crate) fn inline(text: &str) -> String {
    let mut shown = String::with_capacity(text.len().min(LINE));
    for (count, char) in text.chars().enumerate() {
        if count == LINE {
            shown.push('…');
            break;
        }
        match char {
            '\n' => shown.push(' '),
            char if is_hostile(char) => drop(write!(shown, "\\u{{{:x}}}", u32::from(char))),
            char => shown.push(char),
        }
    }
    shown
}

/// One line of text in which nothing is Markdown.
pub(crate) fn plain(text: &str) -> String {
    let text = inline(text);
    let mut escaped = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '-' | ',' | '.' | '\'' | '"' | ';' | '/' | '>' => escaped.push(char),
            // What looks like an address becomes a link.
            ':' if chars.peek() != Some(&'/') => escaped.push(char),
            char if char.is_ascii_punctuation() => escaped.extend(['\\', char]),
            char => escaped.push(char),
        }
    }
    escaped
}

/// One line of text as code.
pub(crate) fn code(text: &str) -> String {
    let text = inline(text);
    // More backticks than stand in a row inside.
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 || text.is_empty() { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// Documentation as Markdown that only shows text.
///
/// Blocks of code are written anew at the left margin, where nothing around them can end them early: what stands in them is
/// the only text that is passed on as it is.
pub(crate) fn docs(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut fence: Option<&str> = None;
    for (count, line) in text.trim().lines().enumerate() {
        if count == LINES {
            safe.push('…');
            break;
        }
        let begin = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| begin.starts_with(mark));
        match (fence, mark) {
            (Some(open), Some(mark)) if open == mark => {
                safe.push_str(open);
                fence = None;
            }
            (Some(_), _) => safe.push_str(&clean(line)),
            (None, Some(mark)) if !begin.trim_start_matches(['`', '~']).contains('`') => {
                let language = begin.trim_start_matches(['`', '~']).trim();
                let language: String = language.chars().take_while(char::is_ascii_alphanumeric).collect();
                safe.push_str(&format!("\n{mark}{language}"));
                fence = Some(mark);
            }
            (None, _) => disarm(&clean(line), &mut safe),
        }
        safe.push('\n');
    }
    if let Some(fence) = fence {
        safe.push_str(fence);
    }
    safe.trim().to_owned()
}

fn clean(line: &str) -> String {
    line.chars().map(|char| if is_hostile(char) && char != '\t' { '\u{fffd}' } else { char }).collect()
}

/// Keeps emphasis, lists, headings, code and links to the web; the rest becomes text.
fn disarm(line: &str, safe: &mut String) {
    let mut rest = line;
    while let Some(char) = rest.chars().next() {
        let (_, mut behind) = rest.split_at(char.len_utf8());
        match char {
            // What is escaped already stays so.
            '\\' if behind.starts_with(|char: char| char.is_ascii_punctuation()) => {
                let (escaped, after) = behind.split_at(1);
                safe.push('\\');
                safe.push_str(escaped);
                behind = after;
            }
            '`' => {
                let (span, after) = code_span(rest);
                if span.is_empty() {
                    safe.push_str("\\`");
                } else {
                    safe.push_str(span);
                    behind = after;
                }
            }
            '~' => safe.push_str("\\~"),
            '<' => safe.push_str("&lt;"),
            '!' if behind.starts_with('[') => safe.push_str("\\!"),
            ']' if behind.starts_with('(') && !leads_to_the_web(behind.trim_start_matches('(')) => safe.push_str("\\]"),
            // The address of a link may stand elsewhere.
            ']' if behind.starts_with(':') || behind.starts_with('[') => safe.push_str("\\]"),
            char => safe.push(char),
        }
        rest = behind;
    }
}

/// A span of code of one or two backticks that ends on its line, and what follows; empty if there is none.
fn code_span(text: &str) -> (&str, &str) {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let Some((open, inside)) = text.split_at_checked(ticks).filter(|_| ticks <= 2) else { return ("", text) };
    let mut from = 0;
    while let Some(at) = inside.get(from..).and_then(|rest| rest.find('`')).map(|at| at + from) {
        let run = inside.get(at..).map_or(0, |rest| rest.len() - rest.trim_start_matches('`').len());
        if run == ticks {
            return text.split_at_checked(open.len() + at + run).unwrap_or(("", text));
        }
        from = at + run.max(1);
    }
    ("", text)
}

fn leads_to_the_web(address: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::{code, docs, inline, plain};

    #[test]
    fn nothing_of_a_name_means_anything() {
        let hostile = plain("a_b*c <img> [x](command:y) `z` #1 https://e.org @all");
        assert_eq!(hostile, "a\\_b\\*c &lt;img> \\[x\\]\\(command:y\\) \\`z\\` \\#1 https\\://e.org \\@all");
        assert_eq!(plain("\u{1b}[31m\u{202e}\nx"), "\\\\u\\{1b\\}\\[31m\\\\u\\{202e\\} x");
        assert_eq!(inline(&"é".repeat(1000)).chars().count(), 301);
    }

    #[test]
    fn code_holds_backticks() {
        assert_eq!(code("cart"), "`cart`");
        assert_eq!(code("a`b``c"), "``` a`b``c ```");
        assert_eq!(code("a\u{1b}"), "`a\\u{1b}`");
    }

    #[test]
    fn documentation_shows_text_and_no_more() {
        assert_eq!(docs("*One*, [two](https://e.org), `a < b`."), "*One*, [two](https://e.org), `a < b`.");
        assert_eq!(docs("<script>x</script>"), "&lt;script>x&lt;/script>");
        assert_eq!(docs("![x](https://e.org/p.png)"), "\\![x](https://e.org/p.png)");
        assert_eq!(docs("[x](command:a) [y](file:///etc)"), "[x\\](command:a) [y\\](file:///etc)");
        assert_eq!(docs("[z]: command:b\n[z][z]"), "[z\\]: command:b\n[z\\][z]");
        assert_eq!(docs("[x\\](command:a) [x\\\\](command:a)"), "[x\\](command:a) [x\\\\\\](command:a)");
        assert_eq!(docs("a\u{1b}b"), "a\u{fffd}b");
    }

    #[test]
    fn code_ends_where_it_is_seen_to_end() {
        assert_eq!(docs("```tm\nservice a // <b>\n```\n<b>"), "```tm\nservice a // <b>\n```\n&lt;b>");
        assert_eq!(docs("```\nnever closed"), "```\nnever closed\n```");
        assert_eq!(docs("- ```\n  ```\n<b>"), "- \\`\\`\\`\n\n```\n<b>\n```");
        assert_eq!(docs("- x\n  ```\n<b>\n  ```"), "- x\n\n```\n<b>\n```");
        assert_eq!(docs("```x`\n<b>"), "\\`\\``x`\n&lt;b>");
        assert_eq!(docs("``a`` ` <b>"), "``a`` \\` &lt;b>");
    }
}
