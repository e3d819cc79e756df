//! Messages that were received and not handled yet. A request that is cancelled while it waits here is taken out.

use std::collections::VecDeque;

use crossbeam_channel::Receiver;
use lsp_server::{Message, RequestId};
use serde_json::Value;

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
}

impl Inbox {
    /// Takes in what is there, and gives the requests that were cancelled.
    pub fn fill(&mut self, receiver: &Receiver<Message>) -> Vec<Cancelled> {
        let mut cancelled = Vec::new();
        while self.messages.len() < MOST
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
                let before = self.messages.len();
                self.messages.retain(|message| !matches!(message, Message::Request(request) if request.id == id));
                Some(Cancelled { id, waited: self.messages.len() < before })
            }
            _ => {
                self.messages.push_back(message);
                None
            }
        }
    }

    /// The next message.
    pub fn pop(&mut self) -> Option<Message> {
        self.messages.pop_front()
    }

    /// Makes a message the next one again.
    pub fn put_back(&mut self, message: Message) {
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
