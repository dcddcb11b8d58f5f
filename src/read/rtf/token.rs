//! [`Tokens`]: braces, words and bytes.

use crate::error::{Error, ErrorKind};

/// The longest number that a word may have; Word reads five digits and a sign.
const DIGITS: usize = 10;

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\*`: whoever does not know the next word passes over its group.
    Star,
    /// `\name12`, or a backslash and another character; `\` before the end of a line is `\par`.
    Word {
        /// Without the backslash.
        name: &'a str,
        /// The number after it.
        value: Option<i32>,
    },
    /// A byte of text, written as such or as `\'xx`.
    Byte(u8),
    /// `\binN` and the bytes that it announces.
    Binary,
}

/// Reads tokens.
pub(super) struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    /// Begins to read.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next token; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Token<'a>>, Error> {
        while let Some((&byte, rest)) = self.rest.split_first() {
            self.rest = rest;
            return Ok(Some(match byte {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\\' => self.control()?,
                // The ends of lines say nothing, and NUL fills files up.
                b'\r' | b'\n' | 0 => continue,
                b'\t' => Token::Word { name: "tab", value: None },
                byte => Token::Byte(byte),
            }));
        }
        Ok(None)
    }

    fn control(&mut self) -> Result<Token<'a>, Error> {
        let (&first, after) = self.rest.split_first().ok_or_else(truncated)?;
        if first.is_ascii_alphabetic() {
            return self.word();
        }
        self.rest = after;
        let name = match first {
            b'*' => return Ok(Token::Star),
            b'\'' => return self.hex(),
            b'\r' | b'\n' => "par",
            b'\t' => "tab",
            b'~' => "~",
            b'_' => "_",
            b'\\' => "\\",
            b'{' => "{",
            b'}' => "}",
            // Among others `\-`, where a word may be parted.
            _ => "",
        };
        Ok(Token::Word { name, value: None })
    }

    fn word(&mut self) -> Result<Token<'a>, Error> {
        let end = self.rest.iter().position(|byte| !byte.is_ascii_alphabetic()).ok_or_else(truncated)?;
        let (name, after) = self.rest.split_at(end);
        let name = std::str::from_utf8(name).unwrap_or_default();
        let sign = usize::from(after.starts_with(b"-"));
        let digits = after[sign..].iter().take(DIGITS).take_while(|byte| byte.is_ascii_digit()).count();
        let length = if digits > 0 { sign + digits } else { 0 };
        let (number, after) = after.split_at(length);
        let value = std::str::from_utf8(number).ok().and_then(|number| number.parse().ok());
        // One space ends the word and is no text.
        self.rest = after.strip_prefix(b" ").unwrap_or(after);
        if name != "bin" {
            return Ok(Token::Word { name, value });
        }
        let length = usize::try_from(value.unwrap_or_default()).unwrap_or_default();
        self.rest = self.rest.get(length..).ok_or_else(truncated)?;
        Ok(Token::Binary)
    }

    fn hex(&mut self) -> Result<Token<'a>, Error> {
        let digits = self.rest.get(..2).ok_or_else(truncated)?;
        let byte = std::str::from_utf8(digits).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let Some(byte) = byte else { return Ok(Token::Word { name: "", value: None }) };
        self.rest = &self.rest[2..];
        Ok(Token::Byte(byte))
    }
}

fn truncated() -> Error {
    ErrorKind::Truncated("RTF".into()).into()
}
