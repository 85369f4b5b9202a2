//! The same system in pytm, as far as a comparison of speed needs it.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::process;

/// How often memory is looked at: it runs for seconds at least.
const INTERVAL: Duration = Duration::from_millis(20);

const VERSION: &str = "1.4";

pub struct Peer {
    pub version: String,
    pub time: Duration,
    pub peak: Option<u64>,
    /// Of its JSON.
    pub bytes: u64,
}

/// Runs the model once: it takes so long that a second time would say little more.
pub fn run(python: &Path, model: &Path, folder: &Path) -> Result<Peer, String> {
    let version = version(python)?;
    let json = folder.join("pytm.json");
    // An older output must not be taken for a new one.
    if json.exists() {
        fs::remove_file(&json).map_err(|error| format!("`{}`: {error}", json.display()))?;
    }
    let mut command = Command::new(python);
    // It prints a line for nearly every element.
    command.arg(model).arg("--json").arg(&json).stderr(Stdio::null());
    let (time, peak, status) = process::time_and_memory(&mut command, &folder.join("pytm.txt"), INTERVAL)?;
    if !status.success() {
        return Err(format!("`{} {}` did not end well: {status}", python.display(), model.display()));
    }
    let bytes = fs::metadata(&json).map_err(|error| format!("`{}`: {error}", json.display()))?.len();
    Ok(Peer { version, time, peak, bytes })
}

/// The comparison is with one version: others have more rules or fewer.
fn version(python: &Path) -> Result<String, String> {
    let mut command = Command::new(python);
    command.args(["-c", "from importlib.metadata import version; print(version('pytm'))"]);
    let output = command.output().map_err(|error| format!("cannot run `{}`: {error}", python.display()))?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if output.status.success() && is_meant(&version) {
        return Ok(version);
    }
    let found = if version.is_empty() { "none".to_owned() } else { format!("`{version}`") };
    Err(format!("`{}` has to have pytm {VERSION}; it has {found}", python.display()))
}

fn is_meant(version: &str) -> bool {
    version.strip_prefix(VERSION).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_version_is_compared_with() {
        assert!(is_meant("1.4") && is_meant("1.4.0"));
        assert!(!is_meant("1.40") && !is_meant("1.3.1") && !is_meant(""));
    }
}
