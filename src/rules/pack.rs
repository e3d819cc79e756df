//! `pack.yaml`: what a pack of rules says about itself. Everything that makes the engine speak of one standard rather
//! than another is data here: stages, what steers rules silent, when presence is judged.

use std::sync::Arc;

use super::complaint::{Complaints, here};
use crate::finding::{Finding, Stage};
use crate::source::{FileId, Place};
use crate::syntax::Node;

/// A pack of rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Pack {
    /// Its name, as in the manifest.
    pub name: Arc<str>,
    /// Its own version.
    pub version: Arc<str>,
    /// The standard that its rules rest on, as findings print it; none for house rules.
    pub standard: Option<Arc<str>>,
    /// Stages in order; a rule's [`Stage`] is a position in this list.
    pub stages: Vec<Arc<str>>,
    /// The folder of its schemas: with a leading `/` from the tool's root, else within the pack's folder.
    pub schemas: Option<Arc<str>>,
    /// What steers rules silent.
    pub steering: Option<Steering>,
    /// When presence rules run without a manifest.
    pub presence: Presence,
    /// Words that `similar` passes over.
    pub noise: Vec<Arc<str>>,
    /// The pack's name in its file.
    pub place: Place,
}

/// A rule all of whose keys are records of `kind` for which `excluded` holds is silent.
#[derive(Clone, Debug, PartialEq)]
pub struct Steering {
    /// kebab-case kind.
    pub kind: Arc<str>,
    /// A field or derived field of it, a truth.
    pub excluded: Arc<str>,
    /// Where the pack says so.
    pub place: Place,
}

/// Presence rules run once a manifest exists, a document of `kinds` is recognised, or `documents` documents of kinds are.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Presence {
    /// kebab-case kinds, one record of which is enough.
    pub kinds: Vec<Arc<str>>,
    /// How many documents of any kind are enough; none: no number is.
    pub documents: Option<usize>,
}

impl Pack {
    /// The stage of a word.
    pub fn stage(&self, word: &str) -> Option<Stage> {
        self.stages.iter().position(|s| **s == *word).map(|i| Stage(i as u8))
    }

    /// The word of a stage; the last one's for a stage beyond.
    pub fn stage_word(&self, stage: Stage) -> &str {
        self.stages.get(stage.0 as usize).or(self.stages.last()).map_or("", |s| s)
    }
}

const KEYS: [&str; 8] = ["name", "version", "standard", "stages", "schemas", "steering", "presence", "noise"];

/// Reads a pack's own file. None if it has no usable name; every mistake is a finding.
pub fn read(root: &Node<'_>, file: FileId) -> (Option<Pack>, Vec<Finding>) {
    let mut complaints = Complaints::new(file);
    let pack = pack(root, &mut complaints);
    (pack, complaints.into_findings())
}

fn pack(root: &Node<'_>, complaints: &mut Complaints) -> Option<Pack> {
    if root.entries().is_empty() {
        complaints.error(root.span, format!("a pack's file is a mapping with `name` and `stages`, not {}", root.noun()));
        return None;
    }
    complaints.unknown_keys(root, &KEYS, "a pack");
    let Some(name_entry) = root.entry("name") else {
        complaints.error(root.entries()[0].key.span, "the pack has no `name`");
        return None;
    };
    let name = complaints.text(name_entry)?;
    let mut optional = |key: &str| root.entry(key).and_then(|entry| complaints.text(entry));
    let (version, standard, schemas) =
        (optional("version").unwrap_or_else(|| "0".into()), optional("standard"), optional("schemas"));
    let mut stages: Vec<Arc<str>> = Vec::new();
    for (stage, span) in root.entry("stages").map(|e| complaints.texts(e)).unwrap_or_default() {
        if stages.contains(&stage) {
            complaints.error(span, format!("stage `{stage}` is listed twice"));
        } else {
            stages.push(stage);
        }
    }
    if stages.is_empty() {
        stages.push("1".into()); // a house pack need not know stages
    }
    let noise = root.entry("noise").map(|e| complaints.texts(e)).unwrap_or_default();
    Some(Pack {
        name,
        version,
        standard,
        stages,
        schemas,
        steering: steering(root, complaints),
        presence: presence(root, complaints),
        noise: noise.into_iter().map(|(word, _)| word).collect(),
        place: Place::new(complaints.file(), name_entry.value.span),
    })
}

fn steering(root: &Node<'_>, complaints: &mut Complaints) -> Option<Steering> {
    let entry = root.entry("steering")?;
    complaints.unknown_keys(&entry.value, &["kind", "excluded"], "`steering`");
    let (Some(kind), Some(excluded)) = (entry.value.entry("kind"), entry.value.entry("excluded")) else {
        complaints.error(here(entry), "`steering` wants `kind` and `excluded`");
        return None;
    };
    let place = Place::new(complaints.file(), here(entry));
    Some(Steering { kind: complaints.text(kind)?, excluded: complaints.text(excluded)?, place })
}

fn presence(root: &Node<'_>, complaints: &mut Complaints) -> Presence {
    let Some(entry) = root.entry("presence") else { return Presence::default() };
    complaints.unknown_keys(&entry.value, &["kinds", "documents"], "`presence`");
    let kinds = entry.value.entry("kinds").map(|e| complaints.texts(e)).unwrap_or_default();
    let documents = entry.value.entry("documents").and_then(|e| {
        let number = e.value.text().and_then(|t| t.trim().parse().ok());
        if number.is_none() {
            complaints.error(here(e), "`documents` wants a whole number");
        }
        number
    });
    Presence { kinds: kinds.into_iter().map(|(kind, _)| kind).collect(), documents }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Limits, yaml};

    fn read_text(text: &str) -> (Option<Pack>, Vec<Finding>) {
        let yaml = yaml::read(text, 0..text.len(), &Limits::default());
        assert_eq!(yaml.problems, [], "{text}");
        read(&yaml.documents[0], FileId(0))
    }

    #[test]
    fn a_pack_is_typed() {
        let (pack, findings) = read_text(
            "name: library\nversion: \"1\"\nstages: [1, audit]\nsteering: { kind: service, excluded: not_offered }\npresence: { kinds: [catalogue], documents: 2 }\nnoise: [the]\n",
        );
        let pack = pack.unwrap();
        assert_eq!(findings, []);
        assert_eq!(pack.stage("audit"), Some(Stage(1)));
        assert_eq!(pack.presence.documents, Some(2));
        assert_eq!(&*pack.steering.unwrap().excluded, "not_offered");
    }

    #[test]
    fn mistakes_are_findings_and_reading_goes_on() {
        let (pack, findings) = read_text("name: library\nstagse: [a]\nsteering: { kind: service }\n");
        assert!(pack.is_some());
        let messages: Vec<_> = findings.iter().map(|f| f.message.as_str()).collect();
        assert_eq!(messages, ["`stagse` is no key of a pack", "`steering` wants `kind` and `excluded`"]);
        assert_eq!(findings[0].help.as_deref(), Some("did you mean `stages`?"));
    }
}
