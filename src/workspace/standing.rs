//! All that is said of a workspace, file by file, and kept so: after an edit only what the edit can reach is said anew.
//!
//! Architecture invariant: whatever was edited before, what stands is what judging everything would say. Where that is not certain, everything is
//! judged.

use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::judge::Kept;
use super::{Applied, Workspace};
use crate::expr::{Cache, Truth, World};
use crate::finding::{At, Finding, Nowhere, codes};
use crate::lint::Lint;
use crate::rules::{self, Edit, Reach, Verdict, precedence};
use crate::schema::Type;
use crate::source::{FileId, Sources};
use crate::triage::{Ordinals, Single, allow, order};

/// A file, or none for the repository as a whole.
pub type Whereof = Option<FileId>;

/// All that is said of a workspace on a day, accepted or not, and what is needed to say it after an edit.
#[derive(Debug, Default)]
pub struct Standing {
    /// None if only what each file says of itself was judged.
    kept: Option<Kept>,
    /// By file, in the order of reports.
    told: FxHashMap<Whereof, Vec<Single>>,
    /// What is wrong with suppressions.
    suppressions: FxHashMap<Whereof, Vec<Finding>>,
    ordinals: Ordinals<Whereof>,
    reach: Option<Arc<Reach>>,
}

/// The file that a finding is told in.
fn whereof(finding: &Finding) -> Whereof {
    of(finding.at)
}

fn of(at: At) -> Whereof {
    match at {
        At::Place(place) => Some(place.file),
        At::Nowhere(Nowhere::File(file)) => Some(file),
        At::Nowhere(Nowhere::Repository) => None,
    }
}

fn by_file<T>(all: impl IntoIterator<Item = T>, finding: impl Fn(&T) -> &Finding) -> FxHashMap<Whereof, Vec<T>> {
    let mut by_file: FxHashMap<Whereof, Vec<T>> = FxHashMap::default();
    for one in all {
        by_file.entry(whereof(finding(&one))).or_default().push(one);
    }
    by_file.values_mut().for_each(Vec::shrink_to_fit); // they stay as they are for as long as nobody edits the file
    by_file
}

impl Standing {
    /// True if it is what is said of everything on a day.
    pub fn is_of(&self, day: Date) -> bool {
        self.kept.as_ref().is_some_and(|kept| kept.today == day)
    }

    /// What is said in a file, or of the repository as a whole, in the order of reports.
    pub fn told(&self, whereof: Whereof) -> &[Single] {
        self.told.get(&whereof).map_or(&[], Vec::as_slice)
    }

    /// All that is said, in the order of reports.
    pub fn singles(self, sources: &Sources) -> Vec<Single> {
        let mut singles: Vec<Single> = self.told.into_values().flatten().collect();
        singles.sort_by(|a, b| order(&a.verdict.finding, &b.verdict.finding, sources));
        singles
    }

    /// The files of which something is said.
    pub fn files(&self) -> impl Iterator<Item = FileId> {
        self.told.iter().filter(|(_, told)| !told.is_empty()).filter_map(|(file, _)| *file)
    }
}

impl Workspace {
    /// What each file says of itself alone.
    pub fn stand_alone(&self, today: Date) -> Standing {
        let told = by_file(self.singles(self.judge_alone(), today), |single| &single.verdict.finding);
        Standing { kept: None, told, ..Standing::default() }
    }

    /// Judges everything; `before` is what stood, and `applied` what was read anew since.
    pub fn stand(&mut self, today: Date, before: Option<Standing>, applied: &Applied) -> Standing {
        let reach = before.as_ref().and_then(|standing| standing.reach.clone());
        let before = before.and_then(|standing| standing.kept).filter(|kept| kept.today == today);
        let (judged, kept) = self.judge_from(today, None, before.map(|kept| (kept, applied)), true);
        let singles = self.singles(judged.verdicts, today);
        Standing { reach, ..self.standing(today, kept, &judged.rules, singles) }
    }

    /// What was said of everything on a day, and what each rule did, as what stands.
    pub fn standing(&self, today: Date, kept: Option<Kept>, counts: &[rules::Count], singles: Vec<Single>) -> Standing {
        let any = |holds: &dyn Fn(&Finding) -> bool| singles.iter().any(|single| holds(&single.verdict.finding));
        let suppressions = self.suppressions_by_file(today, counts, &any);
        let told = by_file(singles, |single| &single.verdict.finding);
        let mut ordinals = Ordinals::default();
        for (file, singles) in &told {
            ordinals.set(*file, singles, &self.sources, |file| self.headings(file));
        }
        Standing { kept, told, suppressions, ordinals, reach: None }
    }

    /// Judges after what was read anew: no more than it reaches, if that is known.
    pub fn stand_again(&mut self, today: Date, mut standing: Standing, applied: &Applied) -> Standing {
        match &applied.edit {
            Some(edit) if standing.is_of(today) && self.stand_after(&mut standing, edit) => standing,
            _ => self.stand(today, Some(standing), applied),
        }
    }

    /// Says anew what an edit reaches. False if that takes judging everything: then what stood is of no use any more but to [`Workspace::stand`].
    fn stand_after(&self, standing: &mut Standing, edit: &Edit) -> bool {
        let Some(mut kept) = standing.kept.take() else { return false };
        let reach = standing.reach.get_or_insert_with(|| Arc::new(self.reach())).clone();
        let anew = self.judge_edit(&mut kept, edit, &reach);
        if let Some(mut anew) = anew {
            self.say(standing, &kept, &mut anew);
            standing.kept = Some(kept);
            return true;
        }
        standing.kept = Some(kept);
        false
    }

    /// What rules read beyond the record that they are about.
    fn reach(&self) -> Reach {
        Reach::of(&self.base.rules, &self.index.schema, &self.base.derived)
    }

    /// Gives the files of which something else may be said, or of which what is said points into the edited ones.
    fn judge_edit(&self, kept: &mut Kept, edit: &Edit, reach: &Reach) -> Option<FxHashSet<Whereof>> {
        let today = kept.today;
        if self.manifest.is_none() || self.baseline.is_some() || !self.counts_as_before(today, edit) {
            return None;
        }
        let mut anew = self.lint_after(kept, edit);
        let noise = self.base.noise();
        let rules = &self.base.rules;
        let reached = reach.by(rules, edit, &self.index, &self.sources, &self.base.derived);
        // Others that hold it mean the state before the edit.
        let mut cache = Arc::try_unwrap(std::mem::take(&mut kept.cache)).unwrap_or_default();
        reach.renew(&mut cache, edit, &reached, &self.index);
        kept.cache = Arc::new(cache);
        let cache = kept.cache.clone();
        let over = self.asked_over(&cache, &noise, today);
        let other = rules::edited(rules, over, &self.settings(None), &mut kept.outcome, (edit, &reached))?;
        anew.extend(other.into_iter().map(of));
        let pointing = kept.outcome.said.iter().flatten().filter(|v| edit.is_in(v));
        anew.extend(pointing.map(|verdict| whereof(&verdict.finding)));
        Some(anew)
    }

    /// True unless other records count than before, or something that everything reads is another.
    fn counts_as_before(&self, today: Date, edit: &Edit) -> bool {
        let schema = &self.index.schema;
        let base = &self.base;
        let levels =
            |ty: &Type, kind: &str, field: &str| matches!(ty, Type::Scale(spec) if *spec.kind == *kind && *spec.levels == *field);
        let one_of_several =
            |kind| schema.kind(kind).line.iter().any(|k| schema.kind(*k).one && self.index.every(*k).count() > 1);
        for (kind, name) in &edit.revised.fields {
            let spec = schema.kind(*kind);
            let acyclic = spec.field(name).is_some_and(|(_, f)| matches!(f.ty.element(), Type::Ref(spec) if spec.acyclic));
            let scale = spec.line.iter().any(|k| {
                let of = &schema.kind(*k).name;
                schema.iter().any(|(_, k)| k.fields.iter().any(|f| levels(&f.ty, of, name)))
            });
            if acyclic || scale || one_of_several(*kind) || spec.retired.is_some() && base.derived.retires_by_others() {
                return false;
            }
        }
        let (noise, cache) = (base.noise(), Cache::default());
        let world = World::new(&self.index, &self.sources, &base.derived, today, &noise, &cache);
        let changed = edit.revised.changed.difference(&edit.revised.gone);
        edit.revised.records.iter().chain(changed).all(|e| {
            schema.kind(self.index.kind(*e)).retired.is_none()
                || (base.derived.retired(&world, *e) == Truth::True) == self.index.is_retired(*e)
        })
    }

    /// The language layer over what an edit reaches.
    fn lint_after(&self, kept: &mut Kept, edit: &Edit) -> FxHashSet<Whereof> {
        let manifest = self.manifest.as_ref().map(|(file, _)| *file);
        let ours = |file| self.is_told(file) || manifest == Some(file);
        let lint = Lint {
            index: &self.index,
            sources: &self.sources,
            today: kept.today,
            ours: &ours,
            unsettled: &kept.unsettled,
            citations: &self.vocabulary.citations,
        };
        let points = |f: &Finding| f.labels.iter().any(|label| edit.files.contains_key(&label.place.file));
        let mut anew: FxHashSet<FileId> = edit.files.keys().copied().collect();
        anew.extend(kept.linted.iter().filter(|(_, findings)| findings.iter().any(points)).map(|(file, _)| *file));
        anew.extend(edit.revised.elsewhere.keys());
        if !edit.revised.ids.is_empty() {
            // Another id may be the one that was meant.
            let unresolved = |findings: &[Finding]| findings.iter().any(|f| *f.code == *codes::UNRESOLVED_REFERENCE);
            let meant = |file: &FileId| {
                let facts = self.index.facts(*file);
                facts.is_some_and(|facts| self.index.may_be_meant(facts, &edit.revised.ids, &edit.revised.sets))
            };
            let told = kept.linted.iter().filter(|(_, findings)| unresolved(findings)).map(|(file, _)| *file);
            anew.extend(told.filter(meant));
        }
        let paths: FxHashSet<&str> = edit.files.values().map(|(facts, _)| &*facts.path).collect();
        let (anchors, counted) = (edit.revised.anchors, !edit.revised.fields.is_empty());
        for facts in self.index.files().filter(|_| anchors || counted) {
            let leads = || facts.links.iter().any(|l| l.path.as_deref().is_ok_and(|path| paths.contains(path)));
            if anchors && leads() || counted && !facts.tallies.is_empty() {
                anew.insert(facts.file);
            }
        }
        for file in &anew {
            let facts = self.index.facts(*file).filter(|f| ours(f.file));
            let findings = facts.map(|facts| lint.of_file(facts)).unwrap_or_default();
            if findings.is_empty() { _ = kept.linted.remove(file) } else { _ = kept.linted.insert(*file, findings) }
        }
        let mut anew: FxHashSet<Whereof> = anew.into_iter().map(Some).collect();
        let unique = |(kind, name): &(_, Arc<str>)| {
            let spec = self.index.schema.kind(*kind);
            spec.unique.iter().any(|field| spec.fields[usize::from(*field)].name == *name)
        };
        let retold = || edit.revised.records.iter().any(|e| self.index.tellings(*e).len() > 1);
        let within = |f: &Finding| f.at.place().is_some_and(|p| edit.files.contains_key(&p.file)) || points(f);
        if retold() || !edit.revised.sets.is_empty() || edit.revised.fields.iter().any(unique) || kept.across.iter().any(within) {
            let mut across = lint.across();
            self.needless(&mut across);
            anew.extend(kept.across.iter().chain(&across).map(whereof));
            kept.across = across;
        }
        anew
    }

    /// Puts together anew what is said of some files; adds those whose suppressions are judged otherwise for it.
    fn say(&self, standing: &mut Standing, kept: &Kept, anew: &mut FxHashSet<Whereof>) {
        let today = kept.today;
        let mut settled = self.settled(kept, anew);
        let any = |holds: &dyn Fn(&Finding) -> bool| {
            let others = standing.told.iter().filter(|(file, _)| !anew.contains(*file)).flat_map(|(_, told)| told);
            let mut others =
                others.map(|single| &single.verdict.finding).filter(|f| !super::suppressions::is_about_suppressing(f));
            others.any(holds) || settled.values().flatten().any(|verdict| holds(&verdict.finding))
        };
        let suppressions = self.suppressions_by_file(today, &kept.outcome.counts, &any);
        let was = std::mem::replace(&mut standing.suppressions, suppressions);
        let now = &standing.suppressions;
        let other: FxHashSet<Whereof> = was
            .keys()
            .chain(now.keys())
            .filter(|file| was.get(file) != now.get(file) && !anew.contains(*file))
            .copied()
            .collect();
        settled.extend(self.settled(kept, &other));
        anew.extend(other);
        let accepted = self.accepted();
        let mut renumbered: FxHashSet<Whereof> = FxHashSet::default();
        for file in anew.iter() {
            let mut verdicts = settled.remove(file).unwrap_or_default();
            verdicts.extend(standing.suppressions.get(file).into_iter().flatten().cloned().map(Verdict::shared));
            verdicts.sort_by(|a, b| order(&a.finding, &b.finding, &self.sources));
            let mut singles: Vec<Single> = verdicts.into_iter().map(Single::unnumbered).collect();
            allow(&mut singles, &accepted, &self.sources, today);
            renumbered.extend(standing.ordinals.set(*file, &singles, &self.sources, |file| self.headings(file)));
            if singles.is_empty() { _ = standing.told.remove(file) } else { _ = standing.told.insert(*file, singles) }
        }
        for file in &renumbered {
            if let Some(singles) = standing.told.get_mut(file) {
                standing.ordinals.number(*file, singles, &self.sources);
            }
        }
        anew.extend(renumbered);
    }

    /// What the language layer and the rules say in some files, of two with one cause the one that knows more.
    fn settled(&self, kept: &Kept, wanted: &FxHashSet<Whereof>) -> FxHashMap<Whereof, Vec<Arc<Verdict>>> {
        if wanted.is_empty() {
            return FxHashMap::default();
        }
        let mut findings: Vec<Finding> = Vec::new();
        let here = |finding: &&Finding| wanted.contains(&whereof(finding));
        findings.extend(self.setup.iter().filter(here).cloned());
        let mut files: Vec<FileId> = wanted.iter().copied().flatten().collect();
        files.sort_unstable();
        let told = || files.iter().filter(|file| self.is_told(**file)).filter_map(|file| self.index.facts(*file));
        findings.extend(told().flat_map(|facts| &facts.findings).filter(here).cloned());
        findings.extend(files.iter().filter_map(|file| kept.linted.get(file)).flatten().filter(here).cloned());
        findings.extend(kept.across.iter().filter(here).cloned());
        self.configure(&mut findings);
        let mut verdicts: Vec<Arc<Verdict>> = findings.into_iter().map(Verdict::shared).collect();
        verdicts.extend(kept.outcome.said.iter().flatten().filter(|v| here(&&v.finding)).cloned());
        by_file(precedence::settle(verdicts), |verdict| &verdict.finding)
    }

    fn suppressions_by_file(
        &self,
        today: Date,
        counts: &[rules::Count],
        any: super::suppressions::Any<'_>,
    ) -> FxHashMap<Whereof, Vec<Finding>> {
        let mut findings = self.suppressions(today, any, counts);
        self.configure(&mut findings);
        by_file(findings, |finding| finding)
    }
}
