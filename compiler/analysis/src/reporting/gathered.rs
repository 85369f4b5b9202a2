//! All that rules say, in words and with places: on several threads where there is much of it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use super::asked::{Asked, AskedInUnit};
use super::outcomes::Said;
use super::{Extent, Rendering, ReportOptions, rendered_in};
use crate::db::{Database, Pack, Project};
use crate::priority::Dear;
use crate::report::{Coverage, Finding, Question};
use crate::threads::{Unfinished, both, share};

/// So many findings and questions are worth a turn of their own.
const PIECE: usize = 1024;

pub(super) struct Gathered {
    pub findings: Vec<Finding>,
    pub silenced: Vec<Finding>,
    pub questions: Vec<Question>,
    pub coverage: Coverage,
}

/// What is said, without grouping what is asked.
#[derive(Default)]
pub(super) struct Told {
    pub findings: Vec<Finding>,
    pub silenced: Vec<Finding>,
    pub asked: Asked,
}

impl Told {
    /// What these say.
    pub fn of(rendering: &Rendering<'_, '_>, said: &[Said<'_>]) -> Self {
        let mut told = Self::default();
        // Nearly all of it is told: findings are large, and a list that grows leaves as much room again.
        told.findings.reserve_exact(said.iter().map(|said| said.outcome.findings.len() + said.possible.len()).sum());
        said.iter().for_each(|said| told.add(rendering, said));
        told.findings.shrink_to_fit();
        told
    }

    fn add(&mut self, rendering: &Rendering<'_, '_>, said: &Said<'_>) {
        rendering.findings(said, &mut self.findings, &mut self.silenced);
        rendering.questions(said, &mut self.asked);
        if rendering.only.is_none() {
            self.asked.controls(&said.outcome.asked);
        }
    }

    pub fn gathered(self, rendering: &Rendering<'_, '_>, pack: &Pack) -> Gathered {
        let Self { findings, silenced, asked } = self;
        let of_unit = |(unit, mut asked): (u32, AskedInUnit)| {
            (asked.questions(unit, rendering, pack), asked.coverage(unit, rendering.world))
        };
        let (questions, coverage): (Vec<_>, Vec<_>) = asked.into_units().into_iter().map(of_unit).unzip();
        Gathered { findings, silenced, questions: merged(questions), coverage: sum(&coverage) }
    }
}

/// Several threads that put one report together.
pub(super) struct Crew<'a> {
    pub database: &'a Database,
    pub project: Project,
    pub options: &'a ReportOptions,
    pub dear: &'a Dear,
    pub threads: usize,
}

impl Crew<'_> {
    /// The same as [`Told::gathered`] of all that is said.
    pub fn gathered(&self, said: &[Said<'_>], pack: &Pack) -> Gathered {
        let mut told = self.told(said);
        let found = Unfinished::new(told.iter_mut().map(|part| std::mem::take(&mut part.findings)).collect::<Vec<_>>());
        let silenced =
            Unfinished::new(joined(told.iter_mut().map(|part| std::mem::take(&mut part.silenced)).collect()));
        let mut units: BTreeMap<u32, Vec<AskedInUnit>> = BTreeMap::new();
        for (unit, asked) in told.into_iter().flat_map(|part| part.asked.into_units()) {
            units.entry(unit).or_default().push(asked);
        }
        let units: Vec<(u32, Mutex<Vec<AskedInUnit>>)> =
            units.into_iter().map(|(unit, asked)| (unit, Mutex::new(asked))).collect();
        let units = Unfinished::new(units);
        let answers = Answers::default();
        self.each(units.len(), |rendering, number| {
            let Some((unit, asked)) = units.get(number) else { return };
            let asked = std::mem::take(&mut *asked.lock().unwrap_or_else(PoisonError::into_inner));
            let mut asked = AskedInUnit::joined(asked);
            let coverage = asked.coverage(*unit, rendering.world);
            put(&answers, number, (asked.questions(*unit, rendering, pack), coverage));
        });
        let (questions, coverage): (Vec<_>, Vec<_>) = in_order(answers).unzip();
        let mut all = Unfinished::new((Vec::new(), Vec::new()));
        let (findings, asked) = &mut *all;
        both(self.threads, || *asked = merged(questions), || *findings = joined(found.finish()));
        let (findings, questions) = all.finish();
        Gathered { findings, silenced: silenced.finish(), questions, coverage: sum(&coverage) }
    }

    /// In portions.
    fn told(&self, said: &[Said<'_>]) -> Vec<Told> {
        // File by file: what one rule says leads to the same elements and the same text as what the others say.
        let mut said = said.to_vec();
        said.sort_by_key(|said| said.file);
        let pieces = pieces(&said);
        let answers = Answers::default();
        // What many findings need comes first, so that nobody waits for it.
        let first = Dear::PARTS;
        self.each(first + pieces.len(), |rendering, number| {
            let Some(number) = number.checked_sub(first) else { return rendering.priorities.prepare(number) };
            let said = pieces.get(number).and_then(|piece| said.get(piece.clone())).unwrap_or_default();
            put(&answers, number, Told::of(rendering, said));
        });
        in_order(answers).collect()
    }

    /// Does so many pieces of work, each thread with a rendering of its own.
    fn each(&self, count: usize, work: impl Fn(&Rendering<'_, '_>, usize) + Sync) {
        let Self { database, project, options, dear, threads } = *self;
        share(database, threads, count, |database, pieces| {
            rendered_in(database, project, options, Extent::Whole, dear, |rendering, _| {
                pieces.for_each(|number| work(rendering, number));
            });
        });
    }
}

/// What several threads have found, by the numbers of the pieces.
type Answers<T> = Unfinished<Mutex<Vec<(usize, T)>>>;

fn sum(by_unit: &[Coverage]) -> Coverage {
    let mut all = Coverage::default();
    by_unit.iter().for_each(|unit| all.add(*unit));
    all
}

/// Lists one after the other, in no more memory than they take.
fn joined<T>(parts: Vec<Vec<T>>) -> Vec<T> {
    let mut all = Vec::with_capacity(parts.iter().map(Vec::len).sum());
    parts.into_iter().for_each(|part| all.extend(part));
    all
}

/// Questions of all units, those that decide most first: as they are of each unit. There are hundreds of thousands, and to see
/// that they stand in order is less work than to bring them there.
fn merged(units: Vec<Vec<Question>>) -> Vec<Question> {
    let mut all = Vec::with_capacity(units.iter().map(Vec::len).sum());
    let mut rest: Vec<_> = units.into_iter().map(|unit| unit.into_iter().peekable()).collect();
    while let Some(most) = rest.iter_mut().filter_map(|unit| Some(unit.peek()?.decides.len())).max() {
        for unit in &mut rest {
            all.extend(std::iter::from_fn(|| unit.next_if(|question| question.decides.len() == most)));
        }
    }
    all
}

/// What is said, in portions.
fn pieces(all: &[Said<'_>]) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (number, said) in all.iter().enumerate() {
        size += said.outcome.findings.len() + said.outcome.questions.len() + said.possible.len();
        if size >= PIECE {
            pieces.push(start..number + 1);
            (start, size) = (number + 1, 0);
        }
    }
    pieces.push(start..all.len());
    pieces
}

fn put<T>(answers: &Mutex<Vec<(usize, T)>>, number: usize, answer: T) {
    answers.lock().unwrap_or_else(PoisonError::into_inner).push((number, answer));
}

fn in_order<T: Send + 'static>(answers: Answers<T>) -> impl Iterator<Item = T> {
    let mut answers = answers.finish().into_inner().unwrap_or_else(PoisonError::into_inner);
    answers.sort_unstable_by_key(|(number, _)| *number);
    answers.into_iter().map(|(_, answer)| answer)
}
