//! What a cell of the body states, in the unit of the form.

use super::table::Filler;
use super::values::Filed;
use crate::finding::FindingKind;
use crate::grammar::{quantity, shift};
use crate::report::{Fact, Value};

impl Filler<'_> {
    /// The fact that a cell states, and what there is to say about its unit.
    pub(super) fn fact(
        &self,
        row: usize,
        column: usize,
        filed: &Filed<'_>,
        unit: Option<&str>,
    ) -> (Fact, Option<FindingKind>) {
        let read = quantity(filed.text);
        let cell = || self.table.words(row, column);
        let text = filed.text.trim().to_owned();
        let form_unit = self.table.unit(row, column);
        let fact = |value| Fact::filed(value, text.as_str(), Some(filed.at.clone()));
        let is_money = |unit: &str| unit.ends_with('元');
        let number = match read.value {
            Value::Number(number) => number,
            Value::Text(_) => {
                return (fact(read.value), Some(FindingKind::NotANumber { cell: cell(), text }));
            }
            value => return (fact(value), None),
        };
        let unit = read.unit.as_deref().or(unit.filter(|unit| is_money(unit)));
        let finding = match unit {
            Some(unit) if unit == form_unit || (!is_money(unit) && !is_money(form_unit)) => None,
            Some(unit) => match shift(number, unit, form_unit) {
                Some(shifted) => {
                    let kind = FindingKind::UnitConverted {
                        cell: cell(),
                        text: text.clone(),
                        unit: form_unit.into(),
                    };
                    return (fact(Value::Number(shifted)), Some(kind));
                }
                None => Some(FindingKind::UnitMismatch {
                    cell: cell(),
                    text: text.clone(),
                    unit: form_unit.into(),
                }),
            },
            None if is_money(form_unit) && !number.is_zero() && !self.states_unit(column) => {
                Some(FindingKind::UnitAssumed { cell: cell(), unit: form_unit.into() })
            }
            None => None,
        };
        (fact(Value::Number(number)), finding)
    }

    /// Whether the printed head of a column names the unit.
    fn states_unit(&self, column: usize) -> bool {
        self.table.boxhead.label(column).is_some_and(|head| head.contains("单位"))
    }
}
