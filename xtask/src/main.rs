//! Chores of this repository: `cargo xtask <chore>`.

#![allow(clippy::disallowed_methods, reason = "chores read and write files")]

mod bench;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use xtask::gen_model::{self, Variant};

/// That of the command, so that what is measured in this process is what its users get.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Chores of this repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Write a synthetic system of N services as a project, to measure with.
    GenModel {
        #[arg(value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
        services: u32,
        /// The folder to write; made if it is missing.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Write the same system beside it for another tool, to compare with.
        #[arg(long, value_name = "TOOL")]
        peer: Option<Peer>,
        /// State nothing but elements, nesting and flows.
        #[arg(long, conflicts_with_all = ["peer", "good"])]
        bare: bool,
        /// State every control, and each as good.
        #[arg(long, conflicts_with = "peer")]
        good: bool,
    },
    /// Measure time and memory on synthetic systems; print tables in Markdown.
    Bench(bench::Options),
    /// Measure what an editor waits for: `tm lsp`, with somebody typing; print a table in Markdown.
    BenchEditor(bench::editor::Options),
    /// Measure each rule by itself on synthetic systems; print a table in Markdown.
    BenchRules(bench::rules::Options),
    /// The part of `bench` that measures edits, in a process of its own.
    #[command(hide = true)]
    BenchEdits {
        #[arg(value_name = "N", required = true)]
        sizes: Vec<u32>,
    },
    /// Write the pages of rules and vocabulary in `docs/` from the standard library.
    Docs {
        /// Change nothing, and fail if a page is stale.
        #[arg(long)]
        check: bool,
    },
    /// Write what tree-sitter takes each character of these files for, to compare with what an editor paints.
    Paint {
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        /// The folder to write.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Write the parser of tree-sitter from `grammar.js`, and the queries of the editors; needs node.
    Grammar {
        /// Change nothing, and fail if a file is stale.
        #[arg(long)]
        check: bool,
    },
}

/// A tool to compare with.
#[derive(Clone, Copy, ValueEnum)]
enum Peer {
    /// pytm 1.4
    Pytm,
}

/// The folder that this was built in.
fn repository() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

fn generate(services: u32, out: &Path, peer: Option<Peer>) -> std::io::Result<String> {
    let summary = gen_model::run(services, out)?;
    if let Some(Peer::Pytm) = peer {
        gen_model::run_pytm(services, out)?;
    }
    Ok(summary)
}

fn main() -> ExitCode {
    let done = match Arguments::parse().chore {
        Chore::GenModel { services, out, peer, bare, good } => {
            let variant = bare.then_some(Variant::Bare).or(good.then_some(Variant::Good));
            let done = match variant {
                Some(variant) => gen_model::run_variant(services, &out, variant),
                None => generate(services, &out, peer),
            };
            done.map_err(|error| error.to_string())
        }
        Chore::Bench(options) => bench::run(repository(), &options),
        Chore::BenchEditor(options) => bench::editor::run(repository(), &options),
        Chore::BenchRules(options) => bench::rules::run(&options),
        Chore::BenchEdits { sizes } => bench::edits(&sizes),
        Chore::Docs { check } => xtask::docs::run(repository(), check),
        Chore::Paint { files, out } => xtask::paint::run(&files, &out),
        Chore::Grammar { check } => xtask::grammar::run(repository(), check),
    };
    match done {
        Ok(summary) => {
            println!("{summary}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
