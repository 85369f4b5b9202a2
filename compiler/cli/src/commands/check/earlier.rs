//! `--changed-since`: another state of the project, and what is different from it.

use std::collections::{BTreeMap, BTreeSet};

use tm_analysis::inspect::{Silencer, SilencerSort, silencers};
use tm_analysis::report::{
    Change, Changes, Decision, Finding, GoneFinding, Location, Report, Severity, SilencingChange,
};
use tm_analysis::{
    Baseline, BaselineEntry, Database, Project, ReportOptions, RetiredRules, RuleLevel, Settings, prepare, report,
};

/// So many changes are judged one by one: whoever makes more has all of them told, and none of what they silence.
const JUDGED: usize = 32;

/// What a project says about the check itself, in words.
pub type Said = BTreeMap<String, String>;

/// What is compared.
pub struct State {
    pub findings: Vec<Finding>,
    /// What the places of findings count in, by path.
    pub files: Vec<String>,
    pub has_errors: bool,
    pub silencers: Vec<Silencer>,
    pub settings: Settings,
    pub options: ReportOptions,
    /// Of `[check]`.
    pub said: Said,
}

impl State {
    /// There was no such project.
    pub fn none() -> State {
        State {
            findings: Vec::new(),
            files: Vec::new(),
            has_errors: false,
            silencers: Vec::new(),
            settings: Settings::default(),
            options: ReportOptions::default(),
            said: Said::new(),
        }
    }

    /// Judges a project, and keeps what the comparison needs, with the present names of rules.
    pub fn of(
        db: &Database,
        project: Project,
        settings: Settings,
        options: ReportOptions,
        said: Said,
        retired: &RetiredRules,
    ) -> (State, Report) {
        let threads = crate::open::threads();
        prepare(db, project, threads);
        let told = report(db, project, &options);
        let state = State {
            findings: told.findings.iter().map(|finding| present(finding, retired)).collect(),
            files: told.files.iter().map(|file| file.path.clone()).collect(),
            has_errors: !told.errors.is_empty(),
            silencers: silencers(db, project, retired),
            settings: Settings { rules: present_levels(&settings.rules, retired), ..settings },
            options: ReportOptions {
                baseline: options.baseline.map(|baseline| present_baseline(baseline, retired)),
                ..options
            },
            said,
        };
        (state, told)
    }
}

fn present(finding: &Finding, retired: &RetiredRules) -> Finding {
    let id = retired.present_id(&finding.id).into_owned();
    Finding { id, rule: retired.present(&finding.rule).into(), ..finding.clone() }
}

/// What is said of a present name goes before what is said of an old one.
fn present_levels(levels: &[(String, RuleLevel)], retired: &RetiredRules) -> Vec<(String, RuleLevel)> {
    let (old, present): (Vec<_>, Vec<_>) = levels.iter().partition(|(name, _)| retired.successor(name).is_some());
    let mut by_name = BTreeMap::new();
    for (name, level) in present.into_iter().chain(old) {
        by_name.entry(retired.present(name).to_owned()).or_insert(*level);
    }
    by_name.into_iter().collect()
}

fn present_baseline(baseline: Baseline, retired: &RetiredRules) -> Baseline {
    let mut entries: BTreeMap<String, BaselineEntry> = BTreeMap::new();
    for (id, entry) in baseline.entries {
        let id = retired.present_id(&id).into_owned();
        match entries.get(&id) {
            Some(known) if known.severity >= entry.severity => {}
            _ => drop(entries.insert(id, entry)),
        }
    }
    Baseline { entries, ..baseline }
}

/// Two states, and the project of the later one.
pub struct Comparison<'a> {
    pub db: &'a mut Database,
    pub project: Project,
    pub then: &'a State,
    pub now: &'a State,
    /// Of now, before anything is left out.
    pub report: &'a Report,
    pub retired: &'a RetiredRules,
    /// Sources that were read then, are there now, and are not read.
    pub left_out: &'a [String],
}

impl Comparison<'_> {
    /// What silences, or decides what is found, and is new or different; and what only several of these keep away together.
    pub fn silencing(mut self) -> (Vec<SilencingChange>, Vec<String>) {
        let mut changes = self.sources();
        changes.extend(self.declared());
        changes.extend(self.levels());
        changes.extend(self.options());
        changes.extend(self.baseline());
        let mut together = self.as_then();
        together.retain(|id| !changes.iter().any(|change| change.silences.contains(id)));
        (changes, together)
    }

    /// The findings that there would be, or that would be graver, if all that is judged one by one were as it was.
    fn as_then(&mut self) -> Vec<String> {
        let then = &self.then.settings;
        let mut settings =
            Settings { rules: then.rules.clone(), without: then.without.clone(), ..self.now.settings.clone() };
        let known: BTreeSet<&str> = self.then.silencers.iter().map(|silencer| silencer.content.as_str()).collect();
        let new = self.now.silencers.iter().filter(|silencer| !known.contains(silencer.content.as_str()));
        let assumptions = new.filter(|silencer| silencer.sort == SilencerSort::Assumption);
        settings.without.extend(assumptions.map(|silencer| silencer.name.to_string()));
        let options = ReportOptions {
            profile: self.then.options.profile,
            select: self.then.options.select.clone(),
            ignore: self.then.options.ignore.clone(),
            ..self.now.options.clone()
        };
        self.graver(settings, Some(options))
    }

    /// What git ignores now, or stands in a project of its own now, is not judged any more.
    fn sources(&self) -> Vec<SilencingChange> {
        let now: BTreeSet<&str> = self.report.findings.iter().map(|finding| finding.id.as_str()).collect();
        let stood_in = |path: &str| {
            let file = |finding: &&Finding| {
                let at = usize::try_from(finding.location.file).ok();
                at.and_then(|at| self.then.files.get(at)).is_some_and(|file| file == path)
            };
            ids(self.then.findings.iter().filter(file).filter(|it| !now.contains(it.id.as_str())))
        };
        let change = |path: &String| SilencingChange {
            sort: "source",
            change: Change::Removed,
            title: format!("{path} is there and is not read any more"),
            was: None,
            location: None,
            silences: stood_in(path),
            is_judged: true,
        };
        self.left_out.iter().map(change).collect()
    }

    fn declared(&mut self) -> Vec<SilencingChange> {
        let mut before: BTreeMap<(SilencerSort, &str), Vec<&Silencer>> = BTreeMap::new();
        for silencer in &self.then.silencers {
            before.entry((silencer.sort, silencer.title.as_str())).or_default().push(silencer);
        }
        let mut different = Vec::new();
        for silencer in &self.now.silencers {
            let same = before.entry((silencer.sort, silencer.title.as_str())).or_default();
            match same.iter().position(|it| it.content == silencer.content) {
                Some(at) => drop(same.remove(at)),
                None => different.push(silencer),
            }
        }
        different.sort_by_key(|silencer| (silencer.sort, silencer.title.as_str()));
        let mut changes = Vec::new();
        for silencer in different {
            let same = before.entry((silencer.sort, silencer.title.as_str())).or_default();
            let was = if same.is_empty() { None } else { Some(same.remove(0)) };
            // Another rule finds more.
            if silencer.sort == SilencerSort::Rule && was.is_none() {
                continue;
            }
            let (silences, is_judged) = self.silenced_by(silencer, changes.len());
            changes.push(SilencingChange {
                sort: sort(silencer.sort),
                change: if was.is_some() { Change::Changed } else { Change::Added },
                title: silencer.title.clone(),
                was: was.map(|was| was.text.clone()),
                location: self.place(silencer),
                silences,
                is_judged,
            });
        }
        // What silenced and is gone hides nothing; a rule that is gone does.
        let gone = before.into_values().flatten().filter(|silencer| silencer.sort == SilencerSort::Rule);
        changes.extend(gone.map(|silencer| SilencingChange {
            sort: sort(silencer.sort),
            change: Change::Removed,
            title: silencer.title.clone(),
            was: None,
            location: None,
            silences: self.lost_with(&silencer.title),
            is_judged: true,
        }));
        changes
    }

    /// The findings that a declaration keeps away.
    fn silenced_by(&mut self, silencer: &Silencer, done: usize) -> (Vec<String>, bool) {
        match silencer.sort {
            SilencerSort::Decision | SilencerSort::Safeguard => {
                let place = self.place(silencer);
                let by_it = |decision: &Decision| place.is_some() && decision.location == place;
                let silenced = self.report.silenced.iter().filter(|it| it.decision.as_deref().is_some_and(by_it));
                (ids(silenced), true)
            }
            SilencerSort::Rule => (self.lost_with(&silencer.title), true),
            SilencerSort::Assumption if done >= JUDGED => (Vec::new(), false),
            SilencerSort::Assumption => {
                let mut settings = self.now.settings.clone();
                settings.without.push(silencer.name.to_string());
                (self.graver(settings, None), true)
            }
        }
    }

    fn place(&self, silencer: &Silencer) -> Option<Location> {
        // The standard library comes first, and may have files that are called the same.
        let file = self.report.files.iter().rposition(|file| file.path == silencer.path)?;
        let range = silencer.place.unwrap_or(silencer.range);
        Some(Location { file: u32::try_from(file).ok()?, range })
    }

    /// What a rule found that is not found now.
    fn lost_with(&self, title: &str) -> Vec<String> {
        let rule = title.strip_prefix("rule ").unwrap_or(title).trim();
        let now: BTreeSet<&str> = self.report.findings.iter().map(|finding| finding.id.as_str()).collect();
        let lost = self.then.findings.iter().filter(|it| it.rule == rule && !now.contains(it.id.as_str()));
        ids(lost)
    }

    /// The findings that there would be, or that would be graver, with other settings or options.
    fn graver(&mut self, settings: Settings, options: Option<ReportOptions>) -> Vec<String> {
        self.db.set_settings(self.project, settings);
        let other = report(self.db, self.project, options.as_ref().unwrap_or(&self.now.options));
        self.db.set_settings(self.project, self.now.settings.clone());
        // What something else silences as well is found all the same.
        let now = severities(self.report.findings.iter().chain(&self.report.silenced));
        let all = other.findings.iter().chain(&other.silenced);
        ids(all.filter(|it| now.get(it.id.as_str()).is_none_or(|now| *now < it.severity)))
    }

    fn levels(&mut self) -> Vec<SilencingChange> {
        let then: BTreeMap<_, _> = self.then.settings.rules.iter().map(|(rule, level)| (rule, level)).collect();
        let now: BTreeMap<_, _> = self.now.settings.rules.iter().map(|(rule, level)| (rule, level)).collect();
        let names: BTreeSet<&String> = then.keys().chain(now.keys()).copied().collect();
        let different: Vec<(&String, Option<RuleLevel>, Option<RuleLevel>)> = names
            .into_iter()
            .map(|name| (name, then.get(name).map(|level| **level), now.get(name).map(|level| **level)))
            .filter(|(_, then, now)| then != now)
            .collect();
        let mut changes = Vec::new();
        for (name, then, now) in different {
            let is_judged = changes.len() < JUDGED;
            let silences = if is_judged {
                let mut settings = self.now.settings.clone();
                settings.rules.retain(|(rule, _)| rule != name);
                settings.rules.extend(then.map(|level| (name.clone(), level)));
                self.graver(settings, None)
            } else {
                Vec::new()
            };
            let place = self.now.options.named.iter().find(|named| self.retired.present(&named.name) == *name);
            let location = place.and_then(|named| {
                let file = self.report.files.iter().position(|file| file.path == named.path)?;
                Some(Location { file: u32::try_from(file).ok()?, range: named.range.clone().into() })
            });
            changes.push(SilencingChange {
                sort: "level",
                change: change(then.is_some(), now.is_some()),
                title: format!("{name} = {}", now.map_or("its own", level)),
                was: then.map(|then| format!("{name} = {}", level(then))),
                location: location.filter(|_| now.is_some()),
                silences,
                is_judged,
            });
        }
        changes
    }

    fn options(&mut self) -> Vec<SilencingChange> {
        let (then, now) = (self.then.said.clone(), self.now.said.clone());
        let names: BTreeSet<&String> = then.keys().chain(now.keys()).collect();
        let different = names.into_iter().filter(|name| then.get(*name) != now.get(*name));
        let mut changes = Vec::new();
        for name in different {
            // As it was, in this one respect.
            let mut options = self.now.options.clone();
            let mut settings = self.now.settings.clone();
            let mut is_judged = true;
            match name.as_str() {
                "profile" => options.profile = self.then.options.profile,
                "select" => options.select.clone_from(&self.then.options.select),
                "ignore" => options.ignore.clone_from(&self.then.options.ignore),
                // A decision of the caller's exit code, and no other.
                "fail-on" => {
                    changes.push(self.fails_less(then.get(name), now.get(name)));
                    continue;
                }
                "without" => settings.without.clone_from(&self.then.settings.without),
                _ => is_judged = false,
            }
            let silences = if is_judged { self.graver(settings, Some(options)) } else { Vec::new() };
            let line = |said: &Said| said.get(name).map(|value| format!("{name} = {value}"));
            changes.push(SilencingChange {
                sort: "option",
                change: change(then.contains_key(name), now.contains_key(name)),
                title: line(&now).unwrap_or_else(|| format!("{name} is not set")),
                was: line(&then),
                location: None,
                silences,
                is_judged,
            });
        }
        changes
    }

    fn fails_less(&self, then: Option<&String>, now: Option<&String>) -> SilencingChange {
        let severity = |said: Option<&String>| {
            let named = Severity::ALL.into_iter().find(|severity| said.is_some_and(|said| severity.name() == said));
            named.unwrap_or(Severity::Low)
        };
        let (from, to) = (severity(then), severity(now));
        let passes = self.report.findings.iter().filter(|it| it.severity >= from && it.severity < to);
        SilencingChange {
            sort: "option",
            change: change(then.is_some(), now.is_some()),
            title: now.map_or_else(|| "fail-on is not set".to_owned(), |now| format!("fail-on = {now}")),
            was: then.map(|then| format!("fail-on = {then}")),
            location: None,
            silences: ids(passes),
            is_judged: true,
        }
    }

    fn baseline(&self) -> Vec<SilencingChange> {
        let entries = |options: &ReportOptions| {
            let entries = options.baseline.iter().flat_map(|baseline| &baseline.entries);
            entries.map(|(id, entry)| (id.clone(), entry.severity)).collect::<BTreeMap<String, Severity>>()
        };
        let then = entries(&self.then.options);
        let found: BTreeSet<&str> = self.report.silenced.iter().map(|finding| finding.id.as_str()).collect();
        let Some(now) = &self.now.options.baseline else { return Vec::new() };
        let file = self.report.files.iter().position(|file| file.path == now.path);
        let file = file.and_then(|file| u32::try_from(file).ok());
        let wider = now.entries.iter().filter(|(id, entry)| then.get(*id).is_none_or(|then| *then < entry.severity));
        wider
            .map(|(id, entry)| SilencingChange {
                sort: "baseline",
                change: change(then.contains_key(id), true),
                title: format!("{id}, {}", entry.severity.name()),
                was: then.get(id).map(|severity| severity.name().to_owned()),
                location: entry.range.clone().and_then(|range| Some(Location { file: file?, range: range.into() })),
                silences: Some(id.clone()).filter(|id| found.contains(id.as_str())).into_iter().collect(),
                is_judged: true,
            })
            .collect()
    }
}

/// Leaves in a report what is new, and says what else is different.
pub fn leave_new(report: &mut Report, then: &State, changes: Changes, is_whole: bool) {
    let before = severities(then.findings.iter());
    let told = severities(report.findings.iter());
    let silenced: BTreeMap<&str, &Finding> = report.silenced.iter().map(|it| (it.id.as_str(), it)).collect();
    let gone = then.findings.iter().filter(|it| is_whole && !told.contains_key(it.id.as_str()));
    let gone = gone.map(|it| GoneFinding {
        rule: it.rule.clone(),
        severity: it.severity,
        message: it.message.clone(),
        id: it.id.clone(),
        decision: silenced.get(it.id.as_str()).and_then(|it| it.decision.as_deref().cloned()),
    });
    let gone: Vec<GoneFinding> = gone.collect();
    let all = report.findings.len();
    let is_new = |it: &Finding| before.get(it.id.as_str()).is_none_or(|before| *before < it.severity);
    let new: Vec<Finding> = report.findings.iter().filter(|it| is_new(it)).cloned().collect();
    report.summary.findings = Severity::ALL.map(|severity| new.iter().filter(|it| it.severity == severity).count());
    report.summary.possible = new.iter().filter(|it| it.certainty == tm_analysis::report::Certainty::Possible).count();
    report.changes = Some(Changes { known: all - new.len(), gone, ..changes });
    report.findings = new;
}

/// The gravest of each id.
fn severities<'f>(findings: impl Iterator<Item = &'f Finding>) -> BTreeMap<String, Severity> {
    let mut severities = BTreeMap::new();
    for finding in findings {
        let known = severities.entry(finding.id.clone()).or_insert(finding.severity);
        *known = finding.severity.max(*known);
    }
    severities
}

fn ids<'f>(findings: impl Iterator<Item = &'f Finding>) -> Vec<String> {
    findings.map(|finding| finding.id.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}

fn change(was: bool, is: bool) -> Change {
    match (was, is) {
        (false, _) => Change::Added,
        (true, true) => Change::Changed,
        (true, false) => Change::Removed,
    }
}

fn level(level: RuleLevel) -> &'static str {
    match level {
        RuleLevel::Off => "off",
        RuleLevel::Level(severity) => severity.name(),
    }
}

fn sort(sort: SilencerSort) -> &'static str {
    match sort {
        SilencerSort::Decision => "decision",
        SilencerSort::Assumption => "assumption",
        SilencerSort::Safeguard => "safeguard",
        SilencerSort::Rule => "rule",
    }
}
