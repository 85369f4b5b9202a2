//! What is published is what a check says.

use lsp_types::{DiagnosticSeverity, DiagnosticTag, NumberOrString};
use serde_json::json;

use crate::client::{Client, range};
use crate::folder::{Folder, SHOP, TODAY, example, lines};

#[test]
fn the_whole_workspace_is_told_as_the_command_tells_it() {
    for name in ["cloudcart/before", "support-agent/before"] {
        let folder = Folder::example(name);
        let mut client = Client::session(&folder);
        let sources = example(name).into_iter().map(|(path, _)| path).filter(|path| path.ends_with(".tm"));
        let mut findings = 0;
        for path in sources {
            let expected = folder.check("", &path, TODAY);
            findings += expected.len();
            if expected.is_empty() {
                continue;
            }
            let found = client.diagnostics_when(&folder.uri(&path), None, |found| lines(found) == expected);
            assert!(found.iter().all(|it| it.source.as_deref() == Some("tm")));
        }
        assert!(findings > 10, "{name} says nothing");
        client.all_shown();
        client.finish();
    }
}

#[test]
fn an_open_document_counts_instead_of_the_disk() {
    let folder = Folder::project(&[("a.tm", SHOP)]);
    let uri = folder.uri("a.tm");
    let mut client = Client::session(&folder);
    let before = client.diagnostics_when(&uri, None, |found| !found.is_empty());
    client.open(&uri, 1, SHOP);
    assert_eq!(client.diagnostics(&uri, Some(1)), before);
    client.change(&uri, 2, "module shop\n");
    assert_eq!(client.diagnostics(&uri, Some(2)), []);
    client.edit(&uri, 3, json!([{ "range": range(1, 0, 1, 0), "text": "// é😀\nservice b\nservice b\n" }]));
    client.problems(&uri, Some(3), &["duplicate-name"]);
    client.close(&uri);
    client.diagnostics_when(&uri, None, |found| found == before);
    client.finish();
}

#[test]
fn other_places_are_named_where_the_client_shows_them() {
    let folder = Folder::project(&[("a.tm", "service a\n"), ("b.tm", "service a\n")]);
    let uri = folder.uri("b.tm");
    let mut client = Client::session(&folder);
    let found = client.diagnostics_when(&uri, None, |found| !found.is_empty());
    assert!(found.iter().all(|it| it.related_information.is_none()));
    client.all_shown();
    client.finish();

    let capabilities = json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true } } });
    let mut client = Client::session_with(&folder, capabilities);
    let found = client.diagnostics_when(&uri, None, |found| found.iter().any(|it| it.related_information.is_some()));
    let related = found.iter().find_map(|it| it.related_information.clone()).expect("the other one is named");
    assert_eq!(related[0].location.uri.as_str(), folder.uri("a.tm"));
    client.all_shown();
    client.finish();
}

#[test]
fn findings_name_every_fact_and_every_hop() {
    let folder = Folder::example("cloudcart/before");
    let capabilities = json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true } } });
    let mut client = Client::session_with(&folder, capabilities);
    let project = tm_project::load(&folder.root(), &tm_project::LoadOptions::default()).unwrap();
    let std = tm_analysis::stdlib::embedded().iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let today = tm_analysis::Date::parse(TODAY).unwrap();
    let (input, options) = tm_input::from_project(project, std.collect(), today, Vec::new());
    let mut db = tm_analysis::Database::default();
    let project = db.add_project(input);
    let report = tm_analysis::report(&db, project, &options);
    let finding = report.findings.iter().find(|finding| finding.path.len() > 1).expect("one has a path");
    let places = finding.path.iter().filter(|hop| hop.location.is_some()).count();
    assert!(places > 1);
    let uri = folder.uri(&report.files[finding.location.file as usize].path);
    let found = client.diagnostics_when(&uri, None, |found| !found.is_empty());
    let same = |it: &&lsp_types::Diagnostic| it.data.as_ref().is_some_and(|data| data["id"] == finding.id.as_str());
    let told = found.iter().find(same).expect("it is told").related_information.clone().unwrap_or_default();
    assert!(told.iter().filter(|it| it.message.starts_with("hop ")).count() > 1, "{told:#?}");
    client.all_shown();
    client.finish();
}

/// With something that is not needed any more, and something that has ended.
const OVER: &str = "\
service cart { -> orders { encryption: none }  -> ledger { encryption: mtls } }
service orders { -> ledger { encryption: mtls } }
service ledger

accept plaintext-service-traffic on cart->orders { reason: \"one host\" owner: \"team\" until: 2026-01-31 }
accept plaintext-service-traffic on cart->ledger { reason: \"one host\" owner: \"team\" }
mitigate plaintext-service-traffic on orders->ledger { plan: \"mutual TLS\" owner: \"team\" due: 2026-12-31 }

assume recorded { about: [cart] each service { audit: full } owner: \"team\" expires: 2026-01-31 }

cluster prod { admission-policy: none }
safeguard hand-review {
  about: [prod]
  against: [no-admission-policy]
  status: verified
  evidence: \"https://example.org/review\"
  owner: \"team\"
  expires: 2026-01-31
}
";

#[test]
fn what_is_over_is_tagged_and_what_has_a_page_names_it() {
    let folder = Folder::new(&[("a.tm", OVER)]);
    folder.write("tm.toml", "[project]\nname = \"shop\"\n[docs]\nurl = \"https://example.org/rules\"\n");
    let able = json!({ "codeDescriptionSupport": true, "tagSupport": { "valueSet": [1, 2] } });
    let (told, asked) = (json!({ "publishDiagnostics": able }), json!({ "diagnostic": able }));
    for (document, is_able) in [(told, true), (asked, true), (json!({}), false)] {
        let mut client = Client::session_with(&folder, json!({ "textDocument": document }));
        let found = client.diagnostics_when(&folder.uri("a.tm"), None, |found| !found.is_empty());
        let tagged = |tag: &[DiagnosticTag]| {
            let found = found.iter().filter(|it| it.tags.as_ref().is_some_and(|tags| tags == tag));
            lines(&found.cloned().collect::<Vec<_>>()).into_iter().map(|line| line.4).collect::<Vec<_>>()
        };
        let (not_needed, ended) = (tagged(&[DiagnosticTag::UNNECESSARY]), tagged(&[DiagnosticTag::DEPRECATED]));
        if is_able {
            assert_eq!(not_needed, ["stale-decision", "mitigation-done"]);
            assert_eq!(ended, ["decision-expired", "expired-assumption", "safeguard-expired"]);
        } else {
            assert!(not_needed.is_empty() && ended.is_empty(), "{not_needed:?} {ended:?}");
        }
        let finding = found.iter().find(|it| it.data.is_some()).expect("there is a finding");
        let page = finding.code_description.as_ref().map(|page| page.href.as_str());
        let expected = format!("https://example.org/rules/{}", "encryption/plaintext-service-traffic.md");
        assert_eq!(page, is_able.then_some(expected.as_str()), "{finding:?}");
        client.all_shown();
        client.finish();
    }
}

/// With a rule that has another name now.
const RETIRED: &str = "\
module shop

/// A lamp is on
rule lamp-is-lit {
  for s: service
  where s.exposure == internet
  severity: low
  formerly: [lamp-is-on]
  message: \"{s} is lit\"
}

service hall { exposure: internet }

dismiss lamp-is-on on hall { reason: \"it is a hall\" reviewer: \"caretaker\" }
";

#[test]
fn a_name_that_a_rule_had_is_struck_through() {
    let folder = Folder::project(&[("a.tm", RETIRED)]);
    let able = json!({ "tagSupport": { "valueSet": [1, 2] } });
    for (able, tags) in [(able, Some(vec![DiagnosticTag::DEPRECATED])), (json!({}), None)] {
        let capabilities = json!({ "textDocument": { "publishDiagnostics": able } });
        let mut client = Client::session_with(&folder, capabilities);
        let is_it = |it: &&lsp_types::Diagnostic| it.code == Some(NumberOrString::String("retired-rule".to_owned()));
        let found = client.diagnostics_when(&folder.uri("a.tm"), None, |found| found.iter().any(|it| is_it(&it)));
        let found = found.iter().find(is_it).unwrap();
        assert_eq!(serde_json::to_value(found.range).unwrap(), range(13, 8, 13, 18));
        assert_eq!(found.severity, Some(DiagnosticSeverity::WARNING));
        assert_eq!(found.tags, tags);
        client.all_shown();
        client.finish();
    }
}

#[test]
fn a_huge_number_of_diagnostics_is_cut_and_said_to_be() {
    let folder = Folder::project(&[("a.tm", &"service a\n".repeat(3_000))]);
    let mut client = Client::session(&folder);
    let found = client.diagnostics_when(&folder.uri("a.tm"), None, |found| !found.is_empty());
    assert_eq!(found.len(), 2_001);
    assert!(found[2_000].message.ends_with("more are not shown here: `tm check` shows all"), "{:?}", found[2_000]);
    client.finish();
}

#[test]
fn what_a_model_says_is_told_on_its_own_lines() {
    let folder =
        Folder::project(&[("a.tm", "service \"a\u{1b}[31m\u{202e}\"\nservice x { owner: \"\\u{1b}\" tier: \u{7} }\n")]);
    let mut client = Client::session(&folder);
    let found = client.diagnostics_when(&folder.uri("a.tm"), None, |found| !found.is_empty());
    for diagnostic in &found {
        assert!(!diagnostic.message.chars().any(|it| it.is_control() && it != '\n'), "{diagnostic:?}");
        assert!(!diagnostic.message.contains('\u{202e}'), "{diagnostic:?}");
    }
    client.finish();
}
