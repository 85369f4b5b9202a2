//! `tm rename`: another name for something, wherever the project names it.

use tm_analysis::occurrences::Symbol;
use tm_analysis::{NamedPlace, NamedSort, retired_rules};
use tm_emit::inline;
use tm_ide::{FileEdits, NamedSymbol, SymbolKind, apply, find_symbol, rename_symbol};

use crate::args::RenameArguments;
use crate::commands::edits::{self, Edited, PATH, counted};
use crate::error::{CommandError, Result};
use crate::exit::Exit;
use crate::open::{self, Model};
use crate::terminal::Terminal;
use crate::{clock, load, names, stdlib, verbose};

/// Choices that are listed of a name that means several things.
const CHOICES: usize = 10;
/// Longer names are cut.
const NAME: usize = 120;

pub fn run(arguments: &RenameArguments, terminal: &Terminal) -> Result<Exit> {
    let project = load::project(arguments.change.project.as_deref(), &arguments.change.outside.allow_outside)?;
    let root = project.root.clone();
    let today = clock::today()?;
    verbose::read_if_asked(&project, today);
    let (input, options) = tm_input::from_project(project, stdlib::texts()?, today, Vec::new());
    let model = open::put(input, options);
    let found = only(&model, &arguments.old)?;
    not_in_manifest(&model, &found)?;
    let edits = rename_symbol(&model.db, model.project, &found.symbol, &arguments.new)
        .map_err(|refusal| CommandError::new(inline(&refusal.0, PATH).into_owned()))?;
    let edited = |edits: &FileEdits| {
        let before = edits.file.text(&*model.db);
        let path = edits.file.path(&*model.db).to_string();
        Edited { path, before: Some(before.to_string()), after: apply(before, &edits.edits) }
    };
    let edited: Vec<Edited> = edits.iter().map(edited).collect();
    let mut output = terminal.output();
    if arguments.change.diff {
        edited.iter().try_for_each(|file| edits::diff(file, &mut output))?;
    } else {
        edits::write(&root, &edited)?;
        let places: usize = edits.iter().map(|edits| edits.edits.len()).sum();
        for edits in &edits {
            let path = inline(edits.file.path(&*model.db), PATH);
            output.news(&format!("{path}: {}", counted(edits.edits.len(), "place")))?;
        }
        let (places, files) = (counted(places, "place"), counted(edits.len(), "file"));
        output.news(&format!("renamed {} in {places} of {files}", inline(&found.full_name, NAME)))?;
    }
    output.finish()?;
    Ok(Exit::Clean)
}

/// The one thing that a name means.
fn only(model: &Model, name: &str) -> Result<NamedSymbol> {
    let mut found = find_symbol(&model.db, model.project, name);
    match (found.pop(), found.len()) {
        (Some(only), 0) => Ok(only),
        (Some(last), _) => {
            found.push(last);
            let mut listed: Vec<String> =
                found.iter().take(CHOICES).map(|it| format!("\"{}\"", inline(&it.full_name, NAME))).collect();
            if found.len() > CHOICES {
                listed.push(format!("and {} more", found.len() - CHOICES));
            }
            let error = CommandError::new(format!("`{}` means {} things", inline(name, NAME), found.len()));
            Err(error.help(format!("say which: {}", listed.join(", "))))
        }
        (None, _) if let Some(present) = retired_rules(&model.db, model.project).successor(name) => {
            let error = CommandError::new(format!("the rule `{}` is called `{present}` now", inline(name, NAME)));
            Err(error.help("rename it by that name; `tm fix` writes it wherever the old one stands"))
        }
        // Elements are what people misspell: they are guessed at. Where there is one all the same, it has no name of its own.
        (None, _) => match names::element(model, name, tm_analysis::inspect::Space::All) {
            Err(error) => Err(error),
            Ok(element) if !element.name.contains("->") => {
                let same = find_symbol(&model.db, model.project, &element.name);
                same.into_iter()
                    .find(|it| it.symbol == Symbol::Element(element.id))
                    .ok_or_else(|| CommandError::new(format!("`{}` cannot be renamed", inline(name, NAME))))
            }
            Ok(_) => {
                let error = CommandError::new(format!("`{}` is called by its ends", inline(name, NAME)));
                Err(error.help("give the flow a name, `flow name: from -> to`, or rename what it goes from or to"))
            }
        },
    }
}

/// `tm.toml` is not rewritten: what it names keeps its name until it is named no more.
fn not_in_manifest(model: &Model, found: &NamedSymbol) -> Result<()> {
    let sort = match found.target.kind {
        SymbolKind::Rule => [NamedSort::Rule, NamedSort::RuleOrFamily],
        SymbolKind::Assumption => [NamedSort::Assumption; 2],
        _ => return Ok(()),
    };
    let name = found.target.name.as_str();
    let retired = retired_rules(&model.db, model.project);
    let is_called = |other: &str| other.rsplit('.').next() == Some(name) || retired.present(other) == name;
    let is_it = |place: &&NamedPlace| sort.contains(&place.sort) && is_called(&place.name);
    match model.options.named.iter().find(is_it) {
        None => Ok(()),
        Some(place) => {
            let error = format!("`{}` names `{}`", inline(&place.path, PATH), inline(name, NAME));
            Err(CommandError::new(error).help("remove it there first, and put its new name there afterwards"))
        }
    }
}
