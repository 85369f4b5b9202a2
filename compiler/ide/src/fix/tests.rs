//! What is mended, what is left, and that mending twice is mending once.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, reason = "a test may fail")]

use proptest::prelude::{ProptestConfig, any, proptest};
use tm_analysis::{
    Database, Date, FileInput, NamedPlace, NamedSort, Origin, ProjectInput, ReportOptions, Settings, stdlib,
};

use super::{Fix, Why, fix};
use crate::meaning::Meaning;

fn input(texts: &[&str]) -> ProjectInput {
    let std = stdlib::embedded().iter().filter(|(path, _)| !path.starts_with("rules/"));
    let std = std.map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let file = |(number, text): (usize, &&str)| FileInput {
        path: format!("{number}.tm"),
        text: (*text).to_owned(),
        origin: Origin::Project,
    };
    let files = texts.iter().enumerate().map(file).collect();
    let today = Date::parse("2026-07-01").expect("it is a date");
    ProjectInput { name: "shop".to_owned(), std, files, settings: Settings::default(), today }
}

fn fixed(texts: &[&str]) -> Fix {
    fix(input(texts), &ReportOptions::default(), &|_| true)
}

/// The texts afterwards.
fn texts(before: &[&str]) -> Vec<String> {
    let fix = fixed(before);
    let of = |number: usize| fix.files.iter().find(|file| file.path == format!("{number}.tm"));
    let text =
        |(number, text): (usize, &&str)| of(number).map_or_else(|| (*text).to_owned(), |file| file.after.clone());
    before.iter().enumerate().map(text).collect()
}

fn text(before: &str) -> String {
    texts(&[before]).concat()
}

fn meaning(texts: &[&str]) -> Meaning {
    let mut db = Database::default();
    let project = db.add_project(input(texts));
    Meaning::of(&db, project, &str::to_owned)
}

#[test]
fn names_are_spelt_right() {
    for (before, after) in [
        ("servce cart\n", "service cart\n"),
        ("service orders\nservice cart { -> ordres }\n", "service orders\nservice cart { -> orders }\n"),
        ("each servce { owner: \"x\" }\nservice a\n", "each service { owner: \"x\" }\nservice a\n"),
        ("kind k is servce\nk a { exposure: internet }\n", "kind k is service\nk a { exposure: internet }\n"),
    ] {
        assert_eq!(text(before), after);
    }
    let component = "service orders { endpoint place }\nservice cart { -> orders.plce }\n";
    assert_eq!(text(component), component.replace("plce", "place"));
}

#[test]
fn what_is_stated_is_left() {
    for stated in [
        "service a {\n  -> b { encryption: tsl1-3 }\n}\nservice b\n",
        "service a { exposure: interet }\n",
        "service a { expsure: internet }\n",
        "service a {\n  -> b { encryption: noen }\n}\nservice b\n",
    ] {
        let fix = fixed(&[stated]);
        assert_eq!(fix.files, [], "{stated}");
        assert_eq!(fix.left.iter().map(|left| left.why).collect::<Vec<_>>(), [Why::Value], "{stated}");
        assert!(fix.left.iter().all(|left| left.help.starts_with("did you mean")) && fix.errors == 1);
    }
}

#[test]
fn what_is_near_and_something_else_is_left() {
    // `authentication-at` takes no such value, and `authentication` belongs to flows.
    let fix = fixed(&["service a { authentcation: mtls }\n"]);
    assert_eq!((fix.files, fix.errors), (Vec::new(), 1));
}

const RULE: &str = "rule no-owner {\n  for s: service\n  where s.owner is not set\n  severity: low\n  stride: [repudiation]\n  message: \"{s}\"\n}\n";

#[test]
fn what_silences_is_left() {
    for decision in [
        "service cart\n\naccept no-owner on crat {\n  reason: \"x\"\n}\n",
        "service cart\n\nassume calm {\n  about: [crat]\n  owner: \"x\"\n}\n",
        "service cart\n\nsafeguard wall {\n  about: [crat]\n  status: verified\n}\n",
    ] {
        let fix = fixed(&[decision, RULE]);
        assert_eq!(fix.files, [], "{decision}");
        assert!(fix.left.iter().any(|left| left.why == Why::Decides), "{decision} {:?}", fix.left);
    }
}

#[test]
fn what_could_mean_two_things_is_left() {
    let two = "service orders-a\nservice orders-b\nservice cart {\n  -> orders-c\n}\n";
    let fix = fixed(&[two]);
    assert_eq!((fix.files.len(), fix.left.first().map(|left| left.why)), (0, Some(Why::Unsure)));
    let taken = "service cart {\n  exposure: internet\n  expsure: internal\n}\n";
    assert_eq!(text(taken), taken, "there would be two statements that contradict each other");
    let twice = "service cart\nservce cart\n";
    assert_eq!(text(twice), twice, "there would be two of the name");
    let broken = "service cart {\n  -> ordres\n  ->\n}\nservice orders\nservice {\n";
    assert_eq!(fixed(&[broken]).files.iter().map(|file| file.names).sum::<usize>(), 0, "the tree is guessed");
}

#[test]
fn statements_that_repeat_are_gathered() {
    let before = "cluster prod {\n  service a { exposure: internal  owner: \"x\" }\n  service b { exposure: internal  owner: \"x\" }\n  service c { exposure: internal  owner: \"y\" }\n}\n";
    let after = "cluster prod {\n  each service { exposure: internal }\n  service a { owner: \"x\" }\n  service b { owner: \"x\" }\n  service c { owner: \"y\" }\n}\n";
    assert_eq!(text(before), after);
    assert_eq!(meaning(&[before]).difference(&meaning(&[after])), None);
    let two = "service a { exposure: internal }\nservice b { exposure: internal }\n";
    assert_eq!(text(two), two, "two are no pattern");
    let explained = before.replace("service b {", "service b {\n    // the gateway says so\n   ");
    assert!(text(&explained).contains("exposure: internal"), "a comment is about its statement");
    assert!(!text(&explained).contains("each"));
    let broken = format!("{before}service d {{ -> nowhere-at-all }}\n");
    let fix = fixed(&[&broken]);
    assert_eq!(fix.not_gathered.as_deref(), Some("the model has errors"));
}

#[test]
fn an_each_of_a_module_stands_before_the_documentation() {
    let before = "/// Of a.\nservice a { owner: \"x\" }\n\nservice b { owner: \"x\" }\n\nservice c { owner: \"x\" }\n";
    let after = "each service { owner: \"x\" }\n\n/// Of a.\nservice a\n\nservice b\n\nservice c\n";
    assert_eq!(text(before), after);
}

const LAMPS: &str = "rule lamp-is-lit {
  for s: service
  where s.exposure == internet
  severity: low
  formerly: [lamp-is-on, lamp-burns]
  message: \"{s} is lit\"
}

service hall { exposure: internet }
";

#[test]
fn names_that_rules_had_are_brought_up_to_date() {
    let before = format!(
        "{LAMPS}
accept `lamp-is-on` on hall {{ reason: \"a hall\"  owner: \"me\"  until: 2027-01-01 }}

safeguard shutters {{ about: [hall]  against: [lamp-burns, \"lamp-is-on\"] }}

test \"it is lit\" {{
  service hall {{ exposure: internet }}
  expect lamp-burns on hall
}}
"
    );
    let fix = fixed(&[&before]);
    let rest = before.strip_prefix(LAMPS).expect("it begins so");
    let rest = rest.replace("`lamp-is-on`", "lamp-is-lit").replace("lamp-is-on", "lamp-is-lit");
    assert_eq!(fix.files[0].after, format!("{LAMPS}{}", rest.replace("lamp-burns", "lamp-is-lit")));
    assert_eq!((fix.files[0].retired, fix.files[0].names, fix.left.len()), (4, 0, 0));
}

/// What becomes of a `tm.toml` in which these names stand: the text, and what is left.
fn manifest(text: &str, named: &[(NamedSort, &str)]) -> (String, Vec<(String, Why)>) {
    let mut end = 0;
    let place = |(sort, name): &(NamedSort, &str)| {
        let start = end + text[end..].find(name).expect("it is there");
        end = start + name.len();
        let range = u32::try_from(start).expect("it is short")..u32::try_from(end).expect("it is short");
        NamedPlace { sort: *sort, name: (*name).replace("\\u002d", "-"), path: "tm.toml".to_owned(), range }
    };
    let named = named.iter().map(place).collect();
    let extra_files = vec![("tm.toml".to_owned(), text.to_owned())];
    let options = ReportOptions { extra_files, named, ..ReportOptions::default() };
    let fix = fix(input(&[LAMPS]), &options, &|_| true);
    let after = fix.files.iter().find(|file| file.path == "tm.toml").map_or(text, |file| &file.after).to_owned();
    (after, fix.left.into_iter().map(|left| (left.help, left.why)).collect())
}

#[test]
fn names_that_rules_had_are_brought_up_to_date_in_the_manifest() {
    use NamedSort::{Rule, RuleOrFamily};
    let (after, left) = manifest(
        "ignore = [\"lamp-burns\", \"tls\"]\n[rules]\nlamp-is-on = \"off\" # why\n",
        &[(RuleOrFamily, "lamp-burns"), (RuleOrFamily, "tls"), (Rule, "lamp-is-on")],
    );
    assert_eq!(after, "ignore = [\"lamp-is-lit\", \"tls\"]\n[rules]\nlamp-is-lit = \"off\" # why\n");
    assert_eq!(left, []);
    // A table has no key twice.
    let both = "lamp-is-on = \"off\"\nlamp-is-lit = \"low\"\nlamp-burns = \"low\"\n";
    let (after, left) = manifest(both, &[(Rule, "lamp-is-on"), (Rule, "lamp-is-lit"), (Rule, "lamp-burns")]);
    assert_eq!(after, both);
    assert_eq!(left, [("keep one of the two".to_owned(), Why::Taken), ("keep one of the two".to_owned(), Why::Taken)]);
    let escaped = "ignore = [\"lamp\\u002dburns\"]\n";
    let (after, left) = manifest(escaped, &[(RuleOrFamily, "lamp\\u002dburns")]);
    assert_eq!((after.as_str(), left.len()), (escaped, 1));
}

#[test]
fn only_what_is_meant_is_written() {
    let options = ReportOptions::default();
    let fix = fix(input(&["servce a\n", "servce b\n"]), &options, &|path| path == "1.tm");
    assert_eq!(fix.files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["1.tm"]);
    assert_eq!(fix.errors, 1);
}

const MODEL: &str = "module shop

data payment-card { classification: restricted }

cluster production {
  network-policy: default-deny
  service checkout {
    exposure: internal
    owner: \"shop-team\"
    -> billing.charge { encryption: mtls  data: [payment-card] }
  }
  service billing {
    exposure: internal
    owner: \"shop-team\"
    endpoint charge { exposure: internal }
  }
  service warehouse {
    exposure: internal
    owner: \"shop-team\"
    -> billing { encryption: none }
  }
}
";

/// Where names stand that may be misspelt: not where they are declared.
const NAMES: [&str; 12] = [
    "module shop\n\ndata",
    "restricted }\n\ncluster",
    "exposure: internal\n    owner",
    "service checkout {\n    exposure",
    "network-policy",
    "billing.charge",
    "-> billing",
    "encryption: mtls",
    "[payment-card",
    "encryption: none",
    "}\n  service",
    "charge { exposure",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mending_is_done_once_and_changes_names_alone(which in any::<usize>(), at in any::<usize>()) {
        let name = NAMES[which % NAMES.len()];
        // Two letters of the last word change places.
        let begin = MODEL.find(name).expect("it is there");
        let word = name.rsplit([' ', '.', '[', '\n']).next().expect("there is one");
        let start = begin + name.len() - word.len();
        let mut letters: Vec<char> = word.chars().collect();
        let at = at % (letters.len() - 1);
        letters.swap(at, at + 1);
        let misspelt: String = letters.into_iter().collect();
        let before = format!("{}{misspelt}{}", &MODEL[..start], &MODEL[start + word.len()..]);
        let once = text(&before);
        assert_eq!(text(&once), once, "{before}");
        let fix = fixed(&[&before]);
        if fix.errors == 0 {
            assert_eq!(meaning(&[&once]).difference(&meaning(&[MODEL])), None, "{before}\n{once}");
        } else {
            assert!(!fix.left.is_empty() || once.contains(&misspelt), "{before}\n{once}");
        }
    }
}
