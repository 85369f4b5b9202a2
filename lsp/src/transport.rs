//! Messages over standard input and output.
//!
//! One thread reads, one writes, and a loop between them calls the service. What is not a message is answered and passed
//! over; a handler runs up to its first wait before the next message is looked at, so notifications take effect in the
//! order in which they came.

use std::future::poll_fn;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::panic::AssertUnwindSafe;
use std::sync::mpsc as threads;
use std::task::Poll;
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, SinkExt, StreamExt};
use serde::Serialize;
use serde_json::Value;
use tokio::sync::mpsc;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};
use tower_lsp::{ClientSocket, LanguageServer, Loopback, LspService};
use tower_service::Service;

use crate::log;

/// Longer messages are passed over: no client has them.
const LONGEST: usize = 256 << 20;

/// Lines of a header are shorter.
const LONGEST_HEADER: u64 = 4096;

/// How long the last messages may take to be written. A client that is gone reads none.
const GOODBYE: Duration = Duration::from_secs(2);

/// What ends up in the loop.
pub(crate) enum Incoming {
    Message(Value),
    /// Bytes that are no message, and why.
    Garbage(String),
    /// Nobody is left to be served.
    End,
}

/// Serves until the client says so, or is gone; the exit code.
pub(crate) async fn serve<S: LanguageServer>(
    mut service: LspService<S>,
    socket: ClientSocket,
    to_loop: mpsc::Sender<Incoming>,
    mut from_client: mpsc::Receiver<Incoming>,
) -> i32 {
    let (mut requests, mut responses) = socket.split();
    let (to_client, written) = writer();
    let mut running = FuturesUnordered::<BoxFuture<'static, Option<Response>>>::new();
    let mut is_shut_down = false;
    reader(to_loop);
    loop {
        tokio::select! {
            biased;
            // Parts of an answer go ahead of it.
            Some(request) = requests.next() => send(&to_client, &request),
            Some(answer) = running.next() => answer.iter().for_each(|answer| send(&to_client, answer)),
            incoming = from_client.recv() => {
                let request = match incoming {
                    None | Some(Incoming::End) => break,
                    Some(Incoming::Garbage(why)) => {
                        log::note(&format!("passed over: {why}"));
                        send(&to_client, &Response::from_error(Id::Null, Error::parse_error()));
                        continue;
                    }
                    Some(Incoming::Message(message)) if message.get("method").is_none() => {
                        if let Some(problem) = response(message, &mut responses).await {
                            send(&to_client, &problem);
                        }
                        continue;
                    }
                    Some(Incoming::Message(message)) => match request(message) {
                        Ok(request) => request,
                        Err(problem) => {
                            send(&to_client, &*problem);
                            continue;
                        }
                    },
                };
                is_shut_down |= request.method() == "shutdown";
                if request.method() == "exit" {
                    break;
                }
                let id = request.id().cloned();
                let answer = service.call(request);
                let answer = AssertUnwindSafe(answer).catch_unwind().map(move |answer| match answer {
                    Ok(answer) => answer.ok().flatten(),
                    Err(_) => id.map(|id| Response::from_error(id, Error::internal_error())),
                });
                let mut answer = answer.boxed();
                match poll_fn(|context| Poll::Ready(answer.poll_unpin(context))).await {
                    Poll::Ready(answer) => answer.iter().for_each(|answer| send(&to_client, answer)),
                    Poll::Pending => running.push(answer),
                }
            }
        }
    }
    drop(to_client);
    // Nothing hangs on what does not arrive in time.
    _ = written.recv_timeout(GOODBYE);
    i32::from(!is_shut_down)
}

/// Hands an answer of the client to who waits for it.
async fn response(message: Value, responses: &mut <ClientSocket as Loopback>::ResponseSink) -> Option<Response> {
    match serde_json::from_value::<Response>(message) {
        Ok(response) => {
            // Nobody waits for it any more.
            drop(responses.send(response).await);
            None
        }
        Err(_) => Some(Response::from_error(Id::Null, Error::invalid_request())),
    }
}

/// A message as a request or notification; if it is none, what to answer.
fn request(mut message: Value) -> Result<Request, Box<Response>> {
    // Neither has any, and some clients send some.
    if matches!(message.get("method").and_then(Value::as_str), Some("shutdown" | "exit"))
        && let Some(members) = message.as_object_mut()
    {
        members.remove("params");
    }
    let id = message.get("id").cloned();
    serde_json::from_value(message).map_err(|error| {
        let id = id.and_then(|id| serde_json::from_value(id).ok()).unwrap_or(Id::Null);
        let error = Error { message: error.to_string().into(), ..Error::new(ErrorCode::InvalidRequest) };
        Box::new(Response::from_error(id, error))
    })
}

fn send(to: &threads::Sender<Vec<u8>>, message: &impl Serialize) {
    match serde_json::to_vec(message) {
        // Where nobody writes any more, nobody reads either.
        Ok(bytes) => drop(to.send(bytes)),
        Err(error) => log::note(&format!("a message cannot be written: {error}")),
    }
}

/// What is sent there is written; what comes from there: all is, and the sender is gone.
fn writer() -> (threads::Sender<Vec<u8>>, threads::Receiver<()>) {
    let (to, messages) = threads::channel::<Vec<u8>>();
    let (done, written) = threads::channel();
    std::thread::spawn(move || {
        let mut out = BufWriter::new(io::stdout());
        for message in messages {
            let header = format!("Content-Length: {}\r\n\r\n", message.len());
            let written = out.write_all(header.as_bytes()).and_then(|()| out.write_all(&message));
            if written.and_then(|()| out.flush()).is_err() {
                break;
            }
        }
        _ = done.send(());
    });
    (to, written)
}

fn reader(to: mpsc::Sender<Incoming>) {
    std::thread::spawn(move || {
        let mut from = BufReader::new(io::stdin());
        loop {
            let incoming = read(&mut from).unwrap_or(Incoming::End);
            let is_end = matches!(incoming, Incoming::End);
            if to.blocking_send(incoming).is_err() || is_end {
                return;
            }
        }
    });
}

/// The next message. An error, or the end in the midst of one, is the end.
fn read(from: &mut impl BufRead) -> io::Result<Incoming> {
    let mut length = None;
    let mut header = Vec::new();
    loop {
        header.clear();
        let read = Read::take(&mut *from, LONGEST_HEADER).read_until(b'\n', &mut header)?;
        if read == 0 {
            return Ok(Incoming::End);
        }
        let line = header.trim_ascii();
        if line.is_empty() {
            match length {
                Some(length) => return body(from, length),
                // Blank lines between messages do no harm.
                None => continue,
            }
        }
        let line = String::from_utf8_lossy(line);
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        if name.eq_ignore_ascii_case("content-length") {
            match value.trim().parse::<usize>() {
                Ok(bytes) if bytes <= LONGEST => length = Some(bytes),
                _ => return Ok(Incoming::Garbage(format!("the length `{}`", value.trim()))),
            }
        } else if !name.eq_ignore_ascii_case("content-type") {
            return Ok(Incoming::Garbage("a line that belongs to no header".to_owned()));
        }
    }
}

fn body(from: &mut impl BufRead, length: usize) -> io::Result<Incoming> {
    let mut bytes = Vec::new();
    let read = Read::take(&mut *from, length as u64).read_to_end(&mut bytes)?;
    if read < length {
        return Ok(Incoming::End);
    }
    Ok(match serde_json::from_slice(&bytes) {
        Ok(message) => Incoming::Message(message),
        Err(error) => Incoming::Garbage(error.to_string()),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;

    fn all(mut bytes: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        loop {
            match read(&mut bytes).unwrap() {
                Incoming::Message(message) => found.push(message.to_string()),
                Incoming::Garbage(why) => found.push(format!("garbage: {why}")),
                Incoming::End => return found,
            }
        }
    }

    #[test]
    fn headers_may_be_written_in_any_way() {
        let bytes = b"content-length:2\n\n{}\r\nContent-Type: x\r\nContent-Length: 4 \r\n\r\nnullContent-Length: 1\r\n";
        assert_eq!(all(bytes), ["{}", "null"]);
    }

    #[test]
    fn garbage_is_passed_over() {
        let bytes = b"hello\r\nContent-Length: 3\r\n\r\n{x}Content-Length: -1\r\n\r\nContent-Length: 2\r\n\r\n[]";
        let found = all(bytes);
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(found[0].starts_with("garbage") && found[1].starts_with("garbage") && found[2].contains("-1"));
        assert_eq!(found[3], "[]");
    }

    #[test]
    fn deep_nesting_and_bytes_that_are_no_text_are_garbage() {
        let mut deep = format!("Content-Length: {}\r\n\r\n{}", 100_000, "[".repeat(100_000)).into_bytes();
        deep.extend(b"Content-Length: 1\r\n\r\n\xff");
        assert!(all(&deep).iter().all(|found| found.starts_with("garbage")));
        assert_eq!(all(&deep).len(), 2);
    }
}
