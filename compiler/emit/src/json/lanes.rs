//! Long arrays, rendered in pieces on several threads and written in order.

use std::io;
use std::sync::mpsc::sync_channel;
use std::thread;

use super::Json;

/// Entries in one piece: one or two hundred kilobytes, which a processor keeps at hand until they are written.
const PIECE: usize = 128;

/// Pieces of a thread that may wait to be written: a slow disk must not fill the memory.
const AHEAD: usize = 4;

/// Writes a line for each item, without what stands around them.
pub(super) fn entries<'a, 'w, T: Sync>(
    json: &mut Json<'a, 'w>,
    items: &[T],
    entry: fn(&mut Json<'a, 'w>, &T),
) -> io::Result<()> {
    let lanes = json.threads.min(items.len() / PIECE);
    if lanes < 2 {
        for (at, item) in items.iter().enumerate() {
            json.entry(at, item, entry);
            json.writer.flush_if_full()?;
        }
        return Ok(());
    }
    let report = json.report;
    let pieces = || items.chunks(PIECE).enumerate();
    let render = |json: &mut Json<'a, 'w>, (piece, items): (usize, &[T])| {
        items.iter().enumerate().for_each(|(at, item)| json.entry(piece * PIECE + at, item, entry));
    };
    thread::scope(|scope| {
        let rendered: Vec<_> = (0..lanes)
            .map(|lane| {
                let (send, receive) = sync_channel(AHEAD);
                let places = json.places.clone();
                let work = move || {
                    let mut json = Json::detached(report, places);
                    for piece in pieces().skip(lane).step_by(lanes) {
                        render(&mut json, piece);
                        // Nobody listens after a failure.
                        if send.send(json.writer.take()).is_err() {
                            return;
                        }
                    }
                };
                thread::Builder::new().spawn_scoped(scope, work).ok().map(|_| receive)
            })
            .collect();
        for (piece, lane) in pieces().zip(rendered.iter().cycle()) {
            match lane.as_ref().and_then(|lane| lane.recv().ok()) {
                Some(written) => json.writer.append(&written)?,
                // There was no further thread to have.
                None => render(json, piece),
            }
        }
        Ok(())
    })
}
