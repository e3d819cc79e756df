//! `docs/reference/`: the rules of the built-in pack, a page for each clause and each family of controls, from the rule files and the records
//! of the standard.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use clauselint::finding::Stage;
use clauselint::rules::Rule;
use clauselint::source::MemorySystem;
use clauselint::syntax::{Entry, Limits, Node, Style, yaml};
use clauselint::workspace::{Base, Workspace, embedded};

const NOTE: &str = "<!-- written by `CLAUSELINT_UPDATE=1 cargo test --test docs` from rules/iso42001/ -->";

/// What says what a rule judges, in this order.
const CORE: &[&str] = &["for", "where", "each", "exists", "expect", "require", "forbid", "in", "message"];

/// A page: its name without ending, its heading, and ids of what stands on it.
struct Page {
    name: String,
    heading: String,
    ids: Vec<Arc<str>>,
}

/// A clause, an objective or a control.
struct Record {
    title: String,
    gist: String,
}

/// Everything the pages are made of.
struct Pack {
    base: Arc<Base>,
    /// Clauses and controls by id.
    records: BTreeMap<Arc<str>, Record>,
    pages: Vec<Page>,
}

/// File name and text of each page, the index first.
pub fn pages() -> Vec<(String, String)> {
    let workspace = Workspace::open(&MemorySystem::default()).unwrap();
    let pack = Pack::new(&workspace);
    let mut sources: BTreeMap<String, String> = BTreeMap::new();
    for (_, text) in embedded::below("rules/iso42001").filter(|(path, _)| path.matches('/').count() == 2) {
        let read = yaml::read(text, 0..text.len(), &Limits::default());
        for entry in read.documents.iter().flat_map(Node::entries) {
            if let Some(rule) = pack.base.rules.find(&entry.key.text) {
                sources.insert(rule.name.to_string(), section(&pack, rule, entry, text));
            }
        }
    }
    let mut all = vec![("README.md".to_owned(), pack.index())];
    for page in &pack.pages {
        all.push((format!("{}.md", page.name), pack.page(page, &sources)));
    }
    all
}

impl Pack {
    fn new(workspace: &Workspace) -> Self {
        let mut records = BTreeMap::new();
        let mut pages = Vec::new();
        let mut families: BTreeMap<(bool, u32), Page> = BTreeMap::new();
        let standard = embedded::text("rules/iso42001/records/standard.yaml").unwrap();
        let read = yaml::read(standard, 0..standard.len(), &Limits::default());
        for item in read.documents.iter().flat_map(Node::entries).flat_map(|list| list.value.items()) {
            let said = |key: &str| item.get(key).and_then(Node::text).unwrap_or_default().to_owned();
            let id: Arc<str> = said("id").into();
            let (annex, number) = family(&id);
            let page = families.entry((annex, number)).or_insert_with(|| {
                let (name, word) = if annex { (format!("A.{number}"), "Controls") } else { (number.to_string(), "Clause") };
                Page { name: name.to_lowercase().replace('.', "-"), heading: format!("{word} {name}"), ids: Vec::new() }
            });
            if *id == *page.heading.rsplit(' ').next().unwrap_or_default() {
                let _ = write!(page.heading, ": {}", said("title"));
            }
            page.ids.push(id.clone());
            records.insert(id, Record { title: said("title"), gist: said("gist") });
        }
        pages.extend(families.into_values());
        pages.push(Page { name: "other".into(), heading: "What rests on no clause".into(), ids: Vec::new() });
        Self { base: workspace.base.clone(), records, pages }
    }

    /// The page on which a rule is shown: that of its first key.
    fn home(&self, rule: &Rule) -> &Page {
        let at = |id: &Arc<str>| self.pages.iter().find(|page| page.ids.contains(id));
        rule.keys.iter().find_map(at).unwrap_or_else(|| self.pages.last().unwrap())
    }

    fn link(&self, rule: &Rule) -> String {
        format!("[`{0}`]({1}.md#{0})", rule.name, self.home(rule).name)
    }

    fn index(&self) -> String {
        let rules = self.base.rules.all();
        let mut text = format!(
            "# The rules of ISO/IEC 42001:2023\n\n{NOTE}\n\nThe built-in pack has {} rules. Each is on the page of the first clause or control that it \
             rests on. What the program finds\nwithout rules is on [Built-in codes](../codes.md); how rules are written, on [Writing \
             rules](../rules.md). `clauselint explain NAME` prints the same.\n\n\
             *Stage* is when a rule begins to speak: 1 while documents are reviewed, 2 when operation is looked at, surveillance in the years after.\n\
             *Basis* is what it rests on; practice and guidance are warnings at most. Rules that rest on a control are silent while the Statement\n\
             of Applicability excludes it.\n\n| Page | Rules |\n|---|---|\n",
            rules.len()
        );
        for page in &self.pages {
            let count = rules.iter().filter(|rule| self.home(rule).name == page.name).count();
            let _ = writeln!(text, "| [{}]({}.md) | {count} |", page.heading, page.name);
        }
        text.push_str("\n## All by name\n\n| Rule | Rests on | Severity | Stage | Basis |\n|---|---|---|---|---|\n");
        let mut sorted: Vec<&Rule> = rules.iter().collect();
        sorted.sort_by_key(|rule| rule.name.clone());
        for rule in sorted {
            let _ = writeln!(text, "| {} | {} | {} |", self.link(rule), rule.keys.join(", "), standing(rule));
        }
        text
    }

    fn page(&self, page: &Page, sections: &BTreeMap<String, String>) -> String {
        let mut text = format!("# {}\n\n{NOTE}\n", page.heading);
        let mut shown = Vec::new();
        for id in &page.ids {
            let record = &self.records[id];
            let own: Vec<&Rule> = (self.base.rules.all().iter())
                .filter(|rule| rule.keys.contains(id) && self.home(rule).name == page.name && !shown.contains(&&*rule.name))
                .collect();
            let elsewhere: Vec<&Rule> = (self.base.rules.all().iter())
                .filter(|rule| rule.keys.contains(id) && !own.iter().any(|o| o.name == rule.name))
                .collect();
            let _ = write!(text, "\n## {id} {}\n\n{}.\n", record.title, sentence(&record.gist));
            if !elsewhere.is_empty() {
                let links: Vec<String> = elsewhere.iter().map(|rule| self.link(rule)).collect();
                let _ = write!(text, "\nSee also {}.\n", links.join(", "));
            }
            for rule in own {
                shown.push(&*rule.name);
                text.push_str(&sections[&*rule.name]);
            }
        }
        for rule in self.base.rules.all().iter().filter(|r| self.home(r).name == page.name && !shown.contains(&&*r.name)) {
            text.push_str(&sections[&*rule.name]);
        }
        text
    }
}

/// A rule as a section of a page.
fn section(pack: &Pack, rule: &Rule, entry: &Entry<'_>, source: &str) -> String {
    let mut text = format!("\n### {}\n\n{}.\n\n", rule.name, rule.about().summary.trim_end_matches('.'));
    let stage = match rule.pack.stage_word(rule.stage) {
        word if rule.stage == Stage::default() => format!("stage {word}"),
        word if word.chars().all(|c| c.is_ascii_digit()) => format!("from stage {word} on"),
        word => format!("from {word} on"),
    };
    let keys: Vec<String> = rule
        .keys
        .iter()
        .map(|key| pack.records.get(key).map_or_else(|| key.to_string(), |r| format!("{key} {}", r.title)))
        .collect();
    let rests = if keys.is_empty() { String::new() } else { format!("{} ", keys.join(", ")) };
    let _ = write!(text, "{}, {stage}. Rests on {rests}({}).", sentence(rule.severity.word()), rule.basis.phrase());
    if let Some(why) = &rule.about().why {
        let _ = write!(text, " {}", why.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    text.push_str("\n\n```yaml\n");
    for key in CORE {
        if let Some(part) = entry.value.entry(key) {
            let end =
                if part.value.style == Style::Block { part.value.span.end } else { part.value.span.end.max(part.key.span.end) };
            let code = source[part.key.span.start as usize..end as usize].trim_end();
            let code = code.strip_suffix('#').unwrap_or(code);
            let _ = writeln!(text, "{}", unindented(code));
        }
    }
    text.push_str("```\n");
    if let Some(help) = entry.value.get("help").and_then(Node::text) {
        let _ = write!(text, "\nTo put it right: {}.\n", help.trim_end_matches('.'));
    }
    for (title, files) in [("It fires where marked:", &rule.about().examples.bad), ("It is silent:", &rule.about().examples.good)]
    {
        let _ = write!(text, "\n{title}\n");
        for file in files.iter().filter(|file| !file.path.starts_with('(')) {
            let ending = if file.path.ends_with(".md") { "markdown" } else { "yaml" };
            let fence = if file.text.contains("```") { "````" } else { "```" };
            let _ = write!(text, "\n{fence}{ending} {}\n{}\n{fence}\n", file.path, file.text.trim_end());
        }
    }
    text
}

/// Lines after the first, moved left by the two blanks that the rule's mapping is indented by.
fn unindented(code: &str) -> String {
    let lines: Vec<&str> = code.lines().map(|line| line.strip_prefix("  ").unwrap_or(line).trim_end()).collect();
    lines.join("\n")
}

fn standing(rule: &Rule) -> String {
    format!("{} | {} | {}", rule.severity.word(), rule.pack.stage_word(rule.stage), rule.basis.word())
}

/// True and the number for `A.6.2.4`, false and the number for `6.1.3`.
fn family(id: &str) -> (bool, u32) {
    let (annex, rest) = id.strip_prefix("A.").map_or((false, id), |rest| (true, rest));
    (annex, rest.split('.').next().and_then(|n| n.parse().ok()).unwrap_or_default())
}

/// The text with a capital first letter.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
