//! Relations that do not hold, shown by a colour.

use super::figures::Places;
use crate::document::{Comparison, Rule};
use rust_xlsxwriter::{Color, ConditionalFormatFormula, Format, Worksheet, XlsxError};

/// What is behind a figure that does not foot, and its own colour.
const BEHIND: Color = Color::RGB(0x00FF_C7CE);
const RED: Color = Color::RGB(0x009C_0006);

/// Colours the whole of each rule that is broken. A rule of which a figure is no number says nothing; what is
/// finer than a millionth comes of how numbers are stored.
pub(super) fn write(rules: &[Rule], places: &Places<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let format = Format::new().set_background_color(BEHIND).set_font_color(RED).set_bold();
    for rule in rules {
        let (Some(left), Some(right)) = (places.areas(&rule.left), places.areas(&rule.right)) else {
            continue;
        };
        let sign = match rule.comparison {
            Comparison::Equal => "<>",
            Comparison::AtMost => ">",
        };
        let n_figures = rule.figures().count();
        let broken =
            format!("=AND(COUNT({left},{right})={n_figures},ROUND(SUM({left})-SUM({right}),6){sign}0)");
        let condition = ConditionalFormatFormula::new().set_rule(broken.as_str()).set_format(&format);
        for (row, column) in rule.right.iter().filter_map(|figure| places.of_figure(figure)) {
            sheet.add_conditional_format(row, column, row, column, &condition)?;
        }
    }
    Ok(())
}
