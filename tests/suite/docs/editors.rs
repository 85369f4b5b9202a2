//! The table of what is tested in which editor: nothing is claimed without a test.

use std::fs;

use tm_tests::repository;

use super::read;

/// What a test of that column stands on, where the table says plainly "yes".
const STANDS_ON: [(&str, &str); 2] = [("painted", "painted"), ("server", "TM_PROJECT")];

#[test]
fn what_the_table_says_has_a_test() {
    let text = read("editors/README.md");
    let mut rows = text.lines().skip_while(|line| !line.starts_with("| |")).take_while(|line| line.starts_with('|'));
    let cells = |row: &str| row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let columns = cells(rows.next().expect("a table"));
    let known = read("editors/test");
    let mut named = Vec::new();
    for row in rows.skip(1).map(cells) {
        let (_, folder) = row[0].trim_end_matches(')').rsplit_once('(').expect("a link");
        named.push(folder.to_owned());
        let tests = repository().join("editors").join(folder).join("test");
        let has_tests = tests.join("run").is_file() && known.contains(&format!("[{folder}]="));
        let is_claimed = row[1..].iter().any(|cell| !cell.is_empty());
        assert_eq!(has_tests, is_claimed, "{folder}: what is claimed is tested, and what is tested is claimed");
        if !has_tests {
            continue;
        }
        let all: String = fs::read_dir(&tests)
            .expect("a folder")
            .map(|entry| fs::read_to_string(entry.expect("an entry").path()).expect("it can be read"))
            .collect();
        for (column, needed) in STANDS_ON {
            let at = columns.iter().position(|name| name == column).expect("a column");
            let plainly = row[at] == "yes" || row[at].starts_with("yes,") || row[at].starts_with("yes (");
            assert!(!plainly || all.contains(needed), "{folder}: no test stands on `{needed}`");
        }
    }
    let mut folders: Vec<String> = fs::read_dir(repository().join("editors"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    folders.sort();
    named.sort();
    assert_eq!(named, folders, "editors in the table, and those there are");
}
