//! [`numeral`]: a counter of a list in the format of its level (`ST_NumberFormat`, ECMA-376 part 1,
//! 17.18.59).
//!
//! Formats of scripts that no report is written in are printed as plain digits.

/// Writes `number` in the format of this name.
pub(super) fn numeral(format: &str, number: u32) -> String {
    let from = |first: u32, last: u32| ranged(number, first, last);
    match format {
        "none" | "bullet" => Some(String::new()),
        "decimalZero" => Some(format!("{number:02}")),
        "decimalFullWidth" | "decimalFullWidth2" => Some(map_digits(number, "０１２３４５６７８９")),
        "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseCounting" => Some(counting(number, "零一二三四五六七八九", ["", "十", "百", "千"])),
        "chineseLegalSimplified" => Some(legal(number, "零壹贰叁肆伍陆柒捌玖", ["", "拾", "佰", "仟"])),
        "ideographLegalTraditional" | "japaneseLegal" => {
            Some(legal(number, "零壹貳參肆伍陸柒捌玖", ["", "拾", "佰", "仟"]))
        }
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
            Some(map_digits(number, "〇一二三四五六七八九"))
        }
        "ideographTraditional" => nth(number, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => nth(number, "子丑寅卯辰巳午未申酉戌亥"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(number),
        "decimalEnclosedParen" => from(0x2474, 20),
        "decimalEnclosedFullstop" => from(0x2488, 20),
        "ideographEnclosedCircle" => from(0x3280, 10),
        "numberInDash" => Some(format!("- {number} -")),
        "lowerLetter" => letters(number, b'a'),
        "upperLetter" => letters(number, b'A'),
        "lowerRoman" => roman(number).map(|roman| roman.to_lowercase()),
        "upperRoman" => roman(number),
        _ => None,
    }
    .unwrap_or_else(|| number.to_string())
}

fn ranged(number: u32, first: u32, last: u32) -> Option<String> {
    if !(1..=last).contains(&number) {
        return None;
    }
    char::from_u32(first + number - 1).map(String::from)
}

fn circled(number: u32) -> Option<String> {
    match number {
        0 => Some("⓪".to_owned()),
        21..=35 => ranged(number - 20, 0x3251, 15),
        36..=50 => ranged(number - 35, 0x32B1, 15),
        _ => ranged(number, 0x2460, 20),
    }
}

fn nth(number: u32, letters: &str) -> Option<String> {
    let index = usize::try_from(number.checked_sub(1)?).ok()?;
    letters.chars().nth(index).map(String::from)
}

fn map_digits(number: u32, digits: &str) -> String {
    let digit = |c: char| digits.chars().nth(c.to_digit(10)? as usize);
    number.to_string().chars().filter_map(digit).collect()
}

/// 一, 十, 十一, 二十, 一百零五, 一千零一十.
fn counting(number: u32, digits: &str, units: [&str; 4]) -> String {
    let text = legal(number, digits, units);
    match text.strip_prefix("一十") {
        Some(rest) if number < 20 => format!("十{rest}"),
        _ => text,
    }
}

fn legal(number: u32, digits: &str, units: [&str; 4]) -> String {
    if number == 0 || number > 9999 {
        return map_digits(number, digits);
    }
    let decimal = number.to_string();
    let mut text = String::new();
    let mut gap = false;
    for (index, c) in decimal.chars().enumerate() {
        let value = c.to_digit(10).unwrap_or_default();
        if value == 0 {
            gap = true;
            continue;
        }
        if std::mem::take(&mut gap) {
            text.extend(digits.chars().next());
        }
        text.extend(digits.chars().nth(value as usize));
        text.push_str(units[decimal.len() - 1 - index]);
    }
    text
}

/// a … z, aa, bb …: the letter is repeated (17.18.59, `lowerLetter`).
fn letters(number: u32, first: u8) -> Option<String> {
    let index = number.checked_sub(1).filter(|index| *index < 26 * 30)?;
    let letter = first + u8::try_from(index % 26).ok()?;
    Some(char::from(letter).to_string().repeat(index as usize / 26 + 1))
}

fn roman(mut number: u32) -> Option<String> {
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&number) {
        return None;
    }
    let mut text = String::new();
    for (value, letters) in PARTS {
        while number >= value {
            text.push_str(letters);
            number -= value;
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::numeral;

    #[test]
    fn formats() {
        for (format, number, text) in [
            ("decimal", 12, "12"),
            ("chineseCountingThousand", 1, "一"),
            ("chineseCountingThousand", 10, "十"),
            ("chineseCountingThousand", 12, "十二"),
            ("chineseCountingThousand", 20, "二十"),
            ("chineseCounting", 105, "一百零五"),
            ("chineseCounting", 110, "一百一十"),
            ("chineseCounting", 1001, "一千零一"),
            ("chineseLegalSimplified", 11, "壹拾壹"),
            ("ideographDigital", 20, "二〇"),
            ("ideographTraditional", 3, "丙"),
            ("ideographTraditional", 11, "11"),
            ("decimalEnclosedCircle", 20, "⑳"),
            ("decimalEnclosedCircleChinese", 21, "㉑"),
            ("decimalEnclosedParen", 2, "⑵"),
            ("upperLetter", 28, "BB"),
            ("lowerRoman", 14, "xiv"),
            ("upperRoman", 4000, "4000"),
            ("lowerLetter", u32::MAX, "4294967295"),
            ("bullet", 1, ""),
        ] {
            assert_eq!(numeral(format, number), text, "{format} {number}");
        }
    }
}
