//! Messages to and from the server. What it asks is answered with nothing.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout};

use serde_json::{Value, json};

/// The way to the server and back.
pub struct Wire {
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    next: u64,
}

impl Wire {
    /// Takes a child's input and output.
    pub fn new(child: &mut Child) -> Result<Self, String> {
        let to = child.stdin.take().ok_or("the server has no input")?;
        let from = child.stdout.take().ok_or("the server has no output")?;
        Ok(Self { to, from: BufReader::new(from), next: 1 })
    }

    /// Tells something.
    pub fn tell(&mut self, method: &str, params: &Value) -> Result<(), String> {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    /// Asks something, and waits for the answer.
    pub fn ask(&mut self, method: &str, params: &Value) -> Result<(), String> {
        let id = self.next;
        self.next += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))?;
        self.until(|message| message["id"] == id && message.get("method").is_none())
    }

    /// Reads until such a message comes.
    pub fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Result<(), String> {
        loop {
            let message = self.read()?;
            if let (Some(_), Some(id)) = (message.get("method"), message.get("id")) {
                self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": null }))?;
            }
            if wanted(&message) {
                return Ok(());
            }
        }
    }

    fn send(&mut self, message: &Value) -> Result<(), String> {
        let body = message.to_string();
        let whole = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        self.to.write_all(whole.as_bytes()).and_then(|()| self.to.flush()).map_err(|e| e.to_string())
    }

    fn read(&mut self) -> Result<Value, String> {
        let mut length = None;
        loop {
            let mut line = String::new();
            if self.from.read_line(&mut line).map_err(|e| e.to_string())? == 0 {
                return Err("the server went away".to_owned());
            }
            if line.trim().is_empty() {
                break;
            }
            length = line.trim().strip_prefix("Content-Length: ").and_then(|n| n.parse::<usize>().ok()).or(length);
        }
        let mut body = vec![0; length.ok_or("a message without its length")?];
        self.from.read_exact(&mut body).map_err(|e| e.to_string())?;
        serde_json::from_slice(&body).map_err(|e| e.to_string())
    }
}
