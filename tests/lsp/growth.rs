//! The program's memory, over its standard input and output: it depends on what is open, and not on how much was said or who listens.

use std::io::{BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::expected::{findings, told};
use crate::hostile::Chance;
use crate::stdio::next;

const RISKS: &str =
    "# AI risk register\n\n| ID | Risk | Owner | AI systems |\n|---|---|---|---|\n| RSK-001 | It misfires | Ada | AIS-1 |\n";
const DAY: jiff::civil::Date = jiff::civil::Date::constant(2026, 7, 1);

/// The register, and so much prose below it that texts that are kept by mistake are noticed.
fn long() -> String {
    format!("{RISKS}\n{}\n", "Nobody reads all of this, and here it stands all the same. ".repeat(500))
}

/// The program at work on a folder with one register.
struct Program {
    folder: tempfile::TempDir,
    server: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

fn frame(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

impl Program {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("clauselint.yaml"), "organisation: { name: Larch Library }\n").expect("written");
        std::fs::write(folder.path().join("risks.md"), RISKS).expect("written");
        let mut server = Command::new(env!("CARGO_BIN_EXE_clauselint"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it runs");
        let input = server.stdin.take();
        let output = BufReader::new(server.stdout.take().expect("piped"));
        let mut program = Self { folder, server, input, output };
        let hello = json!({
            "capabilities": {}, "workspaceFolders": [{ "uri": program.root(), "name": "a" }],
            "initializationOptions": { "as_of": DAY.to_string() },
        });
        program.say(&json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello }));
        program.say(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
        let document = json!({ "uri": program.uri("risks.md"), "languageId": "markdown", "version": 1, "text": RISKS });
        program.say(&json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": document } }));
        program.everything("first");
        program
    }

    fn root(&self) -> String {
        format!("file://{}", self.folder.path().canonicalize().expect("a path").display())
    }

    fn uri(&self, name: &str) -> String {
        format!("{}/{name}", self.root())
    }

    fn say(&mut self, message: &Value) {
        self.write(&frame(message));
    }

    fn write(&mut self, bytes: &[u8]) {
        self.input.as_mut().expect("not closed").write_all(bytes).expect("the server reads");
    }

    /// Asks for all findings, and waits for them.
    fn everything(&mut self, id: &str) -> Value {
        let params = json!({ "previousResultIds": [] });
        self.say(&json!({ "jsonrpc": "2.0", "id": id, "method": "workspace/diagnostic", "params": params }));
        self.answer(id)["result"].clone()
    }

    fn answer(&mut self, id: &str) -> Value {
        loop {
            let message = next(&mut self.output);
            if message["id"] == id {
                return message;
            }
        }
    }

    /// What is said of all files is what `check` says, with this text of the register.
    fn agrees(&mut self, id: &str, text: &str) {
        let all = self.everything(id);
        let items = all["items"].as_array().expect("a list").iter();
        let items =
            items.map(|item| (item["uri"].as_str().expect("a text").to_owned(), item["items"].as_array().expect("full").clone()));
        let mut now = clauselint::source::MemorySystem::default();
        now.set("clauselint.yaml", &b"organisation: { name: Larch Library }\n"[..]);
        now.set("risks.md", text.as_bytes());
        let root = self.root();
        let root = root.strip_prefix("file://").expect("a file");
        assert_eq!(told(&items.filter(|(_, items)| !items.is_empty()).collect(), root), findings(&now, DAY));
    }

    /// Bytes in memory; none where that cannot be asked.
    fn memory(&self) -> Option<usize> {
        memory(self.server.id())
    }

    fn end(mut self) {
        self.say(&json!({ "jsonrpc": "2.0", "id": "last", "method": "shutdown" }));
        self.answer("last");
        self.say(&json!({ "jsonrpc": "2.0", "method": "exit" }));
        assert_eq!(self.server.wait().expect("it ends").code(), Some(0));
    }
}

fn memory(process: u32) -> Option<usize> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<usize>().ok().map(|kilobytes| kilobytes << 10)
}

/// Adds a row with words that were never there before; the next edit takes it away again.
fn edit(program: &mut Program, i: usize, text: &mut String) {
    let new = if i.is_multiple_of(2) { format!("| RSK-{i} | Title {i} | Person {i} | AIS-{i} |\n") } else { String::new() };
    let (start, end) = (json!({ "line": 4, "character": 0 }), json!({ "line": 5, "character": 0 }));
    let range = if new.is_empty() { json!({ "start": start, "end": end }) } else { json!({ "start": start, "end": start }) };
    let params = json!({
        "textDocument": { "uri": program.uri("risks.md"), "version": i + 2 }, "contentChanges": [{ "range": range, "text": new }],
    });
    program.say(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": params }));
    *text = long().replacen("| RSK-001", &format!("{new}| RSK-001"), 1);
}

/// The bound, for what the allocator keeps and for words that were once typed. The texts that are judged on the way are half as much again.
const SLACK: usize = 16 << 20;

#[test]
fn ten_thousand_edits_take_no_more_memory_than_two_thousand() {
    let mut program = Program::new();
    let mut text = String::new();
    let document = json!({ "uri": program.uri("risks.md"), "languageId": "markdown", "version": 1, "text": long() });
    program.say(&json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": document } }));
    let mut after = Vec::new();
    for i in 0..10_001 {
        edit(&mut program, i, &mut text);
        // So that a thousand texts are judged, and not the last one alone.
        if i % 10 == 0 {
            program.everything(&format!("at {i}"));
        }
        if i == 2000 || i == 10_000 {
            program.agrees(&format!("agrees {i}"), &text);
            after.extend(program.memory());
        }
    }
    if let [early, late] = after[..] {
        assert!(late < early + SLACK, "{early} bytes after 2000 edits, {late} after 10000");
    }
    program.end();
}

/// Documents come and go under names of which there is no end.
#[test]
fn what_was_closed_takes_no_memory() {
    let mut program = Program::new();
    let mut after = Vec::new();
    for i in 0..1_001 {
        let document =
            json!({ "uri": program.uri(&format!("notes-{i}.md")), "languageId": "markdown", "version": 1, "text": long() });
        program.say(&json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": document } }));
        let about = json!({ "textDocument": { "uri": document["uri"] } });
        program.say(&json!({ "jsonrpc": "2.0", "id": format!("of {i}"), "method": "textDocument/diagnostic", "params": about }));
        program.answer(&format!("of {i}"));
        program.say(&json!({ "jsonrpc": "2.0", "method": "textDocument/didClose", "params": about }));
        if i == 300 || i == 1_000 {
            program.agrees(&format!("agrees {i}"), RISKS);
            after.extend(program.memory());
        }
    }
    if let [early, late] = after[..] {
        assert!(late < early + SLACK, "{early} bytes after 300 documents, {late} after 1000");
    }
    program.end();
}

/// A client that asks and asks and reads no answer is not listened to any more, until it reads.
#[test]
fn who_reads_nothing_is_waited_for() {
    let mut program = Program::new();
    // So that an answer is long.
    let row = "| RSK-001 | It misfires, and nobody knows why, and nobody asks | Ada | AIS-1 |\n";
    let text = format!("{RISKS}{}", row.repeat(1000));
    let document = json!({ "uri": program.uri("risks.md"), "languageId": "markdown", "version": 2, "text": text });
    program.say(&json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": document } }));
    program.everything("before");
    let asked = 3000_usize;
    let said = Arc::new(AtomicUsize::new(0));
    let about = json!({ "textDocument": { "uri": program.uri("risks.md") } });
    let (count, mut input) = (said.clone(), program.input.take().expect("not closed"));
    let asking = std::thread::spawn(move || {
        for i in 0..asked {
            let method = if i.is_multiple_of(2) { "textDocument/diagnostic" } else { "textDocument/documentSymbol" };
            let message = json!({ "jsonrpc": "2.0", "id": i, "method": method, "params": about });
            // It waits here when the server does.
            input.write_all(&frame(&message)).expect("the server reads");
            count.fetch_add(1, Ordering::SeqCst);
        }
        input
    });
    // How long is waited decides nothing but how much a server that listens on would have taken.
    let mut most = 0;
    let (mut before, mut still) = (usize::MAX, 0);
    while still < 20 && said.load(Ordering::SeqCst) < asked || still < 5 {
        std::thread::sleep(Duration::from_millis(50));
        let now = said.load(Ordering::SeqCst);
        still = if now == before { still + 1 } else { 0 };
        before = now;
        most = most.max(program.memory().unwrap_or_default());
    }
    assert!(most < 400 << 20, "{most} bytes");
    let mut answers = 0;
    while answers < asked {
        answers += usize::from(next(&mut program.output)["id"].is_number());
    }
    program.input = Some(asking.join().expect("it writes"));
    program.agrees("after", &text);
    program.end();
}

/// A piece of what a broken client, or none at all, could write.
fn garbage(chance: &mut Chance) -> Vec<u8> {
    let mut noise = |length: usize| -> Vec<u8> { (0..length).map(|_| chance.below(256) as u8).collect() };
    let (short, long) = (noise(40), noise(3000));
    let framed = |body: &[u8]| [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat();
    let opened: &[u8] =
        br#"{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///a.md","text":""#;
    match chance.below(16) {
        0 => short,
        1 => long,
        2 => framed(&short),
        3 => framed(&long),
        4 => b"Content-Length: -7\r\n\r\n".to_vec(),
        5 => b"Content-Length: 99999999999999999999999999\r\n\r\n".to_vec(),
        6 => b"Content-Length: 99999999999\r\n\r\n{}".to_vec(),
        7 => b"Content-Length: 3\r\nContent-Length: 1000\r\n\r\n{}".to_vec(),
        8 => b"Content-Length: 1\r\nContent-Type: \xff\xfe\r\n\r\n{".to_vec(),
        // Text that ends within a character, within a string, and within an escape.
        9 => framed(&[opened, b"\xf0\x9f\x98"].concat()),
        10 => framed(&[opened, "é".as_bytes()].concat()),
        11 => framed(&[opened, br#"\ud83d"}}}"#].concat()),
        12 => framed("[".repeat(2000).as_bytes()),
        13 => framed(br#"{"jsonrpc":"2.0","id":{"a":1},"method":"shutdown"}"#),
        14 => framed(br#"[{"jsonrpc":"2.0","method":"exit"}]"#),
        _ => "Content-Length\r\n: 5\r\n\r\n".repeat(20).into_bytes(),
    }
}

#[test]
fn garbage_between_messages_costs_nothing_and_leaves_no_trace() {
    let mut program = Program::new();
    let mut chance = Chance(77);
    let mut after = Vec::new();
    for i in 0..crate::hostile::messages() {
        program.write(&garbage(&mut chance));
        if i % 50 == 49 {
            // Longer than what any of it announces and does not bring.
            program.write(&b"\r\n".repeat(4000));
            let text = RISKS.replace("RSK-001", &format!("RSK-{i}"));
            let document = json!({ "uri": program.uri("risks.md"), "version": i });
            let params = json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
            program.say(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": params }));
            program.agrees(&format!("after {i}"), &text);
            after.extend(program.memory());
        }
    }
    if let (Some(early), Some(late)) = (after.get(5), after.last()) {
        assert!(*late < early + SLACK, "{early} bytes, then {late}");
    }
    program.end();
}

/// Thirty pastes in a row, each of more than is read of a file: they do not lie in memory all at once.
#[test]
fn large_messages_wait_where_they_come_from() {
    let mut program = Program::new();
    let huge = format!("{RISKS}{}", "x".repeat(33 << 20));
    let document = json!({ "uri": program.uri("risks.md"), "version": 3 });
    let paste = frame(&json!({
        "jsonrpc": "2.0", "method": "textDocument/didChange",
        "params": { "textDocument": document, "contentChanges": [{ "text": huge }] },
    }));
    let mut most = 0;
    for _ in 0..30 {
        program.write(&paste);
        most = most.max(program.memory().unwrap_or_default());
    }
    program.agrees("after", &huge);
    assert!(most < 500 << 20, "{most} bytes");
    program.end();
}
