//! Runs a whole process: how long it takes, and how much memory it holds at most.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// From the start of the process to its end, with what it prints in a file.
pub fn time(command: &mut Command, output: &Path) -> Result<(Duration, ExitStatus), String> {
    let started = Instant::now();
    let mut child = start(command, output)?;
    let status = child.wait().map_err(|error| told(command, &error))?;
    Ok((started.elapsed(), status))
}

/// As [`time`], and the most bytes that the process held, where the system tells. The process is looked at all the while,
/// which costs some of its time: with a short `interval`, take the time from a run of its own.
pub fn time_and_memory(
    command: &mut Command,
    output: &Path,
    interval: Duration,
) -> Result<(Duration, Option<u64>, ExitStatus), String> {
    let started = Instant::now();
    let mut child = start(command, output)?;
    let mut peak = None;
    loop {
        peak = peak.max(peak_of(child.id()));
        if let Some(status) = child.try_wait().map_err(|error| told(command, &error))? {
            return Ok((started.elapsed(), peak, status));
        }
        std::thread::sleep(interval);
    }
}

fn start(command: &mut Command, output: &Path) -> Result<Child, String> {
    let file = File::create(output).map_err(|error| format!("`{}`: {error}", output.display()))?;
    command.stdin(Stdio::null()).stdout(file).spawn().map_err(|error| told(command, &error))
}

fn told(command: &Command, error: &std::io::Error) -> String {
    format!("cannot run `{}`: {error}", command.get_program().to_string_lossy())
}

/// Kept by the kernel, so that looking now and then misses only what is added at the very end.
pub fn peak_of(process: u32) -> Option<u64> {
    peak_in(&fs::read_to_string(format!("/proc/{process}/status")).ok()?)
}

/// `VmHWM:     1234 kB`, as in `/proc/<id>/status` of Linux, in bytes.
fn peak_in(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_is_read_from_the_status() {
        assert_eq!(peak_in("VmPeak:\t  900 kB\nVmHWM:\t  300 kB\nVmRSS:\t  200 kB\n"), Some(300 * 1024));
        assert_eq!(peak_in("Name:\ttm\nState:\tZ (zombie)\n"), None);
        assert_eq!(peak_in("VmHWM:\t many kB\n"), None);
    }

    #[test]
    fn a_process_is_run_with_its_output_in_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("out");
        let mut command = Command::new(std::env::current_exe().unwrap());
        let (_, status) = time(command.arg("--list"), &output).unwrap();
        assert!(status.success());
        assert!(fs::read_to_string(&output).unwrap().contains("a_process_is_run_with_its_output_in_a_file"));
        let (_, _, status) = time_and_memory(&mut command, &output, Duration::from_millis(1)).unwrap();
        assert!(status.success());
        assert!(time(&mut Command::new(folder.path().join("missing")), &output).is_err());
    }

    /// It must live long enough to be looked at: a look at a process that has only just begun sees next to nothing.
    #[test]
    #[cfg(target_os = "linux")]
    fn the_peak_of_a_process_that_lasts_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new("sleep");
        let (_, peak, status) =
            time_and_memory(command.arg("0.5"), &folder.path().join("out"), Duration::from_millis(5)).unwrap();
        assert!(status.success());
        assert!(peak.is_some_and(|peak| peak > 64 * 1024), "{peak:?}");
    }
}
