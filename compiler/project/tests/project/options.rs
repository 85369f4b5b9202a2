//! `[check]` and `[docs]` of `tm.toml`: the options of a check, and that a project can only name what is its own.

use tm_project::{Colour, Format, FormatTo, Project};

use crate::disk::{Disk, problems};

fn check(lines: &str) -> Project {
    let manifest = format!("[project]\nname = \"shop\"\n[check]\n{lines}\n");
    Disk::new().file("shop/tm.toml", manifest).file("shop/a.tm", "").load("shop")
}

#[test]
fn every_option_is_read() {
    let project = check(
        "select = \"encryption\"\nignore = [\"a\", \"b\"]\nwithout = [\"mesh\"]\nformat = [\"human\", \"sarif=x/out.sarif\"]\n\
         output = \"report.txt\"\nsource-url = \"https://git.example.org/{path}#L{line}\"\ncolor = \"never\"\nall = true\n\
         [docs]\nurl = \"https://docs.example.org/\"",
    );
    assert_eq!(problems(&project), [""; 0]);
    let config = project.config;
    let values = |list: &[tm_project::Located<String>]| list.iter().map(|item| item.value.clone()).collect::<Vec<_>>();
    assert_eq!(values(&config.select), ["encryption"]);
    assert_eq!(values(&config.ignore), ["a", "b"]);
    assert_eq!(values(&config.without), ["mesh"]);
    let sarif = FormatTo { format: Format::Sarif, file: Some("x/out.sarif".to_owned()) };
    assert_eq!(config.formats, [FormatTo { format: Format::Human, file: None }, sarif]);
    assert_eq!(config.output.as_deref(), Some("report.txt"));
    assert_eq!(config.source_url.as_deref(), Some("https://git.example.org/{path}#L{line}"));
    assert_eq!((config.colour, config.all), (Some(Colour::Never), true));
    assert_eq!(config.pages.as_deref(), Some("https://docs.example.org/"));
}

#[test]
fn a_mistake_leaves_the_rest_as_it_is() {
    let project = check(
        "select = [\"a\", 1]\nformat = [\"sarf\", \"json\"]\noutput = \"../x\"\nall = \"yes\"\ncolour = \"never\"",
    );
    assert_eq!(
        problems(&project),
        [
            "invalid-value tm.toml:1",
            "invalid-value tm.toml:\"sarf\"",
            "invalid-value tm.toml:\"../x\"",
            "invalid-value tm.toml:\"yes\"",
            "unknown-key tm.toml:colour"
        ]
    );
    let helps: Vec<_> = project.problems.iter().filter_map(|problem| problem.help.as_deref()).collect();
    assert_eq!(helps[1], "did you mean `sarif`?");
    assert_eq!(helps[4], "did you mean `color`?");
    let config = project.config;
    assert_eq!(config.select.len(), 1);
    assert_eq!(config.formats, [FormatTo { format: Format::Json, file: None }]);
    assert_eq!((config.output, config.all), (None, false));
}

#[test]
fn a_baseline_that_cannot_be_used_is_said_where_it_is_named() {
    assert_eq!(problems(&check("baseline = \"b.json\"")), ["invalid-baseline tm.toml:\"b.json\""]);
    let long = "x".repeat(300);
    assert_eq!(problems(&check(&format!("baseline = \"{long}.json\""))).len(), 1);
    let of = |text: &str| {
        let manifest = "[project]\nname = \"shop\"\n[check]\nbaseline = \"b.json\"\n";
        let disk = Disk::new().file("shop/tm.toml", manifest).file("shop/a.tm", "");
        disk.file("shop/b.json", text).load("shop")
    };
    let good = of("{\"version\":1,\"findings\":[{\"id\":\"a(b)\",\"severity\":\"low\"}]}");
    assert_eq!(problems(&good), [""; 0]);
    assert_eq!(good.baseline.unwrap().entries.len(), 1);
    assert_eq!(problems(&of(&"[".repeat(100_000))), ["invalid-baseline tm.toml:\"b.json\""]);
    assert!(of("{}").baseline.is_none());
}
