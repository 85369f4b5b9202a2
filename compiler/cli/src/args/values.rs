//! Values of options that several commands share.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use tm_analysis::Date;
use tm_project::{Colour, Level, Profile, Scheme};

pub fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "not a date such as 2026-12-31".to_owned())
}

pub fn profile() -> impl TypedValueParser<Value = Profile> {
    let help = |profile| match profile {
        Profile::Draft => "hide open questions, and count them",
        Profile::Default => "tell open questions",
        Profile::Strict => "make those about heightened elements possible findings, one severity lower",
        Profile::Paranoid => "make all of them possible findings, one severity lower",
    };
    let values = Profile::ALL.map(|profile| PossibleValue::new(profile.name()).help(help(profile)));
    PossibleValuesParser::new(values).try_map(|text| named(&Profile::ALL, Profile::name, &text))
}

pub fn colour() -> impl TypedValueParser<Value = Colour> {
    let help = |colour| match colour {
        Colour::Auto => "on a terminal, unless the environment says otherwise",
        Colour::Always | Colour::Never => "",
    };
    let values = Colour::ALL.map(|colour| {
        let value = PossibleValue::new(colour.name());
        if help(colour).is_empty() { value } else { value.help(help(colour)) }
    });
    PossibleValuesParser::new(values).try_map(|text| named(&Colour::ALL, Colour::name, &text))
}

pub fn level() -> impl TypedValueParser<Value = Level> {
    PossibleValuesParser::new(Level::ALL.map(Level::name)).try_map(|text| named(&Level::ALL, Level::name, &text))
}

pub fn scheme() -> impl TypedValueParser<Value = Scheme> {
    let help = |scheme| match scheme {
        Scheme::Cvss4 => "CVSS 4.0: vector and score",
        Scheme::Cvss3 => "CVSS 3.1: vector and score",
        Scheme::Dread => "DREAD: damage, reproducibility, exploitability, affected users, discoverability",
        Scheme::Owasp => "OWASP Risk Rating: likelihood and impact",
    };
    let values = Scheme::ALL.map(|scheme| PossibleValue::new(scheme.name()).help(help(scheme)));
    PossibleValuesParser::new(values).try_map(|text| named(&Scheme::ALL, Scheme::name, &text))
}

/// It becomes a link: nothing but an address of the web may stand there.
pub fn source_url(text: &str) -> Result<String, String> {
    if !(text.starts_with("https://") || text.starts_with("http://")) {
        return Err("it must begin with `https://` or `http://`".to_owned());
    }
    if !(text.contains("{path}") && text.contains("{line}")) {
        return Err("it must have `{path}` and `{line}` in it".to_owned());
    }
    Ok(text.to_owned())
}

fn named<T: Copy>(all: &[T], name: fn(T) -> &'static str, text: &str) -> Result<T, String> {
    let found = all.iter().copied().find(|value| name(*value).eq_ignore_ascii_case(text));
    found.ok_or_else(|| format!("there is no `{text}`"))
}
