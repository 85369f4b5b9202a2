//! The process that started the server: when it is gone, so are we.

use std::time::Duration;

use tokio::sync::mpsc::Sender;

use crate::transport::Incoming;

/// How often to look.
const EVERY: Duration = Duration::from_secs(2);

/// Ends the server when the process is no more. Most often the end of standard input comes first; but whoever inherited it
/// may keep it open.
#[cfg(unix)]
pub(crate) fn watch(process: u32, end: Sender<Incoming>) {
    use rustix::process::{Pid, test_kill_process};
    let Some(pid) = i32::try_from(process).ok().and_then(Pid::from_raw) else { return };
    std::thread::spawn(move || {
        // Somebody else's process may not be touched, and is there.
        while test_kill_process(pid) != Err(rustix::io::Errno::SRCH) {
            std::thread::sleep(EVERY);
        }
        crate::log::note(&format!("the process {process} that asked for this server is gone"));
        drop(end.blocking_send(Incoming::End));
    });
}

#[cfg(not(unix))]
pub(crate) fn watch(_: u32, _: Sender<Incoming>) {}
