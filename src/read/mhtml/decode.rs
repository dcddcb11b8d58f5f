//! [`decode`]: the bytes of a part as they were before they were sent (RFC 2045, 6.7 and 6.8).

use super::parts::Part;
use crate::error::Error;
use crate::read::base64::base64;
use crate::read::package::malformed;
use std::borrow::Cow;

/// The bytes of a part.
pub(super) fn decode<'a>(part: &Part<'a>) -> Result<Cow<'a, [u8]>, Error> {
    match part.transfer.as_str() {
        "quoted-printable" => Ok(quoted_printable(part.body).into()),
        "base64" => base64(part.body).map(Cow::Owned).ok_or_else(|| malformed("MIME", "not base64")),
        "" | "7bit" | "8bit" | "binary" => Ok(part.body.into()),
        other => Err(malformed("MIME", format_args!("unknown encoding `{other}`"))),
    }
}

/// `=C4` is a byte, and `=` at the end of a line joins it to the next. An `=` that is neither stays.
fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let text = line.trim_ascii_end();
        let (text, is_joined) = text.strip_suffix(b"=").map_or((text, false), |text| (text, true));
        let mut rest = text;
        while let Some((&byte, after)) = rest.split_first() {
            let coded = after.get(..2).filter(|_| byte == b'=').and_then(hex);
            bytes.push(coded.unwrap_or(byte));
            rest = if coded.is_some() { &after[2..] } else { after };
        }
        if !is_joined && line.ends_with(b"\n") {
            bytes.extend_from_slice(b"\r\n");
        }
    }
    bytes
}

fn hex(digits: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(*digits.first()?)? * 16 + digit(*digits.get(1)?)?).ok()
}

#[cfg(test)]
mod tests {
    use super::quoted_printable;

    #[test]
    fn quoted_printable_is_decoded() {
        for (coded, plain) in
            [("=41B=\r\n C  \r\nD=", "AB C\r\nD"), ("a=3D1 =XY =4", "a=1 =XY =4"), ("=0D=0A\n", "\r\n\r\n")]
        {
            assert_eq!(quoted_printable(coded.as_bytes()), plain.as_bytes(), "{coded}");
        }
    }
}
