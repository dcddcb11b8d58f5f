//! [`base64`]: bytes that were written as letters (RFC 4648, 4).

/// Six bits a character; white space says nothing, and `=` fills the last four up.
pub(super) fn base64(body: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut n_bits) = (0_u32, 0);
    for byte in body.iter().filter(|byte| !byte.is_ascii_whitespace() && **byte != b'=') {
        bits = (bits << 6 | u32::from(sextet(*byte)?)) & 0xFFFF;
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push((bits >> n_bits & 0xFF) as u8);
        }
    }
    // A lone character is less than a byte.
    (n_bits < 6).then_some(bytes)
}

fn sextet(letter: u8) -> Option<u8> {
    match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_is_decoded() {
        for (coded, plain) in [
            ("5bm0\r\n5oql", Some("年报")),
            ("YQ==", Some("a")),
            ("YWI=", Some("ab")),
            ("YWI", Some("ab")),
            ("YWJjZ", None),
            ("Y*==", None),
        ] {
            assert_eq!(base64(coded.as_bytes()).as_deref(), plain.map(str::as_bytes), "{coded}");
        }
    }
}
