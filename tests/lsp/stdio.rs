//! The program itself, over its standard input and output and files on a disk.

use std::io::{BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

pub fn next(output: &mut impl std::io::BufRead) -> Value {
    let mut length = 0;
    loop {
        let mut line = String::new();
        output.read_line(&mut line).expect("a line");
        match line.trim_end().split_once(": ") {
            Some((_, value)) => length = value.parse().expect("a number"),
            None => break,
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).expect("a body");
    serde_json::from_slice(&body).expect("JSON")
}

#[test]
fn the_program_says_what_check_says() {
    let folder = tempfile::tempdir().expect("a folder");
    // A name that a URI must write otherwise.
    let root = folder.path().canonicalize().expect("a path").join("our aims é");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/first-draft"), &root);
    std::fs::create_dir(root.join("drafts")).expect("a folder");
    std::fs::write(root.join(".gitignore"), "drafts/\n").expect("written");
    let ignored = "# AI risk register\n\n| ID | Risk |\n|---|---|\n| RSK-001 | Again |\n| RSK-001 | Again |\n";
    std::fs::write(root.join("drafts/risks.md"), ignored).expect("written");

    let day = "2026-11-02";
    let program = env!("CARGO_BIN_EXE_clauselint");
    let check = Command::new(program).args(["check", "--format", "json", "--as-of", day]).arg(&root).output().expect("it runs");
    let check: Value = serde_json::from_slice(&check.stdout).expect("JSON");

    let mut server = Command::new(program).arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it runs");
    let mut input = server.stdin.take().expect("piped");
    let mut output = BufReader::new(server.stdout.take().expect("piped"));
    let mut say = |message: Value| {
        let body = message.to_string();
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("the server reads");
    };
    let base = format!("file://{}", root.display().to_string().replace(' ', "%20").replace('é', "%C3%A9"));
    let capabilities = json!({ "general": { "positionEncodings": ["utf-32"] }, "textDocument": { "diagnostic": {} } });
    let options = json!({ "as_of": day });
    let hello = json!({ "capabilities": capabilities, "workspaceFolders": [{ "uri": base, "name": "a" }], "initializationOptions": options });
    say(json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello }));
    say(json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
    // What git ignores is not read, be it open or not.
    let document = json!({ "uri": format!("{base}/drafts/risks.md"), "languageId": "markdown", "version": 1, "text": ignored });
    say(json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": document } }));
    say(json!({ "jsonrpc": "2.0", "id": 2, "method": "workspace/diagnostic", "params": { "previousResultIds": [] } }));
    let answer = loop {
        let message = next(&mut output);
        if message["id"] == 2 {
            break message;
        }
    };
    let mut told: Vec<String> = Vec::new();
    for item in answer["result"]["items"].as_array().expect("a list") {
        for diagnostic in item["items"].as_array().expect("a list") {
            told.push(format!("{} {} {}", item["uri"].as_str().expect("a text"), diagnostic["range"], diagnostic["code"]));
        }
    }
    let mut expected: Vec<String> = Vec::new();
    for finding in check["findings"].as_array().expect("a list") {
        let at = &finding["at"];
        let path = if at.is_null() { "clauselint.yaml" } else { at["path"].as_str().expect("a text") };
        let position = |p: &Value| json!({ "line": p["line"].as_u64().map_or(0, |n| n - 1), "character": p["column"].as_u64().map_or(0, |n| n - 1) });
        let range = json!({ "start": position(&at["start"]), "end": position(&at["end"]) });
        expected.push(format!("{base}/{path} {range} {}", finding["code"]));
    }
    told.sort();
    expected.sort();
    assert_eq!(told, expected);
    assert!(told.len() > 20);

    say(json!({ "jsonrpc": "2.0", "id": 3, "method": "shutdown" }));
    say(json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert_eq!(server.wait().expect("it ends").code(), Some(0));
    let mut rest = String::new();
    output.read_to_string(&mut rest).expect("text");
    assert!(rest.contains(r#""id":3"#));

    // Without a word, the status says so.
    let mut server = Command::new(program).arg("lsp").stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("it runs");
    drop(server.stdin.take());
    assert_eq!(server.wait().expect("it ends").code(), Some(1));
}
