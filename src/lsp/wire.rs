//! Frames on a stream: a header with a length, and a JSON message of that length. What is no frame is passed over and told, and reading goes
//! on at the next header: lsp-server's own reader allocates what it is told, and ends the session at the first thing it does not understand.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam_channel::{bounded, unbounded};
use lsp_server::{Connection, Message, Notification, Request, RequestId, Response};
use serde_json::Value;

use super::load::{self, Load};

/// The largest message that is read, in bytes. A file pasted into the editor is one message.
pub const LARGEST: u64 = 128 << 20;
/// The longest line of a header.
const LONGEST_LINE: u64 = 4 << 10;
/// Messages that wait for the engine; whoever sends more waits too.
const WAITING: usize = 512;
/// How often it is looked whether what waits has become less.
const PATIENCE: Duration = Duration::from_millis(5);
/// The method under which the engine is told of what could not be understood.
pub const UNREADABLE: &str = "$/clauselint/unreadable";

/// The threads of a connection.
#[derive(Debug)]
pub struct Threads {
    writer: JoinHandle<io::Result<()>>,
}

impl Threads {
    /// Waits until all is written. The reader is not waited for: it may hang on a client that says nothing any more.
    pub fn finish(self) {
        // A writer that failed had nobody to write to.
        let _ = self.writer.join();
    }
}

/// A connection over two streams.
pub fn connect(input: impl Read + Send + 'static, output: impl Write + Send + 'static) -> (Connection, Threads) {
    let (to_engine, receiver) = bounded::<Message>(WAITING);
    let (sender, to_client) = unbounded::<Message>();
    let writer = thread::spawn(move || {
        let mut output = output;
        to_client.into_iter().try_for_each(|message| message.write(&mut output))
    });
    thread::spawn(move || {
        let mut input = BufReader::new(input);
        let mut load = Load::default();
        while let Ok(frame) = read(&mut input) {
            let message = match frame {
                Frame::Message(message) => message,
                Frame::Garbage(why) => Notification { method: UNREADABLE.into(), params: why.into() }.into(),
                Frame::End => break,
            };
            while load.left(to_engine.len()) > load::HEAVY {
                thread::sleep(PATIENCE);
            }
            load.add(load::weight(&message));
            if to_engine.send(message).is_err() {
                break;
            }
        }
    });
    (Connection { sender, receiver }, Threads { writer })
}

/// What stands next on a stream.
#[derive(Debug)]
pub enum Frame {
    /// A message.
    Message(Message),
    /// Something else, and what is wrong with it.
    Garbage(String),
    /// Nothing more.
    End,
}

/// Reads the next frame. Fails only if the stream does.
pub fn read(input: &mut impl BufRead) -> io::Result<Frame> {
    let mut length = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(Frame::End);
        }
        let text = String::from_utf8_lossy(&line);
        match text.trim_end() {
            "" if length.is_some() => break,
            "" => {}
            text => match header(text) {
                Some(("content-length", value)) => match value.parse::<u64>() {
                    Ok(bytes) if bytes <= LARGEST => length = Some(bytes),
                    Ok(bytes) => {
                        return Ok(Frame::Garbage(format!("a message of {bytes} bytes is not read; at most {LARGEST} are")));
                    }
                    Err(_) => return Ok(Frame::Garbage("a message's length is no number".into())),
                },
                Some(("content-type", _)) => {}
                // Bytes that belong to nothing. A header may stand at their end.
                _ => length = None,
            },
        }
    }
    let length = length.unwrap_or_default();
    // The buffer grows with what comes, and not with what was announced.
    let mut bytes = Vec::new();
    if input.by_ref().take(length).read_to_end(&mut bytes)? as u64 != length {
        return Ok(Frame::End);
    }
    Ok(match serde_json::from_slice(&bytes).map_err(|error| error.to_string()).and_then(message) {
        Ok(message) => Frame::Message(message),
        Err(why) => Frame::Garbage(format!("a message is not understood: {why}")),
    })
}

/// A header's name in small letters and its value. What stands before the name of the one header that matters is passed over: bytes of a body
/// that was not read have no line's end.
fn header(line: &str) -> Option<(&'static str, &str)> {
    ["content-length", "content-type"].into_iter().find_map(|name| {
        let lower = line.to_ascii_lowercase();
        let at = lower.rfind(&format!("{name}:"))?;
        Some((name, line[at + name.len() + 1..].trim()))
    })
}

/// A message from its JSON.
fn message(value: Value) -> Result<Message, String> {
    let Value::Object(mut fields) = value else { return Err("it is no object".into()) };
    let method = match fields.remove("method") {
        Some(Value::String(method)) => Some(method),
        None => None,
        Some(_) => return Err("its method is no text".into()),
    };
    let id = match fields.remove("id") {
        None => None,
        Some(id) => Some(serde_json::from_value::<RequestId>(id).map_err(|_| "its id is neither a text nor a small number")?),
    };
    let params = fields.remove("params").unwrap_or_default();
    match (method, id) {
        (Some(method), Some(id)) => Ok(Request { id, method, params }.into()),
        (Some(method), None) => Ok(Notification { method, params }.into()),
        (None, Some(id)) => {
            let response_result = match fields.remove("error") {
                Some(error) => Err(serde_json::from_value(error).map_err(|_| "its error is none")?),
                None => Ok(fields.remove("result").unwrap_or_default()),
            };
            Ok(Response { id, response_result }.into())
        }
        (None, None) => Err("it has neither a method nor an id".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut bytes: &[u8]) -> Vec<String> {
        let mut frames = Vec::new();
        loop {
            match read(&mut bytes).unwrap() {
                Frame::Message(Message::Request(request)) => frames.push(format!("request {}", request.method)),
                Frame::Message(Message::Notification(told)) => frames.push(format!("notification {}", told.method)),
                Frame::Message(Message::Response(response)) => frames.push(format!("response {}", response.id)),
                Frame::Garbage(_) => frames.push("garbage".into()),
                Frame::End => return frames,
            }
        }
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn messages_are_told_apart() {
        let text = [
            framed(r#"{"jsonrpc":"2.0","id":1,"method":"shutdown"}"#),
            framed(r#"{"method":"exit"}"#),
            framed(r#"{"id":"a","result":null}"#),
        ]
        .concat();
        assert_eq!(all(text.as_bytes()), ["request shutdown", "notification exit", "response \"a\""]);
    }

    #[test]
    fn after_garbage_reading_goes_on_at_the_next_header() {
        let next = framed(r#"{"method":"exit"}"#);
        for garbage in [
            "\u{0}\u{1}nonsense\r\n\r\n".to_owned(),
            "Content-Length: 18446744073709551615\r\n\r\n{\"method\":\"a\"}".to_owned(),
            "Content-Length: 99999999999999\r\n\r\n".to_owned() + &"x".repeat(9000),
            "Content-Length: -1\r\n\r\n".to_owned(),
            framed("{\"id\":1.5,\"method\":\"a\"}"),
            framed("[]"),
            framed("{\"id\":null}"),
            framed(&"[".repeat(100_000)),
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n".to_owned(),
        ] {
            let told = all((garbage.clone() + &next).as_bytes());
            assert_eq!(told.last().map(String::as_str), Some("notification exit"), "{garbage:.40} {told:?}");
        }
        assert_eq!(all(b"Content-Length: 99\r\n\r\n{"), Vec::<String>::new());
    }
}
