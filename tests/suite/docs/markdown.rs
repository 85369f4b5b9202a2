//! Just enough Markdown: fences with their attributes, tables, links.

/// A block of code: ```` ```tm error=unresolved-name ````.
#[derive(Clone, Debug)]
pub struct Fence {
    /// Of the opening line, from 1.
    pub line: usize,
    pub language: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
}

impl Fence {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

pub fn fences(text: &str) -> Vec<Fence> {
    let mut fences = Vec::new();
    let mut open: Option<Fence> = None;
    for (number, line) in text.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => {
                let mut words = info.split_whitespace();
                let language = words.next().unwrap_or_default().to_owned();
                let attributes = words.map(|word| word.split_once('=').unwrap_or((word, "")));
                let attributes = attributes.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
                open = Some(Fence { line: number + 1, language, attributes, text: String::new() });
            }
            (Some(_), Some("")) => fences.extend(open.take()),
            (Some(fence), _) => {
                fence.text.push_str(line);
                fence.text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a fence is not closed: {open:?}");
    fences
}

/// The text without its blocks of code.
pub fn prose(text: &str) -> String {
    let mut inside = false;
    let mut prose = String::new();
    for line in text.lines() {
        if line.starts_with("```") {
            inside = !inside;
        } else if !inside {
            prose.push_str(line);
            prose.push('\n');
        }
    }
    prose
}

/// Targets of `[text](target)`.
pub fn links(text: &str) -> Vec<String> {
    let prose = prose(text);
    let after = prose.split("](").skip(1);
    after.filter_map(|rest| Some(rest.split_once(')')?.0.to_owned())).collect()
}

/// What stands between backticks.
pub fn code(line: &str) -> Vec<&str> {
    line.split('`').skip(1).step_by(2).collect()
}

/// The rows of the tables below a heading, up to the next heading; cells without their spaces.
pub fn rows<'a>(text: &'a str, heading: &str) -> Vec<Vec<&'a str>> {
    let mut lines = text.lines().skip_while(|line| *line != heading);
    assert!(lines.next().is_some(), "there is no heading `{heading}`");
    let section = lines.take_while(|line| !line.starts_with('#'));
    let rows = section.filter(|line| line.starts_with('|') && !line.starts_with("|---"));
    rows.skip(1).map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

/// The anchor that a heading gets.
pub fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn fences_are_found_with_their_attributes() {
    let found = fences("a\n```tm error=x,y more\nz\n```\n\n```\n```\n");
    let [first, second] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((first.line, first.language.as_str(), first.text.as_str()), (2, "tm", "z\n"));
    assert_eq!(
        (first.attribute("error"), first.attribute("more"), first.attribute("no")),
        (Some("x,y"), Some(""), None)
    );
    assert_eq!((second.language.as_str(), second.text.as_str()), ("", ""));
    assert_eq!(links("see [a](b.md#c) and `[x]`\n```\n[d](e)\n```\n"), ["b.md#c"]);
    assert_eq!(code("`a` and `b`"), ["a", "b"]);
    assert_eq!(anchor("What `a` is"), "what-a-is");
}
