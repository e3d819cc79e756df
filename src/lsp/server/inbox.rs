//! Messages that were received and not handled yet. A request that is cancelled while it waits here is taken out.

use std::collections::VecDeque;

use crossbeam_channel::Receiver;
use lsp_server::{Message, RequestId};
use serde_json::Value;

use super::super::load::{HEAVY, weight};

/// Most messages that are held; more wait where they come from.
const MOST: usize = 4096;

/// A request that the client does not want answered any more.
pub struct Cancelled {
    /// The request.
    pub id: RequestId,
    /// It waited here.
    pub waited: bool,
}

/// Messages in order.
#[derive(Default)]
pub struct Inbox {
    messages: VecDeque<Message>,
    /// Of all of them, in bytes.
    weight: usize,
}

impl Inbox {
    /// Takes in what is there, and gives the requests that were cancelled.
    pub fn fill(&mut self, receiver: &Receiver<Message>) -> Vec<Cancelled> {
        let mut cancelled = Vec::new();
        while self.messages.len() < MOST
            && self.weight < HEAVY
            && let Ok(message) = receiver.try_recv()
        {
            cancelled.extend(self.push(message));
        }
        cancelled
    }

    /// Takes in a message, and gives the request that it cancels.
    pub fn push(&mut self, message: Message) -> Option<Cancelled> {
        match &message {
            Message::Notification(told) if told.method == "$/cancelRequest" => {
                let id = told.params.get("id").and_then(id)?;
                let is_it = |message: &Message| matches!(message, Message::Request(request) if request.id == id);
                let cancelled: usize = self.messages.iter().filter(|message| is_it(message)).map(weight).sum();
                self.messages.retain(|message| !is_it(message));
                self.weight -= cancelled;
                Some(Cancelled { id, waited: cancelled > 0 })
            }
            _ => {
                self.weight += weight(&message);
                self.messages.push_back(message);
                None
            }
        }
    }

    /// The next message.
    pub fn pop(&mut self) -> Option<Message> {
        let message = self.messages.pop_front()?;
        self.weight -= weight(&message);
        Some(message)
    }

    /// Makes a message the next one again.
    pub fn put_back(&mut self, message: Message) {
        self.weight += weight(&message);
        self.messages.push_front(message);
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }
}

fn id(value: &Value) -> Option<RequestId> {
    serde_json::from_value(value.clone()).ok()
}
