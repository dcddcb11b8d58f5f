//! [`symbol`]: what a character of a symbol font means in Unicode.
//!
//! Only the marks that forms use are known: boxes, ticks, crosses, bullets and circled digits. Any other
//! becomes U+FFFD.

/// The meaning of a `w:sym`, whose code may stand in the private use area (ECMA-376 part 1, 17.3.3.30).
pub(super) fn symbol(font: &str, code: u32) -> char {
    let is_private = (0xF000..=0xF0FF).contains(&code);
    let low = if is_private { code - 0xF000 } else { code };
    let known = match font {
        _ if low == 0x20 => Some(' '),
        "Wingdings" => wingdings(low),
        "Wingdings 2" => wingdings_2(low),
        "Symbol" => symbol_font(low),
        _ if is_private => None,
        _ => char::from_u32(code).filter(|c| !c.is_control()),
    };
    known.unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn wingdings(low: u32) -> Option<char> {
    Some(match low {
        0x6C => '●',
        0x6E => '■',
        0x6F | 0x71 | 0x72 | 0xA8 => '□',
        0x74 | 0x75 => '◆',
        0x76 => '❖',
        0x81..=0x8A => char::from_u32(0x2460 + low - 0x81)?,
        0x8C..=0x95 => char::from_u32(0x2776 + low - 0x8C)?,
        0xA1 => '○',
        0xA7 => '▪',
        0xAB => '★',
        0xD8 => '➢',
        0xDF => '←',
        0xE0 => '→',
        0xE1 => '↑',
        0xE2 => '↓',
        0xFB => '✗',
        0xFC => '✓',
        0xFD => '☒',
        0xFE => '☑',
        _ => return None,
    })
}

fn wingdings_2(low: u32) -> Option<char> {
    Some(match low {
        0x4F => '✗',
        0x50 => '✓',
        0x51 | 0x53 | 0x54 => '☒',
        0x52 => '☑',
        0x69..=0x73 => char::from_u32(if low == 0x69 { 0x24EA } else { 0x2460 + low - 0x6A })?,
        0x97 => '●',
        0xA2 => '■',
        0xA3 | 0x2A => '□',
        _ => return None,
    })
}

fn symbol_font(low: u32) -> Option<char> {
    Some(match low {
        0x20..=0x21 | 0x23 | 0x25..=0x26 | 0x28..=0x29 | 0x2B..=0x2C | 0x2E..=0x3F => char::from_u32(low)?,
        0x2D => '−',
        0xA3 => '≤',
        0xA5 => '∞',
        0xB0 => '°',
        0xB1 => '±',
        0xB3 => '≥',
        0xB4 => '×',
        0xB7 => '•',
        0xB8 => '÷',
        0xB9 => '≠',
        0xBB => '≈',
        0xBC => '…',
        0xD6 => '√',
        0xE5 => '∑',
        _ => return None,
    })
}
