//! What the server says of its own accord, in order.

use std::pin::Pin;

use tokio::sync::mpsc;
use tower_lsp::Client;

use crate::log;
use crate::publish::News;
use crate::types::MessageType;

type Sending = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Where other threads put what is to be sent.
#[derive(Clone)]
pub(crate) struct Outbox {
    messages: mpsc::UnboundedSender<Box<dyn FnOnce(Client) -> Sending + Send>>,
}

impl Outbox {
    /// To be called within the runtime, which does the sending.
    pub fn new(client: Client) -> Outbox {
        let (messages, mut waiting) = mpsc::unbounded_channel::<Box<dyn FnOnce(Client) -> Sending + Send>>();
        tokio::spawn(async move {
            while let Some(message) = waiting.recv().await {
                message(client.clone()).await;
            }
        });
        Outbox { messages }
    }

    /// Sends something after all that was put here before.
    pub fn send<F: Future<Output = ()> + Send + 'static>(&self, message: impl FnOnce(Client) -> F + Send + 'static) {
        // When nobody sends any more, the server ends.
        drop(self.messages.send(Box::new(move |client| Box::pin(message(client)))));
    }

    /// Asks the client something: what is sent afterwards does not wait for the answer.
    pub fn ask<F: Future<Output = ()> + Send + 'static>(&self, question: impl FnOnce(Client) -> F + Send + 'static) {
        self.send(|client| async move { drop(tokio::spawn(question(client))) });
    }

    /// What waits is shared; it is copied when it goes out.
    pub fn publish(&self, news: News) {
        self.send(move |client| async move {
            let News { file, version } = news;
            client.publish_diagnostics(file.uri.clone(), file.diagnostics.clone(), version).await;
        });
    }

    /// For people who look for what went wrong.
    pub fn log(&self, level: MessageType, text: String) {
        log::note(&text);
        self.send(move |client| async move { client.log_message(level, text).await });
    }
}
