//! [`Destination`]: what the text of a group is for.

/// What the text of a group is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Destination {
    /// It is part of the document.
    Text,
    /// It is the label of a paragraph in a list.
    Label,
    /// It is the table of fonts.
    Fonts,
    /// It is the instruction of a field.
    Instruction,
    /// It is nothing itself, but a group within may be text: a drawing with a text box.
    Hollow,
    /// It is no part of the document.
    Skipped,
}

impl Destination {
    /// The destination that a word opens; `None` if it opens none. A word after `\*` always opens one.
    pub(super) fn of(name: &str, is_starred: bool, around: Self) -> Option<Self> {
        let is_text = matches!(around, Self::Text | Self::Label);
        match name {
            _ if around == Self::Skipped || around == Self::Instruction => None,
            "shptxt" | "dptxbxtext" | "ud" if around == Self::Hollow => Some(Self::Text),
            _ if around == Self::Fonts => is_starred.then_some(Self::Skipped),
            _ if !is_text => is_starred.then_some(around),
            "fonttbl" => Some(Self::Fonts),
            "fldinst" => Some(Self::Instruction),
            "shpinst" | "do" | "upr" => Some(Self::Hollow),
            "listtext" | "pntext" => Some(Self::Label),
            "field" | "nesttableprops" => Some(Self::Text),
            _ if is_starred || is_skipped(name) => Some(Self::Skipped),
            _ => None,
        }
    }
}

/// Destinations that older programs may not skip, so that no `\*` stands before them.
fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "annotation"
            | "bxe"
            | "colortbl"
            | "comment"
            | "filetbl"
            | "footer"
            | "footerf"
            | "footerl"
            | "footerr"
            | "footnote"
            | "header"
            | "headerf"
            | "headerl"
            | "headerr"
            | "info"
            | "listoverridetable"
            | "listtable"
            | "nonesttables"
            | "nonshppict"
            | "pict"
            | "private"
            | "revtbl"
            | "rxe"
            | "shprslt"
            | "stylesheet"
            | "tc"
            | "tcn"
            | "template"
            | "txe"
            | "xe"
    )
}
