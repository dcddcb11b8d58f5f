//! What a cell says.

use std::fmt;

pub use rust_decimal::Decimal;

/// What a cell says. Blank, nil and 0 are three different facts.
///
/// ```
/// use nianbao::report::Value;
/// assert_ne!(Value::Blank, Value::from(0));
/// assert_ne!(Value::Nil, Value::from(0));
/// assert_eq!(Value::from(12).to_string(), "12");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Left empty.
    Blank,
    /// Struck out: `/`, `—`, `无`, `不适用`.
    Nil,
    /// A number, exact.
    Number(Decimal),
    /// Something that is not a number.
    Text(String),
}

/// The sum of numbers; there is none if one of them is not known, or if it is too great.
///
/// ```
/// use nianbao::report::sum;
/// assert_eq!(sum([Some(2.into()), Some(3.into())]), Some(5.into()));
/// assert_eq!(sum([Some(2.into()), None]), None);
/// ```
pub fn sum(numbers: impl IntoIterator<Item = Option<Decimal>>) -> Option<Decimal> {
    numbers.into_iter().try_fold(Decimal::ZERO, |sum, number| sum.checked_add(number?))
}

impl Value {
    /// The number, when it is one.
    ///
    /// ```
    /// use nianbao::report::Value;
    /// assert_eq!(Value::Nil.number(), None);
    /// ```
    #[must_use]
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The name of its kind: `blank`, `nil`, `number` or `text`.
    ///
    /// ```
    /// assert_eq!(nianbao::report::Value::Nil.kind(), "nil");
    /// ```
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::Nil => "nil",
            Self::Number(_) => "number",
            Self::Text(_) => "text",
        }
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number.into())
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blank => Ok(()),
            Self::Nil => f.write_str("/"),
            Self::Number(number) => match whole(number) {
                Some(whole) => whole.fmt(f),
                None => number.normalize().fmt(f),
            },
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// A number without a fraction, as most are: it is sooner written.
pub(crate) fn whole(number: &Decimal) -> Option<i64> {
    i64::try_from(number.mantissa()).ok().filter(|_| number.scale() == 0)
}
