//! `clauselint.yaml`, typed, with the place of every key. A mistake is a finding; only a manifest that is no mapping ends the run.

mod manifest;

pub use manifest::{Allow, DocumentKind, Elsewhere, FieldName, KEYS, Manifest, PackName, RuleSetting, Setting, read};
