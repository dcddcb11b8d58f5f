//! Tables, rows and cells, and their properties.

use super::{Body, Flow, Frame};
use crate::document::NoteKind;
use crate::error::Error;
use crate::read::check_limit;
use crate::read::table::{CellProperties, Merge, Table};
use crate::read::xml::Xml;

/// What `w:trPr` says of a row.
#[derive(Clone, Debug, Default)]
pub(super) struct RowProperties {
    before: Option<u32>,
    is_head: Option<bool>,
    is_inserted: bool,
    is_deleted: bool,
}

impl RowProperties {
    fn read(xml: &mut Xml<'_>) -> Result<Self, Error> {
        let parent = xml.depth();
        let mut own = Self::default();
        while let Some(tag) = xml.child(parent)? {
            match tag.name() {
                "gridBefore" => own.before = Some(tag.number().unwrap_or_default()),
                "tblHeader" => own.is_head = Some(tag.is_on()),
                "ins" => own.is_inserted = true,
                "del" => own.is_deleted = true,
                _ => {}
            }
        }
        Ok(own)
    }
}

/// What `w:tcPr` says of a cell.
fn cell_properties(xml: &mut Xml<'_>) -> Result<(CellProperties, bool), Error> {
    let parent = xml.depth();
    let (mut own, mut is_changed) = (CellProperties::default(), false);
    while let Some(tag) = xml.child(parent)? {
        match tag.name() {
            "gridSpan" => own.columns = tag.number().unwrap_or_default(),
            // Word 2003 XML writes these two in lower case.
            "vMerge" | "vmerge" => own.vertical = Merge::of(tag.val().as_deref()),
            "hMerge" | "hmerge" => own.horizontal = Merge::of(tag.val().as_deref()),
            "cellDel" => own.is_dropped = true,
            "cellIns" | "cellMerge" => is_changed = true,
            _ => {}
        }
    }
    Ok((own, is_changed))
}

impl Body<'_> {
    /// Opens a `w:tbl`.
    pub(super) fn begin_table(&mut self) {
        if !matches!(self.context(), Some(Frame::Body | Frame::Cell(_) | Frame::TextBox)) {
            return self.frames.push(Frame::Transparent);
        }
        if let Some(carried) = self.flows.last_mut().and_then(|flow| flow.carried.take()) {
            self.finish_paragraph(carried);
        }
        self.n_tables += 1;
        self.tables.push(Table::new(self.n_tables));
        self.frames.push(Frame::Table);
    }

    /// Reads `w:tblGrid`.
    pub(super) fn table_grid(&mut self) -> Result<(), Error> {
        let parent = self.xml.depth();
        while let Some(tag) = self.xml.child(parent)? {
            if let Some(table) = self.tables.last_mut().filter(|_| tag.is("gridCol")) {
                table.declare_column();
            }
        }
        Ok(())
    }

    /// Opens a `w:tr`.
    pub(super) fn begin_row(&mut self) {
        match (self.tables.last_mut(), self.frames.iter().rfind(|frame| frame.is_structure())) {
            (Some(table), Some(Frame::Table)) => {
                table.begin_row();
                self.frames.push(Frame::Row);
            }
            _ => self.frames.push(Frame::Transparent),
        }
    }

    /// Reads `w:trPr`.
    pub(super) fn row_properties(&mut self) -> Result<(), Error> {
        let own = self.of_rows.read(&mut self.xml, RowProperties::read)?;
        let is_row = matches!(self.context(), Some(Frame::Row));
        let Some(table) = self.tables.last_mut().filter(|_| is_row) else { return Ok(()) };
        let row = table.row();
        row.before = own.before.unwrap_or(row.before);
        row.is_head = own.is_head.unwrap_or(row.is_head);
        self.n_mutes += usize::from(own.is_deleted && !row.is_dropped);
        row.is_dropped |= own.is_deleted;
        if own.is_deleted || own.is_inserted {
            self.note(NoteKind::TrackedChanges);
        }
        Ok(())
    }

    /// Ends a `w:tr`.
    pub(super) fn end_row(&mut self) -> Result<(), Error> {
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        self.n_mutes -= usize::from(table.row().is_dropped);
        let cells = table.end_row(self.limits)?;
        self.count_cells(cells)
    }

    /// Counts cells of tables.
    pub(super) fn count_cells(&mut self, cells: u64) -> Result<(), Error> {
        self.n_cells += cells;
        check_limit("cells", self.n_cells, self.limits.cells)
    }

    /// Opens a `w:tc`.
    pub(super) fn begin_cell(&mut self) {
        match (self.tables.last_mut(), self.frames.iter().rfind(|frame| frame.is_structure())) {
            (Some(table), Some(Frame::Row)) => {
                table.begin_cell();
                self.flows.push(Flow { n_fields: self.fields.len(), ..Flow::default() });
                self.frames.push(Frame::Cell(CellProperties::default()));
            }
            _ => self.frames.push(Frame::Transparent),
        }
    }

    /// Reads `w:tcPr`.
    pub(super) fn cell_properties(&mut self) -> Result<(), Error> {
        let (mut own, is_changed) = self.of_cells.read(&mut self.xml, cell_properties)?;
        if is_changed {
            self.note(NoteKind::TrackedChanges);
        }
        if let Some(Frame::Cell(properties)) = self.frames.last_mut() {
            if own.is_dropped {
                self.n_mutes += 1 - usize::from(properties.is_dropped);
            }
            own.is_dropped |= properties.is_dropped;
            *properties = own;
        }
        if matches!(self.frames.last(), Some(Frame::Cell(properties)) if properties.is_dropped) {
            self.note(NoteKind::TrackedChanges);
        }
        Ok(())
    }

    /// Ends a `w:tc`.
    pub(super) fn end_cell(&mut self, properties: &CellProperties) -> Result<(), Error> {
        self.end_flow();
        self.n_mutes -= usize::from(properties.is_dropped);
        match self.tables.last_mut() {
            Some(table) => table.end_cell(properties, self.limits),
            None => Ok(()),
        }
    }

    /// Ends a `w:tbl`.
    pub(super) fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else { return };
        let (blocks, notes) = table.finish(self.limits);
        for note in notes {
            self.add_note(note);
        }
        for block in blocks {
            self.emit(block);
        }
    }
}
