//! `[check]`: what the options of `tm check` are if the caller gives none.

use toml::Spanned;
use toml::de::DeValue;

use super::Reader;
use super::values::{Key, located};
use crate::suggest::{alternatives, closest, quoted};
use crate::{Colour, Format, FormatTo, Level, Profile, Scheme};

/// Every option but those that a project cannot be trusted with (what lies outside, another date), and those that ask for
/// one run (`--write-baseline`, standard input).
pub(super) const KEYS: [&str; 17] = [
    "profile",
    "fail-on",
    "select",
    "ignore",
    "without",
    "baseline",
    "format",
    "output",
    "source-url",
    "color",
    "all",
    "hide-silenced",
    "score",
    "changed-since",
    "decisions-from",
    "quiet",
    "verbose",
];

impl Reader<'_> {
    pub(super) fn check(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) {
        match key.get_ref().as_ref() {
            "profile" => self.manifest.config.profile = self.one_of(key, value, &Profile::ALL.map(|p| (p.name(), p))),
            "fail-on" => self.manifest.config.fail_on = self.one_of(key, value, &Level::ALL.map(|l| (l.name(), l))),
            "select" => self.manifest.config.select = self.texts(key, value),
            "ignore" => self.manifest.config.ignore = self.texts(key, value),
            "without" => self.manifest.config.without = self.texts(key, value),
            "baseline" => {
                let path = self.text(key, value).map(str::to_owned);
                let path = path.and_then(|path| self.file(value, &path));
                self.manifest.config.baseline = path.map(|path| located(key, value, path));
            }
            "format" => self.formats(key, value),
            "output" => {
                let path = self.text(key, value).map(str::to_owned);
                self.manifest.config.output = path.and_then(|path| self.output_file(value, &path));
            }
            "source-url" => self.manifest.config.source_url = self.address(key, value, &["{path}", "{line}"]),
            "color" => self.manifest.config.colour = self.one_of(key, value, &Colour::ALL.map(|c| (c.name(), c))),
            "hide-silenced" => self.manifest.config.hide_silenced = self.flag(key, value).unwrap_or_default(),
            "score" => self.manifest.config.score = self.one_of(key, value, &Scheme::ALL.map(|s| (s.name(), s))),
            "changed-since" => self.manifest.config.changed_since = self.revision(key, value),
            "decisions-from" => self.manifest.config.decisions_from = self.revision(key, value),
            "quiet" => self.manifest.config.quiet = self.flag(key, value).unwrap_or_default(),
            "verbose" => self.manifest.config.verbose = self.flag(key, value).unwrap_or_default(),
            "all" => self.manifest.config.all = self.flag(key, value).unwrap_or_default(),
            _ => self.unknown_key(key, Some("check"), &KEYS),
        }
    }

    /// Of git, which would take one that begins with a hyphen for an option.
    fn revision(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let revision = self.text(key, value)?;
        if revision.is_empty() || revision.starts_with('-') || revision.contains(char::is_control) {
            let message = format!("{} cannot be a revision of git", quoted(revision));
            self.invalid_value(value, &message, "write one such as `origin/main`");
            return None;
        }
        Some(revision.to_owned())
    }

    /// `"sarif"`, `"sarif=out.sarif"`, or a list of them.
    fn formats(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) {
        let items = match value.get_ref().as_array() {
            Some(items) => items.iter().collect(),
            None => vec![value],
        };
        for item in items {
            let Some(text) = self.text(key, item) else { continue };
            let (name, file) = match text.split_once('=') {
                Some((name, file)) => (name, Some(file)),
                None => (text, None),
            };
            let Some(format) = Format::ALL.into_iter().find(|format| format.name() == name) else {
                let names = Format::ALL.map(Format::name);
                let message = format!("there is no format {}", quoted(name));
                let help = match closest(name, &names) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("write {}", alternatives(&names)),
                };
                self.invalid_value(item, &message, &help);
                continue;
            };
            let file = match file {
                Some(file) => match self.output_file(item, file) {
                    Some(file) => Some(file),
                    None => continue,
                },
                None => None,
            };
            self.manifest.config.formats.push(FormatTo { format, file });
        }
    }
}
