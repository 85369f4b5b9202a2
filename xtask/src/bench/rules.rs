//! `cargo xtask bench-rules`: what each rule takes by itself, and how that grows with the system.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use clap::Args;
use tm_analysis::Database;
use tm_analysis::inspect::{RuleWork, work};

use super::edits::Open;
use super::table::{Table, count, milliseconds, or_nothing};
use super::{STACK, say};

#[derive(Args)]
pub struct Options {
    /// How many services the smaller and the larger system have
    #[arg(long, value_name = "N,N", value_delimiter = ',', default_value = "1000,10000")]
    #[arg(value_parser = clap::value_parser!(u32).range(20..=1_000_000))]
    sizes: Vec<u32>,
    /// How often the larger one is judged; the best counts
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=1000))]
    runs: u32,
}

/// The work of a rule, and how long it took.
struct Measured {
    work: RuleWork,
    time: Duration,
}

/// Measures in this process, which has to be a release build to mean anything.
pub fn run(options: &Options) -> Result<String, String> {
    let (&[small, large], runs) = (options.sizes.as_slice(), options.runs) else {
        return Err("two sizes are compared".to_owned());
    };
    if cfg!(debug_assertions) {
        say(
            "this is a build for debugging: its times mean nothing; use `cargo run --release --package xtask -- bench-rules`",
        );
    }
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(move || table(small, large, runs));
    let worker = worker.map_err(|error| format!("cannot start: {error}"))?;
    let table = worker.join().map_err(|_| "the measurement broke off".to_owned())??;
    Ok(table.to_string().trim_end().to_owned())
}

fn measured(services: u32, runs: u32) -> Result<BTreeMap<String, Measured>, String> {
    say(&format!("judging {} services", count(u64::from(services))));
    let mut db = Database::default();
    let open = Open::new(&mut db, services)?;
    let mut best: BTreeMap<String, Measured> = BTreeMap::new();
    for _ in 0..runs {
        let started = Cell::new(Instant::now());
        work(&db, open.project, &mut || started.set(Instant::now()), &mut |work| {
            let time = started.get().elapsed();
            match best.get_mut(work.name.as_str()) {
                Some(known) => known.time = known.time.min(time),
                None => {
                    best.insert(work.name.to_string(), Measured { work, time });
                }
            }
        });
    }
    Ok(best)
}

/// The dearest first.
fn table(small: u32, large: u32, runs: u32) -> Result<Table, String> {
    let few = measured(small, 1)?;
    let mut many: Vec<(String, Measured)> = measured(large, runs)?.into_iter().collect();
    many.sort_by_key(|(name, measured)| (std::cmp::Reverse(measured.time), name.clone()));
    let head = ["rule", "class", "subjects", "findings", "questions", "steps", "growth of steps", "ms"];
    let mut table = Table::new(head);
    let mut all = Duration::ZERO;
    for (name, Measured { work, time }) in &many {
        let before = few.get(name).map(|measured| measured.work.steps).filter(|steps| *steps > 0);
        let steps = if work.is_finished { count(work.steps) } else { format!("{}, not finished", count(work.steps)) };
        table.row([
            name.clone(),
            work.class.to_owned(),
            count(work.subjects as u64),
            count(work.findings as u64),
            count(work.questions as u64),
            steps,
            or_nothing(before.map(|before| format!("{:.1}", work.steps as f64 / before as f64))),
            milliseconds(*time),
        ]);
        all += *time;
    }
    let steps = many.iter().map(|(_, measured)| measured.work.steps).sum();
    table.row(["all", "", "", "", "", &count(steps), "", &milliseconds(all)]);
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_row() {
        let table = table(20, 40, 1).unwrap().to_string();
        assert_eq!(table.lines().count(), 2 + measured(20, 1).unwrap().len() + 1);
        assert!(table.contains("\n| plaintext-service-traffic | local | "), "{table}");
        assert!(!table.contains("not finished"), "{table}");
    }
}
