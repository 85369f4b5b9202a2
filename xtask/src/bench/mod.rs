//! `cargo xtask bench`: time and memory on synthetic systems, as tables for `docs/performance.md`.

mod check;
pub mod editor;
mod edits;
mod peer;
mod process;
pub mod rules;
mod table;
mod targets;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;

use check::Check;
use peer::Peer;
use table::{Table, count, growth, mega, megabytes, milliseconds, or_nothing, seconds};
use targets::{LARGE, Measured, SMALL};
use xtask::gen_model::{self, System};

/// The day of judging, so that every run judges the same.
const TODAY: &str = "2026-07-01";

/// A model of the size that people write.
const EXAMPLE: &str = "examples/cloudcart/before";

/// Of [`EXAMPLE`], for each run of a synthetic system: they are short.
const RUNS_OF_EXAMPLE: u32 = 5;

/// Trees are walked by recursion: as much room as the command gives itself.
const STACK: usize = 16 << 20;

#[derive(Args)]
pub struct Options {
    /// How many services the systems have
    #[arg(long, value_name = "N,…", value_delimiter = ',', default_value = "1000,10000")]
    #[arg(value_parser = clap::value_parser!(u32).range(20..=1_000_000))]
    sizes: Vec<u32>,
    /// How often each is checked
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=1000))]
    runs: u32,
    /// Compare with pytm 1.4, which this interpreter of Python has
    #[arg(long, value_name = "PYTHON")]
    pytm: Option<PathBuf>,
    /// Fail if a target is missed
    #[arg(long)]
    check: bool,
    /// Measure a build for debugging instead: to try this chore, never to quote
    #[arg(long)]
    debug: bool,
}

impl Options {
    fn sizes(&self) -> BTreeSet<u32> {
        self.sizes.iter().copied().collect()
    }

    /// Where the comparison is made.
    fn peer_size(&self) -> u32 {
        let sizes = self.sizes();
        if sizes.contains(&SMALL) { SMALL } else { sizes.first().copied().unwrap_or(SMALL) }
    }
}

/// Builds, measures, and gives the tables.
pub fn run(repository: &Path, options: &Options) -> Result<String, String> {
    let binaries = build(repository, options.debug)?;
    let folder = binaries.parent().unwrap_or(&binaries).join("bench");
    let model = |size: u32| folder.join(format!("model-{size}"));
    say("writing the systems");
    for size in options.sizes() {
        gen_model::run(size, &model(size)).map_err(|error| format!("`{}`: {error}", model(size).display()))?;
    }
    let peer_model = match &options.pytm {
        None => None,
        Some(python) => {
            let at = options.peer_size();
            let written = gen_model::run_pytm(at, &model(at));
            Some((python, written.map_err(|error| format!("`{}`: {error}", model(at).display()))?))
        }
    };

    say("checking");
    let tm = binaries.join(format!("tm{}", std::env::consts::EXE_SUFFIX));
    let check = |project: &Path, name: &str| Check::new(&tm, project, folder.join(format!("{name}.json")));
    let mut example = check(&repository.join(EXAMPLE), "example")?;
    let sizes = options.sizes().into_iter();
    let mut checks = sizes
        .map(|size| Ok((size, check(&model(size), &format!("model-{size}"))?)))
        .collect::<Result<Vec<(u32, Check)>, String>>()?;
    // In turns, so that what else the machine does meets all of them.
    for _ in 0..options.runs {
        for _ in 0..RUNS_OF_EXAMPLE {
            example.run()?;
        }
        for (_, check) in &mut checks {
            check.run()?;
        }
    }

    say("editing");
    let edits = edits_of(&binaries, options)?;

    let peer = match peer_model {
        None => None,
        Some((python, model)) => {
            say("running pytm");
            Some(peer::run(python, &model, &folder)?)
        }
    };
    let measured = measured(&checks, peer.as_ref());
    let text = text(options, &checks, &example, &edits, peer.as_ref(), &measured);
    let missed = targets::missed(&measured);
    if options.check && !missed.is_empty() {
        println!("{text}");
        return Err(format!("missed: {}", missed.join("; ")));
    }
    Ok(text)
}

/// The table of edits, measured in this process.
pub fn edits(sizes: &[u32]) -> Result<String, String> {
    let sizes = sizes.to_vec();
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(move || edits::table(&sizes, edits::STEPS));
    let worker = worker.map_err(|error| format!("cannot start: {error}"))?;
    let table = worker.join().map_err(|_| "the measurement broke off".to_owned())??;
    Ok(table.to_string().trim_end().to_owned())
}

/// Builds the command and this chore, whose part that edits has to be as fast; the folder that they are in.
fn build(repository: &Path, debug: bool) -> Result<PathBuf, String> {
    say("building");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(repository).args(["build", "--quiet", "--package", "tm", "--package", "xtask"]);
    if !debug {
        command.arg("--release");
    }
    let status = command.status().map_err(|error| format!("cannot run cargo: {error}"))?;
    if !status.success() {
        return Err("it does not build".to_owned());
    }
    // Wherever builds go, this was built there.
    let here = std::env::current_exe().map_err(|error| format!("cannot find where builds are: {error}"))?;
    let target = here.parent().and_then(Path::parent).ok_or("cannot find where builds are")?;
    Ok(target.join(if debug { "debug" } else { "release" }))
}

fn edits_of(binaries: &Path, options: &Options) -> Result<String, String> {
    let mut command = Command::new(binaries.join(format!("xtask{}", std::env::consts::EXE_SUFFIX)));
    command.arg("bench-edits").args(options.sizes().iter().map(u32::to_string)).stderr(Stdio::inherit());
    let output = command.output().map_err(|error| format!("cannot measure edits: {error}"))?;
    if !output.status.success() {
        return Err("edits could not be measured".to_owned());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Of the median throughout: a lucky run proves nothing.
fn measured(checks: &[(u32, Check)], peer: Option<&Peer>) -> Measured {
    let of = |size: u32| checks.iter().find(|(at, _)| *at == size).map(|(_, check)| check);
    let time = |size: u32| of(size).map(|check| check.median().as_secs_f64());
    let share = |peer: &Peer| Some(time(SMALL)? / peer.time.as_secs_f64());
    Measured {
        share_of_pytm: peer.and_then(share),
        seconds: time(LARGE),
        bytes: of(LARGE).and_then(|check| check.peak),
        growth: time(SMALL).zip(time(LARGE)).map(|(small, large)| grown(SMALL, small, LARGE, large)),
    }
}

/// Of the time per service.
fn grown(small: u32, time_of_small: f64, large: u32, time_of_large: f64) -> f64 {
    (time_of_large / f64::from(large)) / (time_of_small / f64::from(small))
}

fn text(
    options: &Options,
    checks: &[(u32, Check)],
    example: &Check,
    edits: &str,
    peer: Option<&Peer>,
    measured: &Measured,
) -> String {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let build = if options.debug { "debug build: not to be quoted" } else { "release build" };
    let (system, runs) = (std::env::consts::OS, options.runs);
    let mut text = format!("{build}, {threads} cores, {system}, {runs} runs\n\n{}\n", table_of_checks(checks));
    // Writing to a string cannot fail.
    for pair in checks.windows(2) {
        if let [(small, before), (large, after)] = pair {
            let ratio = grown(*small, before.median().as_secs_f64(), *large, after.median().as_secs_f64());
            let (small, large) = (count(u64::from(*small)), count(u64::from(*large)));
            let _ = writeln!(text, "Time per service, from {small} to {large} services: {}\n", growth(ratio));
        }
    }
    let _ = writeln!(text, "{}\n{edits}", table_of_example(example));
    if let Some(peer) = peer {
        let size = options.peer_size();
        let check = checks.iter().find(|(at, _)| *at == size).map(|(_, check)| check);
        let _ = writeln!(text, "{}", table_of_peer(size, check, peer));
    }
    let _ = write!(text, "{}", targets::table(measured));
    text.trim_end().to_owned()
}

fn table_of_checks(checks: &[(u32, Check)]) -> Table {
    let mut table = Table::new([
        "services",
        "nodes",
        "flows",
        "elements",
        "findings",
        "questions",
        "best, s",
        "median, s",
        "µs per service",
        "memory, MB",
        "JSON, MB",
        "JSON, MB/s",
    ]);
    for (size, check) in checks {
        let system = System::of(*size);
        let median = check.median().as_secs_f64();
        table.row([
            count(u64::from(*size)),
            count(u64::from(system.node_count())),
            count(system.flow_count() as u64),
            count(check.counts.elements),
            count(check.counts.findings),
            count(check.counts.questions),
            seconds(check.best()),
            seconds(check.median()),
            format!("{:.0}", median / f64::from(*size) * 1e6),
            or_nothing(check.peak.map(megabytes)),
            format!("{:.1}", mega(check.bytes)),
            format!("{:.0}", mega(check.bytes) / median),
        ]);
    }
    table
}

fn table_of_example(example: &Check) -> Table {
    let mut table = Table::new(["model", "elements", "findings", "questions", "best, ms", "median, ms", "memory, MB"]);
    table.row([
        format!("`{EXAMPLE}`"),
        count(example.counts.elements),
        count(example.counts.findings),
        count(example.counts.questions),
        milliseconds(example.best()),
        milliseconds(example.median()),
        or_nothing(example.peak.map(megabytes)),
    ]);
    table
}

fn table_of_peer(size: u32, check: Option<&Check>, peer: &Peer) -> Table {
    let services = count(u64::from(size));
    let mut table = Table::new([&format!("{services} services"), "time, s", "share", "memory, MB", "JSON, MB"]);
    table.row([
        format!("pytm {}", peer.version),
        seconds(peer.time),
        "1".to_owned(),
        or_nothing(peer.peak.map(megabytes)),
        format!("{:.1}", mega(peer.bytes)),
    ]);
    if let Some(check) = check {
        table.row([
            "tm".to_owned(),
            seconds(check.median()),
            targets::share(check.median().as_secs_f64() / peer.time.as_secs_f64()),
            or_nothing(check.peak.map(megabytes)),
            format!("{:.1}", mega(check.bytes)),
        ]);
    }
    table
}

fn say(what: &str) {
    eprintln!("{what}…");
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        options: Options,
    }

    fn options(arguments: &[&str]) -> Option<Options> {
        Line::try_parse_from(["bench"].iter().chain(arguments)).ok().map(|line| line.options)
    }

    #[test]
    fn sizes_are_in_order_and_large_enough_for_every_edit() {
        let sizes = |arguments: &[&str]| options(arguments).map(|options| options.sizes().into_iter().collect());
        assert_eq!(sizes(&[]), Some(vec![SMALL, LARGE]));
        assert_eq!(sizes(&["--sizes", "500,50,500"]), Some(vec![50, 500]));
        assert_eq!(sizes(&["--sizes", "10"]), None);
    }

    #[test]
    fn the_comparison_is_made_where_its_target_is() {
        let size = |arguments: &[&str]| options(arguments).map(|options| options.peer_size());
        assert_eq!(size(&["--sizes", "10000,1000,100"]), Some(SMALL));
        assert_eq!(size(&["--sizes", "80,50"]), Some(50));
    }

    #[test]
    fn growth_is_of_the_time_per_service() {
        assert!((grown(1_000, 0.1, 10_000, 1.1) - 1.1).abs() < 1e-9);
        assert!((grown(50, 2.0, 100, 4.0) - 1.0).abs() < 1e-9);
    }
}
