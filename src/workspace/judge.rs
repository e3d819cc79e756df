//! From a loaded workspace to verdicts for a day.

use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Applied, Workspace};
use crate::config::Setting;
use crate::expr::Cache;
use crate::finding::{Finding, Label, codes};
use crate::lint::Lint;
use crate::model::Whose;
use crate::model::index::{Changed, Telling};
use crate::rules::{self, Count, Outcome, Over, Settings, Verdict, precedence};
use crate::schema::KindId;
use crate::source::{FileId, Place};
use crate::triage::{Single, allow, fingerprints, order};

/// What was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files that are ours, templates included.
    pub documents: usize,
    /// Records in them.
    pub records: usize,
}

/// All that is said of a workspace on a day, before anything is filtered or grouped.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// Verdicts after precedence, in no particular order.
    pub verdicts: Vec<Arc<Verdict>>,
    /// What each rule did, in the order of the rules.
    pub rules: Vec<Count>,
    /// What was looked at.
    pub counts: Counts,
}

/// What rules said, kept so that after a change only those speak again that the change can reach.
#[derive(Clone, Debug)]
pub struct Kept {
    pub(super) outcome: Outcome,
    presence_off: bool,
    /// Where records are told that did not count.
    aside: FxHashSet<Telling>,
    pub(super) today: Date,
    /// Kinds that there is one of, and several claim to be.
    pub(super) unsettled: Vec<KindId>,
    /// What the language layer found in each file, and what it found in all together.
    pub(super) linted: FxHashMap<FileId, Vec<Finding>>,
    pub(super) across: Vec<Finding>,
    /// What rules found out that may be of use again after an edit; whoever changes it has it alone.
    pub(super) cache: Arc<Cache>,
}

/// What rules said before, and what was read anew since.
pub(super) type Before<'a> = (Kept, &'a Applied);

impl Workspace {
    /// Judges every record for a day.
    pub fn judge(&mut self, today: Date) -> Judged {
        self.judge_only(today, None)
    }

    /// Judges every record for a day by the language layer and, of the rules, those named alone, which then also say what is absent
    /// from a repository that nobody has said to be whole: a rule's example.
    pub fn judge_only(&mut self, today: Date, only: Option<&[Arc<str>]>) -> Judged {
        self.judge_from(today, only, None, false).0
    }

    /// Judges, and keeps what is needed to judge again.
    pub fn judge_keeping(&mut self, today: Date) -> (Judged, Option<Kept>) {
        self.judge_from(today, None, None, true)
    }

    /// `before`: what was said of this workspace, or of the one that it was cloned from, before what it says was read anew. Rules that read
    /// nothing of that are not asked.
    pub(super) fn judge_from(
        &mut self,
        today: Date,
        only: Option<&[Arc<str>]>,
        before: Option<Before<'_>>,
        keep: bool,
    ) -> (Judged, Option<Kept>) {
        // What was found out then is of no use now, and there is no room for two of it.
        let before = before.map(|(kept, applied)| (Kept { cache: Arc::default(), ..kept }, applied));
        let noise = self.base.noise();
        let unsettled = self.retire(today, &noise);
        let manifest = self.manifest.as_ref().map(|(file, _)| *file);
        let mut findings: Vec<Finding> = self.setup.clone();
        for facts in self.index.files() {
            if self.is_told(facts.file) {
                findings.extend(facts.findings.iter().cloned());
            }
        }
        let ours = |file| self.is_told(file) || manifest == Some(file);
        let citations = &self.vocabulary.citations;
        let lint = Lint { index: &self.index, sources: &self.sources, today, ours: &ours, unsettled: &unsettled, citations };
        let by_file = lint.by_file();
        findings.extend(by_file.iter().flat_map(|(_, findings)| findings).cloned());
        let linted: FxHashMap<FileId, Vec<Finding>> = by_file.into_iter().filter(|(_, findings)| !findings.is_empty()).collect();
        let mut across = lint.across();
        self.needless(&mut across);
        findings.extend(across.iter().cloned());
        self.configure(&mut findings);
        let cache = Arc::new(Cache::default());
        let over = self.asked_over(&cache, &noise, today);
        let settings = self.settings(only);
        let aside: FxHashSet<Telling> = if keep { self.index.aside().collect() } else { FxHashSet::default() };
        let outcome = match before {
            Some((kept, applied)) if kept.presence_off == settings.presence_off => {
                let changed = self.reached(&kept, applied, &aside);
                rules::again(
                    &self.base.rules,
                    over,
                    &settings,
                    kept.outcome,
                    &applied.files.iter().copied().collect::<Vec<_>>(),
                    &changed,
                )
            }
            _ => rules::run(&self.base.rules, over, &settings),
        };
        let presence_off = settings.presence_off;
        let kept = keep.then(|| Kept { outcome: outcome.clone(), presence_off, aside, today, unsettled, linted, across, cache });
        let mut verdicts: Vec<Arc<Verdict>> = findings.into_iter().map(Verdict::shared).collect();
        let counts = outcome.counts.clone();
        match only {
            Some(_) => verdicts.extend(outcome.verdicts()),
            None => verdicts.extend(self.told_together(outcome.verdicts())),
        }
        let mut verdicts = precedence::settle(verdicts);
        if only.is_none() {
            let any = |holds: &dyn Fn(&Finding) -> bool| verdicts.iter().any(|verdict| holds(&verdict.finding));
            let mut findings = self.suppressions(today, &any, &counts);
            self.configure(&mut findings);
            verdicts.extend(findings.into_iter().map(Verdict::shared));
            let mut findings = self.faults_of_baseline(&verdicts, &counts);
            self.configure(&mut findings);
            verdicts.extend(findings.into_iter().map(Verdict::shared));
        }
        (Judged { verdicts, rules: counts, counts: self.counts() }, kept)
    }

    /// What changed, records included that count now and did not, or the other way round, without being told otherwise.
    fn reached(&self, kept: &Kept, applied: &Applied, aside: &FxHashSet<Telling>) -> Changed {
        let mut changed = applied.changed.clone();
        let same = kept.aside.symmetric_difference(aside).filter(|t| !applied.files.contains(&t.file));
        let kinds: Vec<KindId> =
            same.filter_map(|t| Some(self.index.facts(t.file)?.records.get(t.record as usize)?.kind)).collect();
        changed.add(Changed { names: kinds.clone(), kinds, ..Changed::default() });
        changed
    }

    /// What each file says of itself alone, before anything is known of the others.
    pub fn judge_alone(&self) -> Vec<Arc<Verdict>> {
        let told = self.index.files().filter(|facts| self.is_told(facts.file));
        let mut findings: Vec<Finding> = told.flat_map(|facts| facts.findings.iter().cloned()).collect();
        self.configure(&mut findings);
        findings.into_iter().map(Verdict::shared).collect()
    }

    /// What rules are asked over.
    pub(super) fn asked_over<'a>(&'a self, cache: &'a Cache, noise: &'a [Box<str>], today: Date) -> Over<'a> {
        Over {
            index: &self.index,
            sources: &self.sources,
            derived: &self.base.derived,
            cache,
            noise,
            today,
            manifest: self.manifest.as_ref().map(|(file, m)| Place::new(*file, m.anchor)),
        }
    }

    /// Kinds that the manifest says are kept elsewhere, and that have records here all the same.
    pub(super) fn needless(&self, findings: &mut Vec<Finding>) {
        let Some((file, manifest)) = &self.manifest else { return };
        for entry in &manifest.elsewhere {
            let (name, span) = &entry.kind;
            let here = self.base.schema.find(name).map_or(0, |kind| self.index.all(kind).len());
            if here > 0 {
                let records = if here == 1 { "one record is".to_owned() } else { format!("{here} records are") };
                let message = format!("{name} is said to be kept elsewhere, but {records} here");
                let finding = Finding::built_in(codes::UNUSED_SETTING, Place::new(*file, *span), message);
                findings.push(finding.help("remove the entry: the records here are judged"));
            }
        }
    }

    /// Built-in codes as the manifest sets them.
    pub(super) fn configure(&self, findings: &mut Vec<Finding>) {
        let Some((_, manifest)) = &self.manifest else { return };
        for setting in &manifest.rules {
            let code = &setting.rule.0;
            if codes::find(code).is_none_or(|c| !c.suppressible) {
                continue;
            }
            match setting.to {
                Setting::Off => findings.retain(|f| f.code != *code),
                Setting::Severity(severity) => {
                    findings.iter_mut().filter(|f| f.code == *code).for_each(|f| f.severity = severity);
                }
            }
        }
    }

    pub(super) fn settings(&self, only: Option<&[Arc<str>]>) -> Settings {
        let mut settings = Settings { only: only.map(|names| names.iter().cloned().collect()), ..Settings::default() };
        for setting in self.manifest.iter().flat_map(|(_, m)| &m.rules) {
            let name = setting.rule.0.clone();
            match setting.to {
                Setting::Off => _ = settings.off.insert(name),
                Setting::Severity(severity) => _ = settings.severity.insert(name, severity),
            }
        }
        settings.presence_off = only.is_none() && self.manifest.is_none() && !self.wants_presence();
        settings
    }

    /// True when enough is recognised, without a manifest, to say what is absent.
    fn wants_presence(&self) -> bool {
        let documents = self.index.files().filter(|f| !self.base.is_pack(f.file) && f.document.record.is_some()).count();
        self.base.packs.iter().any(|pack| {
            let told = |name: &Arc<str>| self.base.schema.find(name).is_some_and(|k| !self.index.all(k).is_empty());
            pack.presence.kinds.iter().any(told) || pack.presence.documents.is_some_and(|n| documents >= n)
        })
    }

    /// Without a manifest, what is absent is told as one finding with a list: nobody has said yet what the repository means to hold.
    fn told_together(&self, verdicts: Vec<Arc<Verdict>>) -> Vec<Arc<Verdict>> {
        if self.manifest.is_some() {
            return verdicts;
        }
        let presence = |v: &Arc<Verdict>| self.base.rules.find(&v.finding.code).is_some_and(rules::Rule::is_presence);
        let (absent, mut rest): (Vec<_>, Vec<_>) = verdicts.into_iter().partition(presence);
        let mut absent: Vec<Finding> = absent.into_iter().map(|v| Arc::unwrap_or_clone(v).finding).collect();
        // In the order of the pack: a reader of the list meets the clauses in turn.
        absent.sort_by_cached_key(|f| (self.base.rules.names().position(|name| *name == *f.code), f.message.clone()));
        let Some(first) = absent.first() else { return rest };
        let things = if absent.len() == 1 { "1 thing".to_owned() } else { format!("{} things", absent.len()) };
        let read = match self.counts().documents {
            1 => "the one document that was recognised".to_owned(),
            documents => format!("the {documents} documents that were recognised"),
        };
        let message = format!("{things} that an auditor asks for not found in {read}");
        let mut finding = Finding::built_in(codes::MISSING_DOCUMENTS, first.at, message);
        finding.notes = absent.iter().map(|f| format!("{} ({})", f.message, f.code)).collect();
        finding.help = Some(
            "add clauselint.yaml to have each of them judged on its own; `clauselint ls --why` lists files that were not recognised, and what to \
             write there to have them read"
                .into(),
        );
        finding.labels = absent.iter().flat_map(|f| f.labels.iter().cloned()).collect::<Vec<Label>>();
        finding.labels.truncate(4);
        rest.push(Verdict::shared(finding));
        rest
    }

    fn counts(&self) -> Counts {
        let ours = self
            .index
            .files()
            .filter(|f| !self.is_pack(f.file) && matches!(f.whose, Whose::Ours(_) | Whose::Template { recognised: true, .. }));
        let mut counts = Counts::default();
        for facts in ours {
            counts.documents += 1;
            counts.records += facts.records.len();
        }
        counts
    }

    /// Verdicts in report order, each with its fingerprint, those that are accepted on this day marked.
    pub fn singles(&self, mut verdicts: Vec<Arc<Verdict>>, as_of: Date) -> Vec<Single> {
        verdicts.sort_by(|a, b| order(&a.finding, &b.finding, &self.sources));
        let mut singles = fingerprints(verdicts, &self.sources, |file| self.headings(file));
        allow(&mut singles, &self.accepted(), &self.sources, as_of);
        self.mark_baseline(&mut singles);
        singles
    }

    /// The spans of a file's headings, for fingerprints.
    pub fn headings(&self, file: FileId) -> Vec<crate::source::Span> {
        self.index.facts(file).map(|f| f.document.headings.iter().map(|h| h.span).collect()).unwrap_or_default()
    }
}
