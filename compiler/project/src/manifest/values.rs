//! Single values of `tm.toml`, and what is said of those that cannot be.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use super::Reader;
use crate::decode::offset;
use crate::suggest::{alternatives, closest, quoted};
use crate::{Located, Problem};

pub(super) type Key<'a> = Spanned<std::borrow::Cow<'a, str>>;

/// A longer address is none.
const LONGEST_ADDRESS: usize = 500;

impl Reader<'_> {
    pub(super) fn text<'v>(&mut self, key: &Key<'_>, value: &'v Spanned<DeValue<'_>>) -> Option<&'v str> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            let message = format!("{} must be a text, not {}", quoted(key.get_ref()), article(value.get_ref()));
            self.invalid_value(value, &message, "write it in quotes");
        }
        text
    }

    pub(super) fn flag(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Option<bool> {
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            let message =
                format!("{} must be `true` or `false`, not {}", quoted(key.get_ref()), article(value.get_ref()));
            self.invalid_value(value, &message, "write one of them, without quotes");
        }
        flag
    }

    /// A text, or a list of texts.
    pub(super) fn texts(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Vec<Located<String>> {
        let Some(items) = value.get_ref().as_array() else {
            return self.text(key, value).map(|text| located(key, value, text.to_owned())).into_iter().collect();
        };
        let items = items.iter().filter_map(|item| Some(located(key, item, self.text(key, item)?.to_owned())));
        items.map(|item| Located { key: item.range.clone(), ..item }).collect()
    }

    /// A file of the project, by its path from the project's folder: nothing in a `tm.toml` can be trusted to lead
    /// elsewhere.
    pub(super) fn file(&mut self, value: &Spanned<DeValue<'_>>, path: &str) -> Option<String> {
        let is_inside = |part: &str| !part.is_empty() && part != "..";
        let is_plain = !path.contains(|char: char| matches!(char, '\\' | ':') || char.is_control());
        let inside = is_plain && path.split('/').all(is_inside);
        if !inside {
            let message = format!("{} is no path in the project", quoted(path));
            self.invalid_value(
                value,
                &message,
                "name a file in the project's folder, without `..`; the command line may name others",
            );
            return None;
        }
        Some(path.to_owned())
    }

    /// A file that is written: none that means something to the compiler or to other programs, by being hidden.
    pub(super) fn output_file(&mut self, value: &Spanned<DeValue<'_>>, path: &str) -> Option<String> {
        let path = self.file(value, path)?;
        let is_hidden = path.split('/').any(|part| part.starts_with('.') && part != ".");
        if is_hidden || path.ends_with(".tm") || path.ends_with(".toml") {
            let message = format!("{} is no file for output", quoted(&path));
            self.invalid_value(value, &message, "name one that is not hidden, no source and no `.toml`");
            return None;
        }
        Some(path)
    }

    /// An address of the web, with what must stand in it.
    pub(super) fn address(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>, parts: &[&str]) -> Option<String> {
        let address = self.text(key, value)?;
        let is_web = address.starts_with("https://") || address.starts_with("http://");
        let is_plain = |char: char| char.is_ascii_graphic() && !matches!(char, '"' | '<' | '>' | '\\' | '`');
        if !is_web || !address.chars().all(is_plain) || address.len() > LONGEST_ADDRESS {
            let message = format!("{} is no address of the web", quoted(address));
            self.invalid_value(value, &message, "write one that begins with `https://`");
            return None;
        }
        if let Some(part) = parts.iter().find(|part| !address.contains(**part)) {
            let message = format!("{} has no `{part}` in it", quoted(address));
            self.invalid_value(value, &message, "write `{path}` and `{line}` where they belong");
            return None;
        }
        Some(address.to_owned())
    }

    pub(super) fn one_of<T: Copy>(
        &mut self,
        key: &Key<'_>,
        value: &Spanned<DeValue<'_>>,
        choices: &[(&'static str, T)],
    ) -> Option<T> {
        let text = value.get_ref().as_str();
        if let Some((_, choice)) = choices.iter().find(|(name, _)| Some(*name) == text) {
            return Some(*choice);
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let key = quoted(key.get_ref());
        let allowed = alternatives(&names);
        match text {
            None => {
                let message = format!("{key} must be {allowed}, not {}", article(value.get_ref()));
                self.invalid_value(value, &message, "write one of them in quotes");
            }
            Some(wrong) => {
                let message = format!("{} is no value of {key}, which may be {allowed}", quoted(wrong));
                match closest(wrong, &names) {
                    Some(meant) => self.invalid_value(value, &message, &format!("did you mean `{meant}`?")),
                    None => self.invalid_value(value, &message, "write one of them"),
                }
            }
        }
        None
    }

    pub(super) fn invalid_value(&mut self, value: &Spanned<DeValue<'_>>, message: &str, help: &str) {
        self.problems.push(Problem::error("invalid-value", self.path, message).at(range(value.span())).help(help));
    }

    pub(super) fn unknown_key(&mut self, key: &Key<'_>, table: Option<&str>, known: &[&str]) {
        let wrong = key.get_ref().as_ref();
        let (message, may_be) = match table {
            Some(table) => {
                (format!("`[{table}]` has no key {}", quoted(wrong)), format!("it may have {}", alternatives(known)))
            }
            None => (format!("there is no table {}", quoted(wrong)), format!("there may be {}", alternatives(known))),
        };
        let help = match closest(wrong, known) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => may_be,
        };
        self.problems.push(Problem::error("unknown-key", self.path, message).at(range(key.span())).help(help));
    }
}

pub(super) fn located<T>(key: &Key<'_>, value: &Spanned<DeValue<'_>>, content: T) -> Located<T> {
    Located { value: content, key: range(key.span()), range: range(value.span()) }
}

pub(super) fn range(span: Range<usize>) -> Range<u32> {
    offset(span.start)..offset(span.end)
}

/// The type of a value, in a sentence.
fn article(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a truth value",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
