//! The name of a field within groups, with those of the groups: `review.date`. It is put together only where somebody is told of it, for
//! nearly every field is read in silence.

use std::fmt;

/// The name of a field, and of what it stands in.
#[derive(Clone, Copy, Debug)]
pub struct DottedName<'a> {
    outer: Option<&'a DottedName<'a>>,
    name: &'a str,
}

impl<'a> DottedName<'a> {
    /// Of a record's own field.
    pub fn of(name: &'a str) -> Self {
        Self { outer: None, name }
    }

    /// Of what stands within the field under a name.
    #[must_use]
    pub fn inner(&'a self, name: &'a str) -> Self {
        Self { outer: Some(self), name }
    }

    /// The name of a record's own field; none within one.
    pub fn alone(&self) -> Option<&'a str> {
        if self.outer.is_none() { Some(self.name) } else { None }
    }

    /// The name of the record's field that it stands in, or is.
    pub fn outermost(&self) -> &'a str {
        self.outer.map_or(self.name, Self::outermost)
    }
}

impl fmt::Display for DottedName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(outer) = self.outer {
            write!(f, "{outer}.")?;
        }
        f.write_str(self.name)
    }
}

impl From<DottedName<'_>> for String {
    fn from(name: DottedName<'_>) -> Self {
        name.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_groups_stand_before_those_within() {
        let scope = DottedName::of("scope");
        let of_controls = scope.inner("controls");
        let note = of_controls.inner("note");
        assert_eq!(note.to_string(), "scope.controls.note");
        assert_eq!(note.outermost(), "scope");
        assert_eq!((scope.alone(), note.alone()), (Some("scope"), None));
    }
}
