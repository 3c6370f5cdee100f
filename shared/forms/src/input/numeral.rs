//! Chinese numerals: 一百二十, 两千零五, 二〇二六, 一百二 (120), 三万五 (35000), 壹佰.

/// The longest run of numerals that is read.
const MAX_RUN: usize = 30;
/// The most digits said one by one (二〇二六).
const MAX_DIGITS: usize = 15;

/// The value of a digit's character.
pub(crate) fn digit(c: char) -> Option<u64> {
    Some(match c {
        '0'..='9' => u64::from(c) - u64::from('0'),
        '零' | '〇' | '○' => 0,
        '一' | '壹' | '幺' => 1,
        '二' | '贰' | '貳' | '两' => 2,
        '三' | '叁' | '叄' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// 十, 百, 千 within a group of four; 万 and 亿 end one.
fn unit(c: char) -> Option<u64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

/// Reads the whole number that `text` begins with, in Chinese numerals; gives it and the bytes it took.
pub(crate) fn whole(text: &str) -> Option<(u64, usize)> {
    let mut run: Vec<char> = Vec::new();
    let mut length = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let tens = match c {
            '廿' => Some('二'),
            '卅' => Some('三'),
            _ => None,
        };
        let numeral = (!c.is_ascii_digit() && digit(c).is_some()) || unit(c).is_some() || tens.is_some();
        // 千克 and 千卡 are units of measure: 三千克 is 3 kg.
        let measure = c == '千' && chars.peek().is_some_and(|next| "克卡米帕焦瓦".contains(*next));
        // 百分之 is "per cent of".
        let percent = c == '百' && run.is_empty();
        if !numeral || measure || percent {
            break;
        }
        if run.len() >= MAX_RUN {
            return None;
        }
        match tens {
            Some(digit) => run.extend([digit, '十']),
            None => run.push(c),
        }
        length += c.len_utf8();
    }
    // 五六个 is five or six, 三五天 three to five; 三四点五 can only be 34.5.
    let about = match run.as_slice() {
        [one, two] => digit(*one)
            .zip(digit(*two))
            .is_some_and(|(one, two)| one > 0 && (two == one + 1 || (one, two) == (3, 5))),
        _ => false,
    };
    if about && !text.get(length..).is_some_and(|rest| rest.starts_with('点')) {
        return None;
    }
    let value = if run.iter().any(|c| unit(*c).is_some()) { by_place(&run)? } else { one_by_one(&run)? };
    Some((value, length))
}

/// Digits said one by one: 二〇二六.
fn one_by_one(run: &[char]) -> Option<u64> {
    if run.is_empty() || run.len() > MAX_DIGITS {
        return None;
    }
    run.iter().try_fold(0u64, |sum, c| sum.checked_mul(10)?.checked_add(digit(*c)?))
}

/// Digits with their places: 二千零二十六.
fn by_place(run: &[char]) -> Option<u64> {
    let (mut total, mut group) = (0u64, 0u64);
    let mut pending: Option<u64> = None;
    let mut zero = false;
    // The last place named, inside the group and over all; each next one must be smaller.
    let (mut place, mut big, mut last) = (10_000u64, u64::MAX, 1u64);
    for c in run {
        if let Some(value) = digit(*c) {
            if value == 0 {
                if pending.is_some() || zero {
                    return None;
                }
                zero = true;
            } else if pending.replace(value).is_some() {
                return None;
            }
            continue;
        }
        let unit = unit(*c)?;
        if unit < 10_000 {
            let count = match pending.take() {
                Some(count) => count,
                // 十 alone is 一十.
                None if unit == 10 => 1,
                None => return None,
            };
            if unit >= place {
                return None;
            }
            group += count * unit;
            place = unit;
        } else {
            group += pending.take().unwrap_or(0);
            if group == 0 || unit >= big {
                return None;
            }
            total = total.checked_add(group.checked_mul(unit)?)?;
            (group, place, big) = (0, 10_000, unit);
        }
        last = unit;
        zero = false;
    }
    let end = match pending {
        // 一百二 is 120, 一百零二 is 102.
        Some(value) if zero => value,
        Some(value) => value.checked_mul(last / 10)?,
        None if zero => return None,
        None => 0,
    };
    total.checked_add(group)?.checked_add(end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Option<u64> {
        whole(text).filter(|(_, length)| *length == text.len()).map(|(value, _)| value)
    }

    #[test]
    fn numerals_are_read_as_they_are_said() {
        for (text, value) in [
            ("三", 3),
            ("两", 2),
            ("十", 10),
            ("十五", 15),
            ("二十", 20),
            ("廿二", 22),
            ("一百二十", 120),
            ("一百二", 120),
            ("一百零二", 102),
            ("一百一十五", 115),
            ("一百十五", 115),
            ("两千零五", 2005),
            ("两千五", 2500),
            ("三万五", 35_000),
            ("三万零五", 30_005),
            ("一亿两千万", 120_000_000),
            ("二〇二六", 2026),
            ("一二〇", 120),
            ("零", 0),
            ("壹佰贰拾", 120),
        ] {
            assert_eq!(read(text), Some(value), "{text}");
        }
    }

    #[test]
    fn what_nobody_says_is_not_read() {
        for text in [
            "",
            "两三",
            "五六",
            "三五",
            "十五六",
            "百",
            "十百",
            "一百百",
            "二三十",
            "一百零",
            "一万万",
            "一百零零二",
            "多",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&"九".repeat(16)), None);
        assert_eq!(read(&"十".repeat(40)), None);
    }

    #[test]
    fn a_thousand_before_a_measure_belongs_to_the_measure() {
        assert_eq!(whole("三千克"), Some((3, 3)));
    }

    /// Writes a number as it is said in full.
    fn say(number: u64) -> String {
        fn group(number: u64) -> String {
            let digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
            let (mut out, mut gap) = (String::new(), false);
            for (place, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
                let digit = usize::try_from(number / place % 10).unwrap();
                if digit == 0 {
                    gap = !out.is_empty();
                } else {
                    if gap {
                        out.push('零');
                    }
                    gap = false;
                    out.push_str(digits[digit]);
                    out.push_str(name);
                }
            }
            out
        }
        if number == 0 {
            return "零".to_owned();
        }
        let mut out = String::new();
        for (place, name) in [(100_000_000, "亿"), (10_000, "万"), (1, "")] {
            let part = number / place % 10_000;
            if part == 0 {
                continue;
            }
            if !out.is_empty() && part < 1_000 {
                out.push('零');
            }
            out.push_str(&group(part));
            out.push_str(name);
        }
        out
    }

    proptest! {
        #[test]
        fn a_number_said_is_read_as_the_same_number(number in prop_oneof![0..20_000u64, 0..999_999_999_999u64]) {
            let said = say(number);
            prop_assert_eq!(read(&said), Some(number), "{}", said);
        }

        #[test]
        fn no_run_of_numerals_makes_the_reader_panic(text in "[零一二两十百千万亿半点廿千克0-9]{0,40}") {
            let _ = whole(&text);
        }
    }
}
