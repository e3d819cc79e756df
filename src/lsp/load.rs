//! How much waits on the way, in bytes: a thousand messages are nothing, and ten of them may hold a pasted file each.

use std::collections::VecDeque;

use lsp_server::Message;
use serde_json::Value;

/// More bytes than that wait nowhere, but for the message that went beyond.
pub const HEAVY: usize = 64 << 20;

/// The weights of messages that wait in order. Whoever takes them at the other end needs to tell nothing: their number does.
#[derive(Debug, Default)]
pub struct Load {
    weights: VecDeque<usize>,
    total: usize,
}

impl Load {
    /// One more waits.
    pub fn add(&mut self, weight: usize) {
        self.weights.push_back(weight);
        self.total += weight;
    }

    /// The weight of those that still wait: the last so many.
    pub fn left(&mut self, waiting: usize) -> usize {
        while self.weights.len() > waiting {
            self.total -= self.weights.pop_front().unwrap_or_default();
        }
        self.total
    }
}

/// About how many bytes a message takes.
pub fn weight(message: &Message) -> usize {
    match message {
        Message::Request(request) => of(&request.params),
        Message::Notification(notification) => of(&notification.params),
        Message::Response(response) => response.response_result.as_ref().map_or(0, of),
    }
}

fn of(value: &Value) -> usize {
    let held = match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(of).sum(),
        Value::Object(fields) => fields.iter().map(|(key, value)| key.len() + of(value)).sum(),
        _ => 0,
    };
    size_of::<Value>() + held
}

#[cfg(test)]
mod tests {
    use lsp_server::Notification;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_was_taken_weighs_nothing_any_more() {
        let mut load = Load::default();
        for weight in [5, 7, 11] {
            load.add(weight);
        }
        assert_eq!([load.left(3), load.left(1), load.left(9), load.left(0)], [23, 11, 11, 0]);
    }

    #[test]
    fn a_pasted_file_weighs_what_it_is_long() {
        let told =
            |text: String| Message::from(Notification { method: "a".into(), params: json!({ "changes": [{ "text": text }] }) });
        assert_eq!(weight(&told("x".repeat(1_000_000))) - weight(&told(String::new())), 1_000_000);
    }
}
