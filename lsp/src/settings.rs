//! What the user chose in the editor.

use serde::Deserialize;
use serde_json::Value;
use tm_analysis::Date;
use tm_ide::InlayHintOptions;
use tm_project::Profile;

/// The section of the configuration that is ours.
pub(crate) const SECTION: &str = "tm";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    /// Instead of that of `tm.toml`.
    pub profile: Option<Profile>,
    /// Instead of that of the clock.
    pub today: Option<Date>,
    pub questions: Questions,
    pub inlay_hints: InlayHintOptions,
}

/// How open questions are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Questions {
    Off,
    #[default]
    Hint,
    Information,
}

impl Settings {
    /// What a client sent: the settings themselves, or below the name of our section. What cannot be read keeps its default,
    /// and is told.
    pub fn read(value: &Value) -> (Settings, Vec<String>) {
        let mut settings = Settings::default();
        let mut problems = Vec::new();
        let value = value.get(SECTION).unwrap_or(value);
        let text = |name: &str| value.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        if let Some(name) = text("profile") {
            settings.profile = Profile::ALL.into_iter().find(|profile| profile.name() == name);
            if settings.profile.is_none() {
                problems.push(format!("`{SECTION}.profile`: there is no profile `{name}`"));
            }
        }
        if let Some(date) = text("today") {
            settings.today = Date::parse(date);
            if settings.today.is_none() {
                problems.push(format!("`{SECTION}.today`: `{date}` is no date such as `2026-12-31`"));
            }
        }
        if let Some(questions) = value.get("questions").filter(|questions| !questions.is_null()) {
            match Questions::deserialize(questions) {
                Ok(questions) => settings.questions = questions,
                Err(_) => problems
                    .push(format!("`{SECTION}.questions`: {questions} is none of `off`, `hint` and `information`")),
            }
        }
        let hints = value.get("inlayHints");
        let InlayHintOptions { inherited, each, assumed, exposure } = &mut settings.inlay_hints;
        for (name, shown) in [("inherited", inherited), ("each", each), ("assumed", assumed), ("exposure", exposure)] {
            match hints.and_then(|hints| hints.get(name)) {
                None | Some(Value::Null) => {}
                Some(Value::Bool(wanted)) => *shown = *wanted,
                Some(_) => problems.push(format!("`{SECTION}.inlayHints.{name}` is neither `true` nor `false`")),
            }
        }
        (settings, problems)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_are_read_with_and_without_their_section() {
        let written = json!({
            "profile": "strict", "today": "2026-07-01", "questions": "information",
            "inlayHints": { "each": true, "assumed": false },
        });
        let read = Settings {
            profile: Some(Profile::Strict),
            today: Date::parse("2026-07-01"),
            questions: Questions::Information,
            inlay_hints: InlayHintOptions { inherited: true, each: true, assumed: false, exposure: true },
        };
        assert_eq!(Settings::read(&written), (read.clone(), vec![]));
        assert_eq!(Settings::read(&json!({"tm": written})), (read, vec![]));
        for nothing in
            [json!(null), json!({}), json!({"tm": null}), json!({"profile": "", "questions": null}), json!(7)]
        {
            assert_eq!(Settings::read(&nothing), (Settings::default(), vec![]), "{nothing}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let (settings, problems) =
            Settings::read(&json!({"profile": "x", "today": "2026-02-30", "questions": [], "inlayHints": {"each": 1}}));
        assert_eq!(settings, Settings::default());
        assert_eq!(problems.len(), 4, "{problems:?}");
    }
}
