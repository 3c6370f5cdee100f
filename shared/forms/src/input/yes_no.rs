//! Yes and no.

use super::{unread::Unread, width::half};

/// Reads yes or no, in either language.
pub fn read_yes_no(text: &str) -> Result<bool, Unread> {
    let text = half(text).to_lowercase();
    match text.trim_end_matches(['.', '!', ',']).trim() {
        "是" | "是的" | "对" | "对的" | "有" | "有的" | "好" | "好的" | "嗯" | "要" | "会" | "能"
        | "可以" | "没错" | "yes" | "y" | "yeah" | "yep" | "true" | "✓" | "√" => Ok(true),
        "否" | "不" | "不是" | "不对" | "没" | "没有" | "无" | "不要" | "不会" | "不能" | "不可以" | "no"
        | "n" | "nope" | "not" | "false" | "×" => Ok(false),
        _ => Err(Unread::YesNo),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_are_understood_and_nothing_else() {
        for text in ["是", "有。", "Yes", " y ", "可以", "ｙｅｓ"] {
            assert_eq!(read_yes_no(text), Ok(true), "{text}");
        }
        for text in ["否", "没有", "No!", "不是"] {
            assert_eq!(read_yes_no(text), Ok(false), "{text}");
        }
        for text in ["", "也许", "maybe", "有一点", "no idea", "不知道"] {
            assert_eq!(read_yes_no(text), Err(Unread::YesNo), "{text}");
        }
    }
}
