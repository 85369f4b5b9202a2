//! Why a rule says what it says.

use std::io::{self, Write};

use serde_json::{Value as Json, json};
use tm_analysis::inspect::{
    Answer, Choices, Factor, Group, NoPath, Open, Part, RuleOutcome, Silence, SilenceSort, Weighed, Why,
};
use tm_analysis::report::{Hop, Name, Provenance, Reason};

use super::AnswerOptions;
use super::document::{self, Parts};
use super::sheet::{Look, Sheet};
use crate::decided;
use crate::sanitize::{self, NAME};

/// Facts of one condition that are shown unless all are asked for.
const FACTS: usize = 8;
/// Values that are named of one answer.
const VALUES: usize = 12;

pub fn why(why: &Why, options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Sheet::new(options, out);
    let on = page.names(why.on.iter().map(|on| on.name.as_str()));
    let on = if on.is_empty() { "the project".to_owned() } else { on };
    page.title(&format!("{} on {on}: {}", why.rule, verdict(why)))?;
    let place = page.place(why.location.as_ref());
    page.text(2, &format!("{} ({place})", why.title), Look::Dim)?;
    told(&mut page, why)?;
    let about = why.on.first().map(|on| on.name.as_str()).unwrap_or_default();
    weighed(&mut page, &why.weighed)?;
    if !why.parts.is_empty() {
        page.heading("Conditions")?;
        parts(&mut page, 2, about, &why.parts)?;
    }
    if let Some(found) = &why.choices {
        choices(&mut page, about, found)?;
    }
    answers(&mut page, &why.answers)?;
    page.finish()
}

fn verdict(why: &Why) -> String {
    match why.outcome {
        RuleOutcome::Fires => match why.findings.first() {
            Some(finding) => format!("fires ({})", document::severity(finding)),
            None => "fires, and is silenced".to_owned(),
        },
        RuleOutcome::Silent => "silent".to_owned(),
        RuleOutcome::Open => "open, because what would decide it is not stated".to_owned(),
        RuleOutcome::NotApplicable => "silent, because it hangs on what does not apply".to_owned(),
    }
}

/// What `tm check` makes of it.
fn told(page: &mut Sheet<'_, '_>, why: &Why) -> io::Result<()> {
    for finding in &why.findings {
        page.text(2, &finding.message, Look::Plain)?;
    }
    for silence in &why.silences {
        let text = silenced(page, silence);
        page.text(2, &text, Look::Plain)?;
    }
    Ok(())
}

/// Who silences it, until when, and where that is said.
fn silenced(page: &mut Sheet<'_, '_>, silence: &Silence) -> String {
    let place = match &silence.line {
        Some((path, line)) => format!("{}:{line}", sanitize::inline(path, NAME)),
        None => page.place(silence.location()),
    };
    let at = |text: String| if place.is_empty() { text } else { format!("{text} ({place})") };
    let message = silence.finding.as_ref().map(|finding| finding.message.as_str()).unwrap_or_default();
    match silence.sort {
        SilenceSort::Decision => {
            let decision = silence.finding.as_ref().and_then(|finding| finding.decision.as_deref());
            let said = at(decision.map(decided::words).unwrap_or_default());
            match decision.and_then(|decision| decision.reason.as_deref()) {
                Some(reason) => format!("{message}: {said}: {reason}"),
                None => format!("{message}: {said}"),
            }
        }
        SilenceSort::Baseline => format!("{message}: {}", at("in the baseline".to_owned())),
        SilenceSort::Off => at("turned off in `tm.toml`, so `tm check` tells nothing of this".to_owned()),
        SilenceSort::NotSelected => at("left out: `select` names other rules".to_owned()),
        SilenceSort::Ignored => at("left out: `ignore` names it or its family".to_owned()),
        SilenceSort::Assumption => {
            let name = silence.assumption.as_ref().map(|named| page.name(&named.name)).unwrap_or_default();
            let owner = silence.owner.as_ref().map(|owner| format!(" by {owner}")).unwrap_or_default();
            let until = silence.date.map(|date| format!(", until {date}")).unwrap_or_default();
            format!("{}; without it: `--without {name}`", at(format!("rests on `{name}`, assumed{owner}{until}")))
        }
    }
}

/// Findings whose factors are shown unless all are asked for.
const WEIGHED: usize = 3;

fn weighed(page: &mut Sheet<'_, '_>, weighed: &[Weighed]) -> io::Result<()> {
    let most = if page.all { usize::MAX } else { WEIGHED };
    for Weighed { on, priority, severity, exploitability, impact } in weighed.iter().take(most) {
        let on = if weighed.len() > 1 {
            format!(" of {}", page.names(on.iter().map(|name| name.as_str())))
        } else {
            String::new()
        };
        page.heading(&format!("Priority{on}: {} ({})", priority.score, priority.band().name()))?;
        let row = |name: &str, factor: &Factor| [name.to_owned(), format!("{:.2}", factor.value), factor.from.clone()];
        let mut start = row("start", &exploitability.start);
        if let Some(at) = &exploitability.begins_at {
            start[2] = format!("{} {}", page.name(&at.name), exploitability.start.from);
        }
        let rows = [
            row("severity", severity),
            start,
            row("distance", &exploitability.distance),
            row("credentials", &exploitability.credentials),
            row("safeguards", &exploitability.safeguards),
            row("certainty", &exploitability.certainty),
            [
                "exploitability".to_owned(),
                format!("{:.2}", exploitability.value),
                "start to certainty, multiplied".to_owned(),
            ],
            row("data", &impact.data),
            row("business", &impact.business),
            row("availability", &impact.availability),
            row("blast", &impact.blast),
            row("regulated", &impact.regulated),
            [
                "impact".to_owned(),
                format!("{:.2}", impact.value),
                "the worst of data, business, availability; by blast and regulated".to_owned(),
            ],
        ];
        page.table(2, [(Look::Plain, 16), (Look::Bold, 6), (Look::Dim, 0)], &rows)?;
    }
    match weighed.len().saturating_sub(most) {
        0 => Ok(()),
        more => page.text(2, &format!("… and {more} more: `--all`"), Look::Dim),
    }
}

/// `about`: the element that goes without saying.
fn parts(page: &mut Sheet<'_, '_>, indent: usize, about: &str, parts: &[Part]) -> io::Result<()> {
    for part in parts {
        page.item(indent, mark(part.outcome), &part.text, Look::Bold)?;
        facts(page, indent + 4, about, part)?;
        self::parts(page, indent + 4, about, &part.branches)?;
    }
    Ok(())
}

fn facts(page: &mut Sheet<'_, '_>, indent: usize, about: &str, part: &Part) -> io::Result<()> {
    let most = if page.all { usize::MAX } else { FACTS };
    let rows: Vec<[String; 3]> = part.because.iter().take(most).map(|reason| fact(page, about, reason)).collect();
    page.table(indent, [(Look::Plain, 40), (Look::Bold, 20), (Look::Dim, 0)], &rows)?;
    if part.because.len() > most {
        page.text(indent, &format!("… and {} more facts: `--all`", part.because.len() - most), Look::Dim)?;
    }
    if part.outcome == RuleOutcome::Silent && part.because.is_empty() {
        for named in &part.kinds {
            page.text(indent, &format!("{} is of kind {}", page.name(&named.name), named.kind), Look::Plain)?;
        }
    }
    if !part.path.is_empty() {
        let way = way(page, &part.path);
        page.text(indent, &format!("path: {way}"), Look::Plain)?;
    }
    for open in &part.unknown {
        let place = page.place(open.location.as_ref());
        let text = format!("`{}` of {} is not stated ({place})", open.attribute, page.name(&open.element));
        page.text(indent, &text, Look::Plain)?;
    }
    for missing in &part.missing {
        let text = no_path(page, missing);
        page.text(indent, &text, Look::Plain)?;
    }
    Ok(())
}

fn mark(outcome: RuleOutcome) -> &'static str {
    match outcome {
        RuleOutcome::Fires => "+ ",
        RuleOutcome::Silent => "- ",
        RuleOutcome::Open | RuleOutcome::NotApplicable => "? ",
    }
}

/// `encryption of cart->orders | none | stated, system.tm:3:3`
fn fact(page: &mut Sheet<'_, '_>, about: &str, reason: &Reason) -> [String; 3] {
    let of = match reason.element == about {
        true => reason.attribute.to_string(),
        false => format!("{} of {}", reason.attribute, page.name(&reason.element)),
    };
    let value = reason.value.as_str();
    let list = value.strip_prefix('[').and_then(|list| list.strip_suffix(']'));
    let value = match list {
        Some(list) => format!("[{}]", page.names(list.split(", "))),
        None => page.name(value),
    };
    let how = match reason.provenance {
        Provenance::Stated => "stated",
        Provenance::Each => "by an `each`",
        Provenance::Inherited => "inherited",
        Provenance::Assumed => "assumed",
        Provenance::Default => "default",
        Provenance::Derived => "computed",
    };
    let place = page.place(reason.location.as_ref());
    [of, value, if place.is_empty() { how.to_owned() } else { format!("{how}, {place}") }]
}

fn way(page: &Sheet<'_, '_>, hops: &[Hop]) -> String {
    let first = hops.first().map(|hop| page.name(&hop.from));
    first.into_iter().chain(hops.iter().map(|hop| page.name(&hop.to))).collect::<Vec<_>>().join(" -> ")
}

fn no_path(page: &Sheet<'_, '_>, missing: &NoPath) -> String {
    let (from, to) = (page.name(&missing.from), page.name(&missing.to));
    match &missing.fails {
        _ if missing.from == missing.to => format!("{from} is at both ends, and a path has two different ones"),
        _ if missing.way.is_empty() => format!("nothing leads from {from} to {to} along {}", missing.relation),
        Some((condition, at)) => {
            let way = way(page, &missing.way);
            format!("the shortest way, {way}, fails `{condition}` at {}", page.name(at))
        }
        None => format!("no way from {from} to {to} along {} meets all conditions", missing.relation),
    }
}

fn choices(page: &mut Sheet<'_, '_>, about: &str, choices: &Choices) -> io::Result<()> {
    page.heading(&format!("Looked for: {}", choices.variables.join(", ")))?;
    if choices.groups.is_empty() {
        return page.text(2, "there are no such elements", Look::Plain);
    }
    let mut shown: Option<&str> = None;
    for group in &choices.groups {
        let elements = elements(page, group);
        let text = match group.outcome {
            RuleOutcome::Fires => format!("+ {elements}: all conditions hold"),
            RuleOutcome::Silent => format!("- {elements}: a condition fails"),
            RuleOutcome::Open | RuleOutcome::NotApplicable => format!("? {elements}: open"),
        };
        page.text(2, &text, Look::Plain)?;
        if group.count > 1 {
            page.text(4, "of the first:", Look::Dim)?;
        }
        match group.parts.as_slice() {
            // The text of a condition that several groups fail is told once.
            [part] if shown == Some(part.text.as_str()) && !part.branches.is_empty() => {
                parts(page, 4, about, &part.branches)?;
            }
            all => parts(page, 4, about, all)?,
        }
        shown = group.parts.first().map(|part| part.text.as_str());
    }
    if !choices.is_whole {
        page.text(2, &format!("there are more: only {} were looked at", choices.looked_at), Look::Dim)?;
    }
    Ok(())
}

/// `shopper, admin and 3 more`
fn elements(page: &Sheet<'_, '_>, group: &Group) -> String {
    let shown: Vec<String> = group
        .elements
        .iter()
        .map(|names| page.names(names.iter().map(|name| name.as_str())).replace(", ", " with "))
        .collect();
    match group.count.saturating_sub(shown.len()) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn answers(page: &mut Sheet<'_, '_>, answers: &[Answer]) -> io::Result<()> {
    if answers.is_empty() {
        return Ok(());
    }
    page.heading("If it were stated")?;
    for Answer { asked, outcomes } in answers {
        page.text(2, &format!("`{}` of {}", asked.attribute, page.name(&asked.element)), Look::Plain)?;
        let rows: Vec<[String; 2]> = outcomes
            .iter()
            .map(|(outcome, values)| [leads_to(*outcome).to_owned(), page_values(page, values)])
            .collect();
        page.table(4, [(Look::Bold, 14), (Look::Plain, 0)], &rows)?;
    }
    Ok(())
}

fn page_values(page: &Sheet<'_, '_>, values: &[Name]) -> String {
    let shown = page.names(values.iter().take(VALUES).map(|value| value.as_str()));
    match values.len().saturating_sub(VALUES) {
        0 => shown,
        more => format!("{shown}, and {more} more"),
    }
}

fn leads_to(outcome: RuleOutcome) -> &'static str {
    match outcome {
        RuleOutcome::Fires => "fires",
        RuleOutcome::Silent => "silent",
        RuleOutcome::Open => "still open",
        RuleOutcome::NotApplicable => "not applicable",
    }
}

pub fn why_json(why: &Why, options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut json = WhyJson { parts: Parts::new(options.files) };
    let members = [
        ("rule", Json::from(&*why.rule)),
        ("title", Json::from(&*why.title)),
        ("location", json.parts.location(why.location.as_ref())),
        ("on", why.on.iter().map(|on| json.parts.named(on)).collect()),
        ("outcome", Json::from(word(why.outcome))),
        ("isOff", Json::from(why.is_off)),
        ("findings", why.findings.iter().map(|finding| json.parts.finding(finding)).collect()),
        ("silences", why.silences.iter().map(|silence| json.silence(silence)).collect()),
        ("priorities", why.weighed.iter().map(|weighed| json.weighed(weighed)).collect()),
        ("conditions", why.parts.iter().map(|part| json.part(part)).collect()),
        ("choices", why.choices.as_ref().map_or(Json::Null, |choices| json.choices(choices))),
        ("answers", why.answers.iter().map(|answer| json.answer(answer)).collect()),
    ];
    document::write(&members, out)
}

fn word(outcome: RuleOutcome) -> &'static str {
    match outcome {
        RuleOutcome::Fires => "fires",
        RuleOutcome::Silent => "silent",
        RuleOutcome::Open => "open",
        RuleOutcome::NotApplicable => "not-applicable",
    }
}

struct WhyJson<'a> {
    parts: Parts<'a>,
}

/// A factor as it is shown: what is behind the second decimal is noise.
fn factor(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

impl WhyJson<'_> {
    fn silence(&mut self, silence: &Silence) -> Json {
        let decision = silence.finding.as_ref().and_then(|finding| finding.decision.as_ref());
        let date = silence.date.map(|date| date.to_string());
        json!({
            "sort": silence.sort.name(),
            "finding": silence.finding.as_ref().map(|finding| self.parts.finding(finding)),
            "mode": decision.map(|decision| decision.mode.name()),
            "name": decision.and_then(|decision| decision.name.as_deref())
                .or(silence.assumption.as_ref().map(|named| &*named.name)),
            "owner": decision.and_then(|decision| decision.owner.as_ref()).or(silence.owner.as_ref()),
            "date": decision.and_then(|decision| decision.date.as_ref()).or(date.as_ref()),
            "reason": decision.and_then(|decision| decision.reason.as_ref()),
            "location": self.parts.location(silence.location()),
            "line": silence.line.as_ref().map(|(path, line)| json!({ "file": path, "line": line })),
        })
    }

    fn weighed(&mut self, weighed: &Weighed) -> Json {
        let Weighed { on, priority, severity, exploitability, impact } = weighed;
        json!({
            "on": on.iter().map(|name| &**name).collect::<Vec<_>>(),
            "score": priority.score,
            "band": priority.band().name(),
            "severity": factor(severity.value),
            "exploitability": {
                "value": factor(exploitability.value),
                "begins": exploitability.begins,
                "start": factor(exploitability.start.value),
                "beginsAt": exploitability.begins_at.as_ref().map(|at| self.parts.named(at)),
                "hops": exploitability.hops,
                "distance": factor(exploitability.distance.value),
                "credentials": factor(exploitability.credentials.value),
                "safeguards": factor(exploitability.safeguards.value),
                "certainty": factor(exploitability.certainty.value),
            },
            "impact": {
                "value": factor(impact.value),
                "data": factor(impact.data.value),
                "business": factor(impact.business.value),
                "availability": factor(impact.availability.value),
                "blast": factor(impact.blast.value),
                "regulated": factor(impact.regulated.value),
            },
        })
    }

    fn part(&mut self, part: &Part) -> Json {
        json!({
            "text": part.text,
            "location": self.parts.location(part.location.as_ref()),
            "outcome": match part.outcome {
                RuleOutcome::Fires => "true",
                RuleOutcome::Silent => "false",
                RuleOutcome::Open => "unknown",
                RuleOutcome::NotApplicable => "not-applicable",
            },
            "because": part.because.iter().map(|reason| self.reason(reason)).collect::<Vec<_>>(),
            "unknown": part.unknown.iter().map(|open| self.open(open)).collect::<Vec<_>>(),
            "path": part.path.iter().map(|hop| self.parts.hop(hop)).collect::<Vec<_>>(),
            "missing": part.missing.iter().map(|missing| self.missing(missing)).collect::<Vec<_>>(),
            "kinds": part.kinds.iter().map(|named| self.parts.named(named)).collect::<Vec<_>>(),
            "branches": part.branches.iter().map(|part| self.part(part)).collect::<Vec<_>>(),
        })
    }

    fn reason(&mut self, reason: &Reason) -> Json {
        json!({
            "element": &*reason.element,
            "attribute": &*reason.attribute,
            "value": &*reason.value,
            "provenance": reason.provenance.name(),
            "location": self.parts.location(reason.location.as_ref()),
        })
    }

    fn open(&mut self, open: &Open) -> Json {
        json!({
            "element": &*open.element,
            "attribute": &*open.attribute,
            "location": self.parts.location(open.location.as_ref()),
        })
    }

    fn missing(&mut self, missing: &NoPath) -> Json {
        json!({
            "from": &*missing.from,
            "to": &*missing.to,
            "relation": &*missing.relation,
            "way": missing.way.iter().map(|hop| self.parts.hop(hop)).collect::<Vec<_>>(),
            "fails": missing.fails.as_ref().map(|(condition, at)| json!({ "condition": condition, "at": &**at })),
        })
    }

    fn choices(&mut self, choices: &Choices) -> Json {
        let names = |names: &Vec<Name>| names.iter().map(|name| Json::from(&**name)).collect::<Vec<_>>();
        let group = |json: &mut Self, group: &Group| {
            json!({
                "outcome": word(group.outcome),
                "count": group.count,
                "elements": group.elements.iter().map(names).collect::<Vec<_>>(),
                "conditions": group.parts.iter().map(|part| json.part(part)).collect::<Vec<_>>(),
            })
        };
        json!({
            "variables": choices.variables,
            "lookedAt": choices.looked_at,
            "isWhole": choices.is_whole,
            "groups": choices.groups.iter().map(|it| group(self, it)).collect::<Vec<_>>(),
        })
    }

    fn answer(&mut self, answer: &Answer) -> Json {
        let outcome = |(outcome, values): &(RuleOutcome, Vec<Name>)| json!({ "outcome": word(*outcome), "values": values.iter().map(|value| &**value).collect::<Vec<_>>() });
        json!({
            "asked": self.open(&answer.asked),
            "outcomes": answer.outcomes.iter().map(outcome).collect::<Vec<_>>(),
        })
    }
}
