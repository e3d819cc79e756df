//! Edits as a writer of policies and registers makes them: 80 in 100 type a letter into a paragraph, 15 write another value into a cell or a
//! field, 5 change a digit of an id, be it a record's own or one that is referred to.

use super::super::aims::{File, SEED};

/// What is typed into paragraphs, again and again.
const WORDS: &str = "the owner looks at this each month and writes down what was found. ";

/// One change within a line.
pub struct Edit {
    pub line: usize,
    /// In UTF-16 units, as all clients count.
    pub start: usize,
    pub end: usize,
    pub text: String,
}

/// All documents as they are in the editor, and chance.
pub struct Writer {
    documents: Vec<Document>,
    state: u64,
    typed: usize,
}

struct Document {
    path: String,
    /// As it is on the disk.
    saved: String,
    /// As it is in the editor; none if that is the same.
    lines: Option<Vec<String>>,
    /// The paragraph that is being written.
    paragraph: Option<usize>,
}

impl Writer {
    pub fn new(files: Vec<File>) -> Self {
        let ours = |path: &str| !path.ends_with("clauselint.yaml");
        let documents = files.into_iter().filter(|(path, _)| ours(path));
        let documents = documents.map(|(path, saved)| Document { path, saved, lines: None, paragraph: None }).collect();
        Self { documents, state: SEED, typed: 0 }
    }

    fn below(&mut self, number: usize) -> usize {
        // Xorshift: what comes of it need only be even, and the same each time.
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 11) as usize % number.max(1)
    }

    /// Any document.
    pub fn any(&mut self) -> usize {
        self.below(self.documents.len())
    }

    /// The next sort of edit.
    pub fn what(&mut self) -> &'static str {
        match self.below(100) {
            0..80 => "prose",
            80..95 => "cell",
            _ => "id",
        }
    }

    /// Its path.
    pub fn path(&self, at: usize) -> &str {
        &self.documents[at].path
    }

    /// Its text.
    pub fn text(&self, at: usize) -> String {
        self.documents[at].lines.as_ref().map_or_else(|| self.documents[at].saved.clone(), |lines| lines.join("\n"))
    }

    /// What was written is lost.
    pub fn forget(&mut self, at: usize) {
        self.documents[at].lines = None;
        self.documents[at].paragraph = None;
    }

    /// True if the document has something to be edited so.
    pub fn can(&self, at: usize, what: &str) -> bool {
        let document = &self.documents[at];
        let markdown = is_markdown(&document.path);
        document.saved.lines().any(|line| match what {
            "prose" => markdown && is_prose(line),
            "cell" => cell(line, markdown).is_some(),
            _ => id(line).is_some(),
        })
    }

    /// Edits a document.
    pub fn edit(&mut self, at: usize, what: &str) -> Edit {
        let mut lines = {
            let document = &mut self.documents[at];
            document.lines.take().unwrap_or_else(|| document.saved.split('\n').map(ToOwned::to_owned).collect())
        };
        let markdown = is_markdown(&self.documents[at].path);
        let edit = match what {
            "prose" => {
                let paragraphs: Vec<usize> = (0..lines.len()).filter(|i| is_prose(&lines[*i])).collect();
                let chosen = paragraphs[self.below(paragraphs.len())];
                let line = *self.documents[at].paragraph.get_or_insert(chosen);
                let letter = &WORDS[self.typed % WORDS.len()..=self.typed % WORDS.len()];
                self.typed += 1;
                let end = lines[line].len();
                replaced(&mut lines, line, end..end, letter)
            }
            "cell" => {
                let cells: Vec<usize> = (0..lines.len()).filter(|i| cell(&lines[*i], markdown).is_some()).collect();
                let line = cells[self.below(cells.len())];
                let all = cell(&lines[line], markdown).unwrap_or_default();
                let column = self.below(all.len());
                let range = all[column].clone();
                // What another row says in the same column, or else another word at its end.
                let others = cells.iter().filter_map(|i| {
                    let same = markdown || key(&lines[*i]) == key(&lines[line]);
                    let range = cell(&lines[*i], markdown).filter(|c| same && c.len() == all.len())?.get(column)?.clone();
                    Some(lines[*i][range].to_owned())
                });
                let others: Vec<String> = others.filter(|other| *other != lines[line][range.clone()]).collect();
                let text = match others.len() {
                    0 => format!("{} anew", &lines[line][range.clone()]),
                    number => others[self.below(number)].clone(),
                };
                replaced(&mut lines, line, range, &text)
            }
            _ => {
                let ids: Vec<usize> = (0..lines.len()).filter(|i| id(&lines[*i]).is_some()).collect();
                let line = ids[self.below(ids.len())];
                let last = id(&lines[line]).unwrap_or_default();
                let digit = self.below(10).to_string();
                replaced(&mut lines, line, last..last + 1, &digit)
            }
        };
        self.documents[at].lines = Some(lines);
        edit
    }
}

fn replaced(lines: &mut [String], line: usize, range: std::ops::Range<usize>, text: &str) -> Edit {
    let units = |to: usize| lines[line][..to].encode_utf16().count();
    let (start, end) = (units(range.start), units(range.end));
    lines[line].replace_range(range, text);
    Edit { line, start, end, text: text.to_owned() }
}

/// True for a Markdown path.
pub fn is_markdown(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|ending| ending == "md")
}

/// True for a line of a paragraph.
fn is_prose(line: &str) -> bool {
    line.len() > 40 && line.starts_with(|c: char| c.is_ascii_uppercase()) && !line.contains("](")
}

/// The key of a line `key: value`.
fn key(line: &str) -> Option<&str> {
    line.split_once(": ").map(|(key, _)| key.trim_start_matches([' ', '-']))
}

/// The cells of a row of a table that begins with an id, but for that; or the value of a line `key: value` that is one word, number or text.
fn cell(line: &str, markdown: bool) -> Option<Vec<std::ops::Range<usize>>> {
    if markdown {
        id(line).filter(|_| line.starts_with('|'))?;
        let bars: Vec<usize> = line.match_indices('|').map(|(at, _)| at).collect();
        let cells = bars.windows(2).skip(1).map(|w| {
            let inner = &line[w[0] + 1..w[1]];
            let start = w[0] + 1 + (inner.len() - inner.trim_start().len());
            start..start + inner.trim().len()
        });
        return Some(cells.filter(|c| !c.is_empty()).collect()).filter(|cells: &Vec<_>| !cells.is_empty());
    }
    let (key, value) = line.split_once(": ")?;
    let plain = !key.ends_with("id") && !value.is_empty() && !value.starts_with(['[', '{', '|', '>', '"', '\'', '&', '*']);
    let range = line.len() - value.len()..line.len();
    plain.then(|| std::iter::once(range).collect())
}

/// Where the last digit of the first id of a line is: capitals, a dash, digits.
fn id(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let dash = line.match_indices('-').map(|(at, _)| at).find(|at| {
        let digits = bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
        *at >= 1 && bytes[at - 1].is_ascii_uppercase() && digits >= 2
    })?;
    let digits = bytes[dash + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
    Some(dash + digits)
}
