//! `coverage.yaml` of a pack, and `x-answers` of all kinds, into a [`Plan`].

use std::sync::Arc;

use super::super::Pack;
use super::super::complaint::{Complaints, here, invalid};
use super::super::coverage::{Answering, ByKind, Evidence, Level, Need, Phase, Plan, State, Step, View};
use super::Against;
use super::text::{Source, value};
use crate::expr::{Cond, Scope, ValueExpr, compile_cond};
use crate::finding::{Finding, Severity, Stage, suggestion};
use crate::schema::{Answer, AnswerTo, Derived, KindId, Showing};
use crate::source::{FileId, Place};
use crate::syntax::{Entry, Limits, Node, read_source};

const KEYS: &[&str] = &["views", "approved", "evidenced", "stale", "owners", "levels", "bands", "caution", "wanted", "roadmap"];
const VIEW: &[&str] = &["title", "nouns", "of", "where", "group", "others", "usual_owner"];
const NEED: &[&str] = &["state", "rows", "owner", "current", "no_errors_at", "of", "when", "lacking"];

/// Compiles `x-answers` of all kinds, and reads what packs say of coverage, of each its `coverage.yaml`; the first pack that says something is
/// heard. Beside the plan, what is wrong.
pub fn plan(packs: &[(&Pack, FileId)], against: Against<'_>) -> (Plan, Vec<Finding>) {
    let mut findings = Vec::new();
    let plan = first(packs, against, &mut findings);
    (plan, findings)
}

fn first(packs: &[(&Pack, FileId)], against: Against<'_>, findings: &mut Vec<Finding>) -> Plan {
    let mut plan = Plan { answers: answers(against, findings), ..Plan::default() };
    let Some((pack, file)) = packs.first() else { return plan };
    let source = against.sources.get(*file);
    let mut complaints = Complaints::new(*file);
    let yaml = read_source(source, &Limits::default());
    for problem in &yaml.problems {
        complaints.error(problem.span, problem.message.clone());
    }
    if let Some(root) = yaml.documents.first() {
        let mut reader = Reader { pack, text: &source.text, against, complaints: &mut complaints };
        reader.plan(root, &mut plan);
    }
    findings.extend(complaints.into_findings());
    plan
}

fn answers(against: Against<'_>, findings: &mut Vec<Finding>) -> Vec<Answering> {
    let mut answers = Vec::new();
    for (id, kind) in against.schema.iter() {
        for answer in kind.answers() {
            unknown_keys(answer, against, findings);
            let mut compile = |said: Option<&Derived>| {
                let said = said?;
                let quoted = said.place.span.len() == said.text.len() + 2;
                let offset = said.place.span.start + u32::from(quoted);
                match compile_cond(&said.text, offset, &scope(against, Some(id))) {
                    Ok(condition) => Some(condition),
                    Err(wrong) => {
                        findings.extend(wrong.into_iter().map(|c| {
                            let mut finding = invalid(Place::new(said.place.file, c.span), Severity::Error, c.message);
                            finding.help = c.help;
                            finding
                        }));
                        None
                    }
                }
            };
            let condition = compile(answer.condition.as_ref());
            if condition.is_none() && answer.condition.is_some() {
                continue; // it would speak of too many records
            }
            answers.push(Answering {
                kind: id,
                to: answer.to.clone(),
                condition,
                evidence: match &answer.evidence {
                    Showing::Usual => Evidence::Usual,
                    Showing::Never => Evidence::Never,
                    Showing::When(said) => {
                        compile(Some(said)).map_or(Evidence::Never, |condition| Evidence::When(Box::new(condition)))
                    }
                },
                stale: compile(answer.stale.as_ref()),
                through: answer.through,
                claims: compile(answer.claims.as_ref()),
            });
        }
    }
    answers
}

/// Complains of ids that no record of a pack bears. Without such records nothing can be said.
fn unknown_keys(answer: &Answer, against: Against<'_>, findings: &mut Vec<Finding>) {
    let AnswerTo::Keys(keys) = &answer.to else { return };
    if answer.shared {
        return;
    }
    let data = || against.schema.iter().filter(|(_, k)| k.data).flat_map(|(id, _)| against.index.all(id));
    for (key, place) in keys {
        if against.index.by_id(key).is_empty() && data().next().is_some() {
            let ids = data().filter_map(|e| against.index.id(*e)).map(|id| &**id);
            let mut finding = invalid(*place, Severity::Error, format!("no record of a pack is `{key}`"));
            finding.help = suggestion(key, ids);
            findings.push(finding);
        }
    }
}

fn scope(against: Against<'_>, this: Option<KindId>) -> Scope<'_> {
    Scope {
        schema: against.schema,
        this: this.into_iter().collect(),
        vars: Vec::new(),
        derived: against.derived,
        tried: against.tried,
    }
}

struct Reader<'a, 's> {
    pack: &'a Pack,
    text: &'a str,
    against: Against<'s>,
    complaints: &'a mut Complaints,
}

impl Reader<'_, '_> {
    fn plan(&mut self, root: &Node<'_>, plan: &mut Plan) {
        self.complaints.unknown_keys(root, KEYS, "coverage");
        let items = |key: &str| root.get(key).into_iter().flat_map(Node::items);
        plan.views = items("views").filter_map(|node| self.view(node)).collect();
        for (key, conditions) in
            [("approved", &mut plan.approved), ("evidenced", &mut plan.evidenced), ("stale", &mut plan.stale)]
        {
            *conditions = ByKind(items(key).filter_map(|node| self.by_kind(node)).collect());
        }
        plan.owners = items("owners").filter_map(|node| self.owner(node)).collect();
        plan.levels = items("levels").filter_map(|node| self.level(node)).collect();
        plan.bands = items("bands").filter_map(|node| self.level(node)).collect();
        plan.caution = root.entry("caution").and_then(|entry| self.complaints.text(entry)).unwrap_or_default();
        plan.wanted = self.wanted(root, plan);
        plan.phases = items("roadmap").filter_map(|node| self.phase(node)).collect();
    }

    fn view(&mut self, node: &Node<'_>) -> Option<View> {
        self.complaints.unknown_keys(node, VIEW, "a view");
        let kind = self.kind(node)?;
        let nouns = node.entry("nouns").map(|e| self.complaints.texts(e)).unwrap_or_default();
        let noun = |i: usize| nouns.get(i).map_or_else(|| "row".into(), |(text, _)| text.clone());
        Some(View {
            title: node.entry("title").and_then(|e| self.complaints.text(e))?,
            nouns: [noun(0), noun(1)],
            kind,
            condition: match node.entry("where") {
                Some(entry) => Some(self.condition(entry, Some(kind))?),
                None => None,
            },
            group: node.entry("group").and_then(|e| self.value(e, Some(kind))),
            others: node.entry("others").and_then(|e| self.complaints.text(e)),
            usual_owner: node.entry("usual_owner").and_then(|e| self.value(e, Some(kind))),
        })
    }

    fn by_kind(&mut self, node: &Node<'_>) -> Option<(KindId, Option<Cond>)> {
        self.complaints.unknown_keys(node, &["of", "when"], "a condition of a state");
        let kind = self.kind(node)?;
        match node.entry("when") {
            None => Some((kind, None)),
            Some(entry) => self.condition(entry, Some(kind)).map(|condition| (kind, Some(condition))),
        }
    }

    fn owner(&mut self, node: &Node<'_>) -> Option<(KindId, ValueExpr)> {
        self.complaints.unknown_keys(node, &["of", "is"], "an owner");
        let kind = self.kind(node)?;
        let Some(entry) = node.entry("is") else {
            self.complaints.error(node.span, "this entry lacks `is`, what to read");
            return None;
        };
        self.value(entry, Some(kind)).map(|owner| (kind, owner))
    }

    fn level(&mut self, node: &Node<'_>) -> Option<Level> {
        self.complaints.unknown_keys(node, &["name", "needs"], "a level");
        let name = node.entry("name").and_then(|e| self.complaints.text(e))?;
        let needs = node.get("needs").into_iter().flat_map(Node::items).filter_map(|need| self.need(need)).collect();
        Some(Level { name, needs })
    }

    fn need(&mut self, node: &Node<'_>) -> Option<Need> {
        self.complaints.unknown_keys(node, NEED, "a need");
        if let Some(entry) = node.entry("state") {
            let word = self.complaints.text(entry)?;
            let Some(state) = State::from_word(&word) else {
                let help = suggestion(&word, State::ALL.map(State::word));
                self.complaints.error(here(entry), format!("`{word}` is no state")).help = help;
                return None;
            };
            let rows = node.entry("rows").map(|e| self.keys(e)).unwrap_or_default();
            return Some(Need::State(state, rows));
        }
        if let Some(entry) = node.entry("no_errors_at") {
            return self.stage(entry).map(Need::NoErrors);
        }
        if let Some(entry) = node.entry("when") {
            let kind = if node.entry("of").is_some() { Some(self.kind(node)?) } else { None };
            let condition = self.condition(entry, kind)?;
            let Some(lacking) = node.entry("lacking").and_then(|e| self.complaints.text(e)) else {
                self.complaints.error(here(entry), "a need with `when` says in `lacking` what is not there");
                return None;
            };
            return Some(Need::When(kind, Box::new(condition), lacking));
        }
        match node.entries().first().map(|entry| &*entry.key.text) {
            Some("owner") => Some(Need::Owner),
            Some("current") => Some(Need::Current),
            _ => {
                self.complaints.error(node.span, format!("a need is one of {}", NEED.join(", ")));
                None
            }
        }
    }

    /// Levels by stage; the first level where nothing is said.
    fn wanted(&mut self, root: &Node<'_>, plan: &Plan) -> Vec<usize> {
        let mut wanted = vec![0; self.pack.stages.len()];
        for entry in root.get("wanted").into_iter().flat_map(Node::entries) {
            let Some(i) = self.pack.stages.iter().position(|stage| **stage == *entry.key.text) else {
                let help = suggestion(&entry.key.text, self.pack.stages.iter().map(|s| &**s));
                self.complaints.error(entry.key.span, format!("`{}` is no stage of the pack", entry.key.text)).help = help;
                continue;
            };
            match entry.value.text().and_then(|text| text.parse().ok()).filter(|level| *level < plan.levels.len()) {
                Some(level) => wanted[i] = level,
                None => _ = self.complaints.error(here(entry), "a number of one of the `levels`, from 0"),
            }
        }
        wanted
    }

    fn phase(&mut self, node: &Node<'_>) -> Option<Phase> {
        self.complaints.unknown_keys(node, &["phase", "steps"], "a phase");
        let title = node.entry("phase").and_then(|e| self.complaints.text(e))?;
        let mut steps = Vec::new();
        for step in node.get("steps").into_iter().flat_map(Node::items) {
            self.complaints.unknown_keys(step, &["title", "rows"], "a step");
            let keys = step.entry("rows").map(|e| self.keys(e)).unwrap_or_default();
            steps.extend(step.entry("title").and_then(|e| self.complaints.text(e)).map(|title| Step { title, keys }));
        }
        Some(Phase { title, steps })
    }

    fn keys(&mut self, entry: &Entry<'_>) -> Vec<Arc<str>> {
        let mut keys = Vec::new();
        for (key, span) in self.complaints.texts(entry) {
            if self.against.index.by_id(&key).is_empty() {
                self.complaints.error(span, format!("no record of the pack is `{key}`"));
            }
            keys.push(key);
        }
        keys
    }

    fn stage(&mut self, entry: &Entry<'_>) -> Option<Stage> {
        let word = self.complaints.text(entry)?;
        let stage = self.pack.stage(&word);
        if stage.is_none() {
            self.complaints.error(here(entry), format!("`{word}` is no stage of the pack"));
        }
        stage
    }

    fn kind(&mut self, node: &Node<'_>) -> Option<KindId> {
        let Some(entry) = node.entry("of") else {
            self.complaints.error(node.span, "this entry lacks `of`, a kind");
            return None;
        };
        let name = self.complaints.text(entry)?;
        let found = self.against.schema.find(&name);
        if found.is_none() {
            let help = suggestion(&name, self.against.schema.kinds.iter().map(|k| &*k.name));
            self.complaints.error(here(entry), format!("no schema defines a kind `{name}`")).help = help;
        }
        found
    }

    fn condition(&mut self, entry: &Entry<'_>, this: Option<KindId>) -> Option<Cond> {
        let source = Source::of(&entry.value, self.text, self.complaints)?;
        let compiled = compile_cond(source.text, source.offset, &scope(self.against, this));
        source.take(compiled, self.text, self.complaints)
    }

    fn value(&mut self, entry: &Entry<'_>, this: Option<KindId>) -> Option<ValueExpr> {
        value(&entry.value, self.text, &scope(self.against, this), self.complaints)
    }
}
