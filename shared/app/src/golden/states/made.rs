//! Every kind of control, as no single form has them.

use super::{Book, with_skills};
use crate::{
    Band, Button, CallButton, ChoiceRow, DetailRow, Field, FormControl, FormControlKind as Kind, FormLink,
    FormMedia, FormView, PhotoRow, RichBlock, RichKind, RichSpan, Scale, Screen, Tap, ViewModel,
};

/// The smallest picture there is.
const DOT: &str = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=";

/// The next kind, so that none is left out: a new one does not compile until it stands here.
fn after(kind: Kind) -> Option<Kind> {
    Some(match kind {
        Kind::Heading => Kind::Display,
        Kind::Display => Kind::Help,
        Kind::Help => Kind::Radio,
        Kind::Radio => Kind::Checks,
        Kind::Checks => Kind::DropDown,
        Kind::DropDown => Kind::Autocomplete,
        Kind::Autocomplete => Kind::Slider,
        Kind::Slider => Kind::Scale,
        Kind::Scale => Kind::ShortText,
        Kind::ShortText => Kind::LongText,
        Kind::LongText => Kind::Integer,
        Kind::Integer => Kind::Decimal,
        Kind::Decimal => Kind::Quantity,
        Kind::Quantity => Kind::Date,
        Kind::Date => Kind::DateTime,
        Kind::DateTime => Kind::Time,
        Kind::Time => Kind::Url,
        Kind::Url => Kind::Attachment,
        Kind::Attachment => Kind::Reference,
        Kind::Reference => Kind::Calls,
        Kind::Calls => Kind::AddInstance,
        Kind::AddInstance => return None,
    })
}

pub(super) fn states(book: &mut Book) {
    let mut phone = with_skills(book.phone());
    phone.tap(Tap::Forms(crate::FormsEvent::Opened("none".to_owned())));
    phone.diary(crate::DiaryEvent::ItemPressed("pain".to_owned()));
    let plain = phone.view();
    let elders = phone.for_elders().view();
    for (name, view, case) in [
        ("every kind, nothing answered", &plain, Case::Empty),
        ("every kind, answered", &plain, Case::Answered),
        ("every kind, with what is wrong", &plain, Case::Wrong),
        ("every kind, not to be changed", &plain, Case::ReadOnly),
        ("every kind, answered, elders' mode", &elders, Case::Answered),
    ] {
        book.add_made(name, form(book, view, case));
    }
}

/// How the controls stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Empty,
    Answered,
    Wrong,
    ReadOnly,
}

fn form(book: &Book, around: &ViewModel, case: Case) -> ViewModel {
    let kinds = std::iter::successors(Some(Kind::Heading), |kind| after(*kind));
    let title = book.says("什么都有的问卷", "A form of everything").to_owned();
    let button = |zh: &str, en: &str, icon: &str| Button {
        label: book.says(zh, en).to_owned(),
        icon: icon.to_owned(),
        ..Button::default()
    };
    let view = FormView {
        form_title: title.clone(),
        page: "all".to_owned(),
        controls: kinds.map(|kind| control(book, kind, case)).collect(),
        next: button("下一页", "Next", "next"),
        later: button("先存着，以后再答", "Keep and go on later", "later"),
        ..FormView::default()
    };
    let mut chrome = around.chrome.clone();
    chrome.title = title;
    ViewModel { chrome, screen: Screen::Form(view) }
}

fn row(id: &str, label: &str, chosen: bool) -> ChoiceRow {
    ChoiceRow { id: id.to_owned(), label: label.to_owned(), chosen, ..ChoiceRow::default() }
}

/// A control of that kind, with a name of its own.
fn control(book: &Book, kind: Kind, case: Case) -> FormControl {
    let answered = matches!(case, Case::Answered | Case::ReadOnly);
    let name = format!("{} {kind:?}", book.says("题目", "Question"));
    let span = |text: &str, strong: bool| RichSpan { text: text.to_owned(), strong, ..RichSpan::default() };
    let block = |spans: Vec<RichSpan>| RichBlock { kind: RichKind::Paragraph, spans };
    let is_question =
        !matches!(kind, Kind::Heading | Kind::Display | Kind::Help | Kind::Calls | Kind::AddInstance);
    let mut control = FormControl {
        path: format!("all/{}", format!("{kind:?}").to_lowercase()),
        kind,
        level: u8::from(kind == Kind::Quantity),
        label: vec![block(vec![span(&name, false)])],
        plain: name,
        read_only: case == Case::ReadOnly && is_question,
        ..FormControl::default()
    };
    if is_question && case == Case::Wrong {
        control.required = book.says("必答", "needed").to_owned();
        control.error = format!("{} {kind:?}", book.says("请回答", "Please answer"));
    }
    if is_question && case == Case::Answered {
        control.clear = format!("{} {kind:?}", book.says("清除", "Clear"));
        control.known = format!("{} {kind:?}", book.says("来自您的记录", "From your record:"));
    }
    special(book, &mut control, answered);
    if case == Case::Answered && kind == Kind::ShortText {
        control.as_last = Some(Button {
            label: book.says("和上次一样：走路", "As last time: walking").to_owned(),
            detail: book.says("11月20日", "20 Nov").to_owned(),
            icon: "refresh".to_owned(),
        });
        control.remove = book.says("去掉这一种药", "Take this medicine away").to_owned();
        control.help = vec![
            block(vec![span(book.says("写", "Write the "), false), span(book.says("药名", "name"), true)]),
            RichBlock {
                kind: RichKind::Item, spans: vec![span(book.says("一行一种", "one a line"), false)]
            },
        ];
        control.links = vec![FormLink {
            label: book.says("怎么看药名", "How to read a label").to_owned(),
            url: "https://h.example/label".to_owned(),
        }];
        control.media = Some(FormMedia {
            mime: "image/gif".to_owned(),
            url: DOT.to_owned(),
            alt: book.says("药盒", "A box of medicine").to_owned(),
        });
    }
    control
}

/// What only this kind has.
fn special(book: &Book, control: &mut FormControl, answered: bool) {
    let text = |zh: &str, en: &str| book.says(zh, en).to_owned();
    let options = |of: &str| {
        let label = |zh: &str, en: &str| format!("{} {of}", book.says(zh, en));
        vec![row("good", &label("好", "Good"), answered), row("bad", &label("不好", "Bad"), false)]
    };
    let set = |control: &mut FormControl, value: &str| {
        if answered {
            value.clone_into(&mut control.value);
        }
    };
    let other = |path: &str| Field {
        id: path.to_owned(),
        label: text("别的，请写下来", "Something else, in words"),
        ..Field::default()
    };
    match control.kind {
        Kind::Heading => control.prefix = "1.".to_owned(),
        Kind::Display | Kind::Help => {}
        Kind::Radio => {
            control.prefix = "1.1".to_owned();
            control.plain = format!("1.1 {}", control.plain);
            control.options = options("A");
            control.options[1].detail = text("睡不着", "No sleep at all");
            control.other = Some(other(&control.path));
        }
        Kind::Checks => {
            control.horizontal = true;
            control.options = options("B");
        }
        Kind::DropDown => {
            control.placeholder = text("请选一个", "Please choose");
            control.options = options("C");
        }
        Kind::Autocomplete => {
            control.options = options("D");
            let label = text("找一找", "Look for");
            let help = text("还有 7 个没列出", "7 more are not listed");
            control.filter = Some(Field { id: control.path.clone(), label, help, ..Field::default() });
        }
        Kind::Slider => {
            for (to, from) in [(&mut control.low, "0"), (&mut control.high, "100"), (&mut control.step, "5")]
            {
                from.clone_into(to);
            }
            control.unit = "%".to_owned();
            control.low_label = text("没力气", "no energy");
            control.high_label = text("很有力气", "full of energy");
            control.placeholder = text("还没有选", "Not chosen yet");
            set(control, "60");
        }
        Kind::Scale => control.scale = Some(scale(book, &control.plain, answered)),
        Kind::ShortText => set(control, &text("布洛芬", "Ibuprofen")),
        Kind::LongText => set(control, &text("饭后吃。", "After a meal. ")),
        Kind::Integer => {
            control.numeric = true;
            set(control, "3");
        }
        Kind::Decimal => {
            control.numeric = true;
            control.unit = "kg".to_owned();
            set(control, "61.5");
        }
        Kind::Quantity => {
            control.numeric = true;
            control.units = vec![row("C", "°C", true), row("F", "°F", false)];
            set(control, "36.9");
        }
        Kind::Date => set(control, "2026-11-22"),
        Kind::DateTime => set(control, "2026-11-22T16:05"),
        Kind::Time => set(control, "16:05"),
        Kind::Url => set(control, "https://h.example"),
        Kind::Attachment => {
            control.clear.clear();
            if !control.read_only {
                control.photo = Some(PhotoRow {
                    row: DetailRow {
                        icon: "camera".to_owned(),
                        label: text("照片", "Photo"),
                        value: text("可以不拍", "If you like"),
                    },
                    max_bytes: 2_097_152,
                    max_edge: 1_600,
                    chosen: answered,
                    remove: text("去掉照片", "Take the photo away"),
                    error: String::new(),
                });
            }
        }
        Kind::Reference => set(control, &text("王建国", "Wang Jianguo")),
        Kind::Calls => {
            control.calls = vec![CallButton {
                label: text("心理援助热线", "Helpline"),
                detail: "12356".to_owned(),
                number: "12356".to_owned(),
                a11y: text("打给心理援助热线 12356", "Call the Helpline on 12356"),
                emergency: false,
            }];
        }
        Kind::AddInstance => {
            control.label.clear();
            control.add = text("再加一种药", "One more medicine");
        }
    }
}

fn scale(book: &Book, question: &str, answered: bool) -> Scale {
    let band = |icon: &str, zh: &str, en: &str, from: u8, to: u8| Band {
        icon: icon.to_owned(),
        word: book.says(zh, en).to_owned(),
        detail: String::new(),
        from,
        to,
    };
    Scale {
        question: question.to_owned(),
        value: answered.then_some(7),
        bands: vec![band("face0", "不疼", "no pain", 0, 3), band("face4", "疼", "pain", 4, 10)],
        a11y: (0..=10).map(|score| format!("{score} {}", book.says("分", "of 10"))).collect(),
    }
}
