//! What a table below a record holds whose rows need no column that says which record that is.

use super::table::{COLUMNS, Ids, distinct};
use crate::model::read::Reading;
use crate::schema::{KindId, RefTo, Type, fold};
use crate::syntax::markdown::{Markdown, Table};

impl Reading<'_> {
    /// The one kind whose ids the rows have, and whose telling columns are all there but the reference to the record of kind `above` below
    /// which the table stands.
    pub(in crate::model::read) fn rows_below(
        &self,
        tree: &Markdown<'_>,
        table: &Table<'_>,
        title: Option<&str>,
        above: KindId,
    ) -> Option<KindId> {
        let file = self.file_names(title);
        let called = Self::called(tree, table, title, &file);
        let columns: Vec<Box<str>> = table.columns.iter().map(|c| fold(&c.text)).collect();
        let mut fitting = self.vocabulary.schema.iter().filter(|(id, kind)| {
            let Some(reference) = self.reference_to(*id, above) else { return false };
            let fields: Vec<Option<u16>> = columns.iter().map(|c| self.vocabulary.folded_field(*id, c)).collect();
            let told = |field: &u16| *field == reference || fields.contains(&Some(*field));
            let telling = |set: &Vec<u16>| set.contains(&reference) && set.iter().all(told);
            kind.id.as_ref().is_some_and(|identity| !identity.prefix.is_empty())
                && kind.recognise.columns.iter().any(telling)
                && distinct(&fields) >= COLUMNS
                && !called.says(&kind.recognise.unless)
                && self.ids(table, kind, &fields, &called) == Ids::Own
                && !self.unfilled(table, *id, &fields)
        });
        match (fitting.next(), fitting.next()) {
            (Some((kind, _)), None) => Some(kind),
            _ => None,
        }
    }

    /// The one field in which records of a kind refer to one of kind `above`.
    pub(in crate::model::read) fn reference_to(&self, kind: KindId, above: KindId) -> Option<u16> {
        let spec = self.vocabulary.schema.kind(kind);
        let leads = |ty: &Type| {
            let Type::Ref(reference) = ty.element() else { return false };
            matches!(&reference.to, RefTo::Kinds(kinds) if kinds.contains(&above))
        };
        let mut fields = (0_u16..).zip(&spec.fields).filter(|(_, field)| leads(&field.ty)).map(|(i, _)| i);
        fields.next().filter(|_| kind != above && fields.next().is_none())
    }
}
