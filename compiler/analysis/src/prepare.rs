//! Computes what a report will ask for on several threads.
//!
//! Only warms the database: a report is the same without it. Each phase ends where the next would wait for one query over
//! all files (names, topology), so that no thread blocks on another.

use std::ops::Range;

use tm_rules::View;

use crate::db::{self, Database, Db, Project, SourceFile};
use crate::modules::Origin;
use crate::testing::checked;
use crate::threads::each;

/// Computes the queries behind a report with so many threads.
pub fn prepare(database: &Database, project: Project, threads: usize) {
    if threads < 2 {
        return;
    }
    prepare_elements(database, project, threads);
    let files: Vec<SourceFile> = project.files(database).to_vec();
    let pack = db::pack(database, project);
    let rules: Vec<usize> =
        pack.rules.iter().enumerate().filter(|(_, rule)| !db::is_local(rule)).map(|(index, _)| index).collect();
    let relations = 0..db::vocabulary(database, project).program.relations.len();
    let pieces = spread(rules, relations, files);
    each(database, threads, &pieces, |db, piece| match piece {
        Piece::Rule(rule) => {
            db::global_outcome(db, project, *rule);
        }
        Piece::Relation(number) => {
            db::graph(db, project, *number, View::Actual);
        }
        Piece::File(file) => {
            db::local_outcomes(db, project, *file);
            if *file.origin(db) != Origin::Std {
                (0..db::test_items(db, *file).len()).for_each(|test| _ = checked(db, project, *file, test));
            }
        }
    });
}

/// Up to the elements and their values: what [`crate::own_report`] asks for.
pub fn prepare_elements(database: &Database, project: Project, threads: usize) {
    if threads < 2 {
        return;
    }
    let files: Vec<SourceFile> = project.files(database).to_vec();
    each(database, threads, &files, |db, file| {
        db::item_tree(db, *file);
    });
    each(database, threads, &files, |db, file| {
        db::declared(db, project, *file);
    });
    let pieces: Vec<Option<SourceFile>> = std::iter::once(None).chain(files.iter().copied().map(Some)).collect();
    // Whoever comes first to a reference puts the names of all files together: time to compile the rules.
    each(database, threads, &pieces, |db, piece| match piece {
        None => _ = db::pack(db, project),
        Some(file) => _ = db::references(db, project, *file),
    });
    // The topology is one long piece of work.
    each(database, threads, &pieces, |db, piece| match piece {
        None => _ = db::topology(db, project),
        Some(file) => _ = db::statements(db, project, *file),
    });
    each(database, threads, &files, |db, file| {
        let of = db.project_file(project, file.unit(db));
        of.map(|of| db::unit(db, of));
    });
}

/// Rules over the whole world are the longest pieces of work, so they come early, and before them the relations that several of
/// them look at: nobody waits for one that another builds. Files stand between them for the same reason.
fn spread(rules: Vec<usize>, relations: Range<usize>, files: Vec<SourceFile>) -> Vec<Piece> {
    let relations = relations.filter_map(|number| u32::try_from(number).ok()).map(Piece::Relation);
    let rules = rules.into_iter().map(Piece::Rule);
    let long: Vec<Piece> = relations.chain(rules).collect();
    let between = files.len() / (2 * long.len().max(1));
    let mut pieces = Vec::with_capacity(long.len() + files.len());
    let mut files = files.into_iter().map(Piece::File);
    for piece in long {
        pieces.push(piece);
        pieces.extend(files.by_ref().take(between));
    }
    pieces.extend(files);
    pieces
}

enum Piece {
    Rule(usize),
    Relation(u32),
    File(SourceFile),
}
