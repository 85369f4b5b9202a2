//! What was decided about a finding, in words.

use tm_analysis::report::{Decision, DecisionMode};

use crate::sanitize::{self, NAME};

/// `mitigation planned by platform-team, due 2027-02-01`
pub(crate) fn words(decision: &Decision) -> String {
    let Decision { mode, name, owner, date, .. } = decision;
    let (what, until) = match mode {
        DecisionMode::Mitigate => ("mitigation planned", "due"),
        DecisionMode::Accept => ("accepted", "until"),
        DecisionMode::Dismiss => ("dismissed", "on"),
        DecisionMode::Safeguard => ("protected", "until"),
        DecisionMode::Baseline => return "in the baseline".to_owned(),
    };
    let part = |before: &str, text: Option<&str>| {
        text.map_or_else(String::new, |text| format!("{before}{}", sanitize::inline(text, NAME)))
    };
    let safeguard = part(" by the safeguard ", name.as_deref());
    let owner = part(if name.is_some() { " of " } else { " by " }, owner.as_deref());
    format!("{what}{safeguard}{owner}{}", part(&format!(", {until} "), date.as_deref()))
}
