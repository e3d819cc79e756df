//! What the user set, by way of the client: `initializationOptions`, or the section `clauselint` of the client's configuration.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::Value;

use crate::finding::did_you_mean;
use crate::model::read_date;

/// The section of a client's configuration.
pub const SECTION: &str = "clauselint";

/// The feature that diagnostics are.
pub const DIAGNOSTICS: &str = "diagnostics";

const KEYS: [&str; 4] = ["stage", "as_of", "features", "diagnostics"];

/// Settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The stage up to which rules speak, instead of the manifest's.
    pub stage: Option<String>,
    /// The day for which it is judged, instead of today.
    pub as_of: Option<Date>,
    /// Features that are switched off.
    pub off: BTreeSet<String>,
    /// Diagnostics are sent for all files, and not for open ones alone.
    pub everywhere: bool,
}

impl Settings {
    /// Reads settings, and tells what of them is not understood.
    pub fn read(value: &Value) -> (Self, Vec<String>) {
        let mut settings = Self::default();
        let mut complaints = Vec::new();
        let value = value.get(SECTION).unwrap_or(value);
        for (key, value) in value.as_object().into_iter().flatten() {
            let understood = match key.as_str() {
                _ if value.is_null() => true,
                "stage" => {
                    value.as_str().map(|stage| settings.stage = Some(stage.to_owned()).filter(|s| !s.is_empty())).is_some()
                }
                "as_of" => match value.as_str() {
                    Some("") => true,
                    day => day.and_then(read_date).map(|day| settings.as_of = Some(day)).is_some(),
                },
                "features" => value.as_object().is_some_and(|features| {
                    let off = features.iter().filter(|(_, on)| **on == Value::Bool(false));
                    settings.off.extend(off.map(|(name, _)| name.clone()));
                    features.values().all(Value::is_boolean)
                }),
                "diagnostics" => match value.as_str() {
                    Some("open") => true,
                    Some("repository") => {
                        settings.everywhere = true;
                        true
                    }
                    _ => false,
                },
                // Settings of the client's own, such as where the program is, stand in the same section.
                key if did_you_mean(key, KEYS).is_empty() => true,
                _ => {
                    complaints.push(format!("there is no setting `{key}`{}", did_you_mean(key, KEYS)));
                    true
                }
            };
            if !understood {
                complaints.push(format!("the setting `{key}` cannot be {value}"));
            }
        }
        (settings, complaints)
    }

    /// True unless the feature is switched off.
    pub fn has(&self, feature: &str) -> bool {
        !self.off.contains(feature)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_are_read_with_or_without_their_section() {
        let told = json!({ "stage": "2", "as_of": "2026-07-01", "features": { "hover": false, "folding": true }, "diagnostics": "repository" });
        let (settings, complaints) = Settings::read(&told);
        assert_eq!((settings.stage.as_deref(), settings.everywhere), (Some("2"), true));
        assert_eq!((settings.has("hover"), settings.has("folding"), complaints), (false, true, vec![]));
        assert_eq!(Settings::read(&json!({ "clauselint": told })).0, settings);
        assert_eq!(Settings::read(&Value::Null), (Settings::default(), vec![]));
    }

    #[test]
    fn what_is_not_understood_is_told() {
        let (settings, complaints) = Settings::read(&json!({ "stage": 2, "as-of": "2026-07-01", "path": "/bin/clauselint" }));
        assert_eq!(settings, Settings::default());
        assert_eq!(complaints, ["the setting `stage` cannot be 2", "there is no setting `as-of`; did you mean `as_of`?"]);
    }
}
