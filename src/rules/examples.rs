//! Examples are tests: each rule's `bad` and `good` are small repositories, run through the whole engine. A rule must fire on the
//! lines marked for it and nowhere else, and on `good` it must apply and be silent.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Check, ExampleFile, Rule, Rules};
use crate::finding::{At, Finding, Severity, codes};
use crate::source::{MemorySystem, Place, Sources, Span};

/// The whole engine over a repository in memory; the workspace provides it.
pub trait Engine {
    /// Judges `system` on `day`: the language layer, and of the rules only those named.
    fn check(&self, system: &MemorySystem, day: Date, only: &[Arc<str>]) -> Checked;
}

/// What the engine found.
#[derive(Debug, Default)]
pub struct Checked {
    /// Single findings, after precedence, before grouping.
    pub findings: Vec<Finding>,
    /// The texts that they point into; paths are those of the example.
    pub sources: Sources,
    /// Names of rules that applied at least once.
    pub applied: BTreeSet<Arc<str>>,
    /// Names of rules that are for kinds of which the example has records, or for citations of which it has some.
    pub concerned: BTreeSet<Arc<str>>,
}

/// The day on which examples are judged that name no other.
pub const DAY: Date = jiff::civil::date(2026, 7, 1);

/// The file name under which a rule is marked that fires at no line.
pub const NOWHERE: &str = "(repository)";

/// Something wrong with a rule's examples.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The rule whose example it is.
    pub rule: Arc<str>,
    /// `bad` or `good`.
    pub part: &'static str,
    /// What is wrong.
    pub what: Wrong,
    /// The file of the example; `(repository)` for no place.
    pub path: Arc<str>,
    /// The line in it, from 1; none for no place.
    pub line: Option<u32>,
    /// That line's text, markers included; empty for no place.
    pub text: String,
    /// The line in the rule file, where it can be told; else the example's text.
    pub place: Place,
}

/// What may be wrong with an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The rule has no example of this part.
    None,
    /// The line is marked for a rule, and that rule is silent.
    Silent(Arc<str>),
    /// A rule fires where it is not marked; its message.
    Fires(Arc<str>, String),
    /// The language layer finds a mistake in the example itself; its code and message.
    Mistake(Arc<str>, String),
    /// The rule never applies to `good`, which then proves nothing.
    NeverApplies,
    /// Two rules tell one cause at this place.
    TellTwice(Arc<str>, Arc<str>),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: ", self.rule)?;
        match &self.what {
            Wrong::None => return write!(f, "has no `{}` example", self.part),
            Wrong::NeverApplies => return write!(f, "`good` never makes the rule apply"),
            Wrong::Silent(rule) => write!(f, "`{rule}` is marked and silent")?,
            Wrong::Fires(rule, message) => write!(f, "`{rule}` fires where it is not marked: {message}")?,
            Wrong::Mistake(code, message) => write!(f, "the example has a mistake of its own: {code}: {message}")?,
            Wrong::TellTwice(one, other) => write!(f, "`{one}` and `{other}` tell one cause")?,
        }
        match self.line {
            Some(line) => write!(f, " ({}, {}:{line}: {})", self.part, self.path, self.text.trim()),
            None => write!(f, " ({}, {})", self.part, self.path),
        }
    }
}

/// What a rule says first of its own bad example.
pub fn said(rule: &Rule, engine: &dyn Engine) -> Option<Finding> {
    let (system, _) = repository(&rule.about().examples.bad);
    let checked = engine.check(&system, rule.about().examples.as_of.unwrap_or(DAY), std::slice::from_ref(&rule.name));
    checked.findings.into_iter().find(|finding| finding.code == rule.name)
}

/// Where a rule is said to fire.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    rule: Arc<str>,
    path: Arc<str>,
    /// From 0; none for no place.
    line: Option<usize>,
}

/// Runs the examples of the rules named, or of all.
pub fn test(set: &Rules, only: &[Arc<str>], engine: &dyn Engine, sources: &Sources) -> Vec<Failure> {
    let chosen = set.all.iter().filter(|r| only.is_empty() || only.contains(&r.name));
    let mut failures = Vec::new();
    for rule in chosen {
        for (part, files) in [("bad", &rule.about().examples.bad), ("good", &rule.about().examples.good)] {
            let mut run = Run { rule, part, files, rule_file: sources, failures: &mut failures };
            if files.is_empty() {
                run.fail(Wrong::None, &Mark { rule: rule.name.clone(), path: NOWHERE.into(), line: None });
                continue;
            }
            run.one(engine);
        }
    }
    failures
}

/// Runs all rules over all `bad` examples: fails where two rules point at one place, unless both are marked there. Rules without
/// `for` run only where they are marked: a fragment lacks nearly everything.
pub fn sweep(set: &Rules, engine: &dyn Engine, sources: &Sources) -> Vec<Failure> {
    let with_kinds: Vec<Arc<str>> = set.all.iter().filter(|r| !r.kinds.is_empty()).map(|r| r.name.clone()).collect();
    let mut failures = Vec::new();
    for rule in set.all.iter().filter(|r| !r.about().examples.bad.is_empty()) {
        let (system, marks) = repository(&rule.about().examples.bad);
        let mut names = with_kinds.clone();
        names.extend(marks.iter().map(|m| m.rule.clone()).chain([rule.name.clone()]));
        names.sort();
        names.dedup();
        let checked = engine.check(&system, rule.about().examples.as_of.unwrap_or(DAY), &names);
        let mut run = Run { rule, part: "bad", files: &rule.about().examples.bad, rule_file: sources, failures: &mut failures };
        run.twice(&checked, &marks, set);
    }
    failures
}

struct Run<'r> {
    rule: &'r Rule,
    part: &'static str,
    files: &'r [ExampleFile],
    rule_file: &'r Sources,
    failures: &'r mut Vec<Failure>,
}

impl Run<'_> {
    fn one(&mut self, engine: &dyn Engine) {
        let (system, marks) = repository(self.files);
        let day = self.rule.about().examples.as_of.unwrap_or(DAY);
        let checked = engine.check(&system, day, std::slice::from_ref(&self.rule.name));
        // Marks for other rules are for the sweep; those for built-in codes are judged here.
        let judged = |m: &&Mark| m.rule == self.rule.name || is_built_in(&m.rule);
        let expected: BTreeSet<&Mark> = marks.iter().filter(judged).collect();
        let mut fired: BTreeSet<Mark> = BTreeSet::new();
        for finding in &checked.findings {
            let mark = mark(finding, &checked.sources);
            if !expected.contains(&mark) {
                if finding.code == self.rule.name {
                    self.fail(Wrong::Fires(finding.code.clone(), finding.message.clone()), &mark);
                } else if is_mistake(finding) {
                    self.fail(Wrong::Mistake(finding.code.clone(), finding.message.clone()), &mark);
                }
            }
            fired.insert(mark);
        }
        for mark in expected {
            if !fired.contains(mark) {
                self.fail(Wrong::Silent(mark.rule.clone()), mark);
            }
        }
        let any_mark = marks.iter().any(|m| m.rule == self.rule.name);
        if self.part == "bad" && !any_mark {
            let mark = Mark { rule: self.rule.name.clone(), path: NOWHERE.into(), line: None };
            self.fail(Wrong::Silent(self.rule.name.clone()), &mark);
        }
        if self.part == "good" && !checked.applied.contains(&self.rule.name) {
            let mark = Mark { rule: self.rule.name.clone(), path: NOWHERE.into(), line: None };
            self.fail(Wrong::NeverApplies, &mark);
        }
    }

    fn twice(&mut self, checked: &Checked, marks: &[Mark], set: &Rules) {
        let rules: Vec<&Finding> = checked.findings.iter().filter(|f| set.find(&f.code).is_some()).collect();
        for (i, one) in rules.iter().enumerate() {
            let Some(place) = one.at.place() else { continue };
            for other in &rules[i + 1..] {
                let is_marked = |f: &Finding| marks.contains(&mark(f, &checked.sources));
                let twice = other.at.place() == Some(place) && other.code != one.code && is_one_cause(one, other, set);
                if twice && !(is_marked(one) && is_marked(other)) {
                    self.fail(Wrong::TellTwice(one.code.clone(), other.code.clone()), &mark(one, &checked.sources));
                }
            }
        }
    }

    fn fail(&mut self, what: Wrong, mark: &Mark) {
        let file = self.files.iter().find(|f| f.path == mark.path);
        let text = mark.line.and_then(|line| file?.text.lines().nth(line)).unwrap_or_default().to_owned();
        let span = file.map_or(self.rule.place.span, |f| f.span);
        let failure = Failure {
            rule: self.rule.name.clone(),
            part: self.part,
            what,
            path: mark.path.clone(),
            line: mark.line.map(|l| l as u32 + 1),
            place: self.line_in_rule_file(span, &text),
            text,
        };
        if !self.failures.contains(&failure) {
            self.failures.push(failure);
        }
    }

    /// The line as it stands in the rule file, within the example's text.
    fn line_in_rule_file(&self, within: Span, line: &str) -> Place {
        let file = self.rule.place.file;
        let source = self.rule_file.get(file);
        let line = line.trim();
        let found = if line.is_empty() { None } else { source.slice(within).find(line) };
        let span = found.map_or(within, |at| Span::new(within.start as usize + at, within.start as usize + at + line.len()));
        Place::new(file, span)
    }
}

fn is_built_in(code: &str) -> bool {
    codes::CODES.iter().any(|c| c.code == code)
}

/// Fragments refer to what they leave out; every other error of the language layer means that the example is not what its author meant.
fn is_mistake(finding: &Finding) -> bool {
    let of_a_fragment = [codes::UNRESOLVED_REFERENCE, codes::DEAD_LINK, codes::DEAD_ANCHOR, codes::MISSING_DOCUMENTS];
    finding.severity == Severity::Error && is_built_in(&finding.code) && !of_a_fragment.contains(&&*finding.code)
        || [codes::UNKNOWN_FIELD, codes::UNKNOWN_KIND].contains(&&*finding.code)
}

/// At one place, the same field is one cause, and so are parts of one group that two rules require.
fn is_one_cause(one: &Finding, other: &Finding, set: &Rules) -> bool {
    let requires = |f: &Finding| set.find(&f.code).is_some_and(|r| matches!(r.body().check, Check::Require(_)));
    let first = |f: &Finding| f.operand.0.split('.').next().unwrap_or_default().to_owned();
    let same = if requires(one) && requires(other) { first(one) == first(other) } else { one.operand == other.operand };
    same && !one.operand.0.is_empty()
}

/// Where a finding fired, as a mark.
fn mark(finding: &Finding, sources: &Sources) -> Mark {
    let place = match finding.at {
        At::Place(place) => Some(place),
        At::Nowhere(_) => None,
    };
    Mark {
        rule: finding.code.clone(),
        path: place.map_or_else(|| NOWHERE.into(), |p| sources.get(p.file).path.clone()),
        line: place.map(|p| sources.get(p.file).lines().line_of(p.span.start)),
    }
}

/// An example as a repository, its markers taken out, and what they mark.
fn repository(files: &[ExampleFile]) -> (MemorySystem, Vec<Mark>) {
    let mut system = MemorySystem::default();
    let mut marks = Vec::new();
    for file in files {
        let nowhere = &*file.path == NOWHERE;
        let mut text = String::with_capacity(file.text.len());
        for (i, line) in file.text.split_inclusive('\n').enumerate() {
            let (rest, rules) = markers(line);
            let at = |rule: &str| Mark { rule: rule.into(), path: file.path.clone(), line: (!nowhere).then_some(i) };
            marks.extend(rules.into_iter().map(at));
            text.push_str(&rest);
        }
        if !nowhere {
            system.set(&file.path, text);
        }
    }
    marks.sort();
    marks.dedup();
    (system, marks)
}

/// A line without its markers, and the rules that they name: `# <- a, b`, `<!-- <- a -->`, and for what has no line, `<- a` alone.
pub fn markers(line: &str) -> (String, Vec<&str>) {
    let names = |text| -> Vec<&str> { str::split(text, [',', ' ']).map(str::trim).filter(|n| !n.is_empty()).collect() };
    let end = line.len() - line.trim_end_matches(['\n', '\r']).len();
    let (body, line_end) = line.split_at(line.len() - end);
    if let Some(open) = body.find("<!-- <- ")
        && let Some(close) = body[open..].find("-->")
    {
        let inner = &body[open + "<!-- <- ".len()..open + close];
        let before = body[..open].trim_end();
        let after = &body[open + close + "-->".len()..];
        let gap = if after.trim().is_empty() { "" } else { " " };
        return (format!("{before}{gap}{}{line_end}", after.trim_start()), names(inner));
    }
    if let Some(at) = body.find("# <- ") {
        return (format!("{}{line_end}", body[..at].trim_end()), names(&body[at + "# <- ".len()..]));
    }
    match body.trim_start().strip_prefix("<- ") {
        Some(rules) => (line_end.to_owned(), names(rules)),
        None => (line.to_owned(), Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_read_and_taken_out() {
        for (line, rest, rules) in [
            ("due: 2026   # <- loan-late, loan-lost\n", "due: 2026\n", vec!["loan-late", "loan-lost"]),
            ("| a | b <!-- <- loan-late --> |\r\n", "| a | b |\r\n", vec!["loan-late"]),
            ("Loans are free. <!-- <- free -->", "Loans are free.", vec!["free"]),
            ("<- shelf-missing\n", "\n", vec!["shelf-missing"]),
            ("# a comment\n", "# a comment\n", vec![]),
        ] {
            assert_eq!(markers(line), (rest.to_owned(), rules), "{line}");
        }
    }
}
