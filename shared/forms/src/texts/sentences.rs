//! The sentences themselves.

use crate::translate::Lang;

macro_rules! sentences {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        /// What the engine can say.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Sentence { $($name,)* }

        impl Sentence {
            #[cfg(test)]
            const ALL: &'static [Self] = &[$(Self::$name,)*];

            fn template(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$name, Lang::Zh) => $zh, (Self::$name, Lang::En) => $en,)*
                }
            }
        }
    };
}

sentences! {
    // What is wrong with an answer
    Required: "这一题需要回答。", "Please answer this question.";
    RequiredGroup: "这一部分需要填写。", "Please fill in this part.";
    OneOnly: "这里只要一个答案。", "One answer is enough here.";
    MinCount: "这里至少要 {limit} 个答案。", "Please give at least {limit} answers.";
    MaxCount: "这里最多 {limit} 个答案。", "Please give {limit} answers at most.";
    NoMore: "这里不能再多了。", "There can be no more here.";
    NoFewer: "这里不能再少了。", "There can be no fewer here.";
    TooSmall: "这里最小是 {limit}，请核对一下。", "This can be {limit} at least. Please check it.";
    TooGreat: "这里最大是 {limit}，请核对一下。", "This can be {limit} at most. Please check it.";
    TooEarly: "这里最早是 {limit}，请核对一下。", "This can be {limit} at the earliest. Please check it.";
    TooLate: "这里最晚是 {limit}，请核对一下。", "This can be {limit} at the latest. Please check it.";
    DecimalPlaces: "小数点后最多写 {limit} 位。", "Please write {limit} digits after the point at most.";
    TooShort: "请至少写 {limit} 个字。", "Please write at least {limit} characters.";
    TooLong: "请最多写 {limit} 个字。", "Please write {limit} characters at most.";
    OneLine: "请写在一行里。", "Please write it on one line.";
    Format: "请按这个格式写：{format}", "Please write it like this: {format}";
    FormatUnknown: "格式不对，请核对一下。", "This does not have the form asked for. Please check it.";
    NoOption: "请从选项里选。", "Please choose one of the options.";
    NoOptionOf: "请从这些里选：{allowed}。", "Please choose one of these: {allowed}.";
    Exclusive: "有一个选项不能和别的一起选，请只留一边。", "One of these stands alone. Please keep it or the others.";
    Unit: "单位不对，请换一个单位。", "This unit does not fit. Please choose another one.";
    UnitOf: "请用这些单位：{allowed}。", "Please use one of these units: {allowed}.";
    FileTooLarge: "文件太大，最大 {limit}。", "The file is too large. It can be {limit} at most.";
    FileType: "这种文件在这里用不了，请换一个。", "This kind of file cannot be used here. Please choose another one.";
    FileBroken: "文件没有读完整，请再选一次。", "The file could not be read in full. Please choose it again.";
    Url: "请写完整的网址，例如 https://example.org", "Please write a full web address, such as https://example.org";
    Unreadable: "这个答案没有看懂，请再写一次。", "This answer could not be read. Please write it again.";
    Rule: "这个答案和别的答案对不上，请核对一下。", "This answer does not go with the others. Please check them.";
    NotChecked: "这个答案现在核对不了，会照原样保存。", "This answer cannot be checked now. It is kept as it is.";
    NotAsked: "这一题现在不用回答。", "This question is not asked now.";
    Reference: "请从列表里选。", "Please choose from the list.";
    OtherForm: "这些答案属于另一份问卷或另一个版本。", "These answers belong to another form or another version of it.";
    Structure: "这里和问卷的样子对不上。答案都在，请告诉医护。",
        "This does not fit the form. Your answers are kept. Please tell your care team.";

    // What was typed could not be read
    Number: "请写一个数，例如 38.6", "Please write a number, such as 38.6";
    NumberOnly: "请只写数，不写单位。", "Please write the number only, without a unit.";
    NumberTooLarge: "这个数太大，请核对一下。", "This number is too large. Please check it.";
    Whole: "请写整数，不带小数。", "Please write a whole number.";
    Either: "您是说 {one} 还是 {other}？请写得更清楚一些。", "Do you mean {one} or {other}? Please write it out.";
    Date: "请写日期，例如 2026年11月22日", "Please write a date, such as 22 Nov 2026";
    NoSuchDay: "日历上没有这一天，请核对一下。", "There is no such day. Please check it.";
    Time: "请写时间，例如 16:05", "Please write a time, such as 16:05";
    DateTime: "请写日期和时间，例如 11月22日 16:05", "Please write a date and a time, such as 22 Nov, 16:05";
    YesNo: "请选“是”或“否”。", "Please choose yes or no.";

    // What a form's problem means
    FormNone: "这份问卷打不开。医院会收到通知，请稍后再来。",
        "This form cannot be opened. The hospital is being told. Please come back later.";
    FormOptions: "有一题的选项没有取到，可以先跳过。", "The choices of one question are missing. You can leave it out.";
    FormShown: "有一题这里显示不了，其余的照常回答。", "One question cannot be shown here. Please answer the others.";
    FormPart: "问卷缺了一部分，其余的照常回答。", "A part of this form is missing. Please answer the rest.";
    FormReckoned: "有一项没能自动算出来，医护会自己核对。",
        "Something could not be worked out by itself. Your care team will check it.";
    FormOrder: "有一题该不该问没能判断，请按实际情况回答。",
        "It could not be told whether one question applies to you. Please answer what fits.";
    FormFault: "问卷本身有一处错误，不影响您的答案。", "The form itself has a fault. Your answers are not affected.";

    // Where an answer is from
    KnownOn: "来自您的病历，{day}", "from your record, {day}";
    Known: "来自您的病历", "from your record";
    AsLast: "和上次一样", "same as last time";
    Calculated: "自动算出", "worked out for you";
    Yes: "是", "Yes";
    No: "否", "No";
    Other: "其他", "Something else";
    File: "文件", "File";
    Row: "第 {number} 项", "No. {number}";
    MoreAt: "更多说明：{host}", "Read more at {host}";
}

/// The sentence with its parameters put in.
pub(crate) fn say(lang: Lang, sentence: Sentence, parameters: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = sentence.template(lang);
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let value = parameters.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| *value);
        out.push_str(value);
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(template: &str) -> Vec<&str> {
        let mut names: Vec<&str> = template
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}').map(|(name, _)| name))
            .collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn both_languages_say_the_same_things() {
        for sentence in Sentence::ALL {
            let (zh, en) = (sentence.template(Lang::Zh), sentence.template(Lang::En));
            assert_eq!(names(zh), names(en), "{sentence:?}");
            assert!(
                !zh.is_empty() && !en.is_empty() && !en.contains('!') && !zh.contains('！'),
                "{sentence:?}"
            );
        }
    }

    #[test]
    fn parameters_are_put_in_once_and_as_they_are() {
        let text = say(Lang::En, Sentence::Either, &[("one", "{other}"), ("other", "b")]);
        assert_eq!(text, "Do you mean {other} or b? Please write it out.");
    }
}
