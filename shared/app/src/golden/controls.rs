//! The controls of a form.

use super::{
    parts,
    sheet::{Class, Entry, Sheet},
};
use crate::{
    ChoiceRow, FormChoice, FormControl, FormControlKind, FormFile, FormLink, FormMedia, FormText, FormsEvent,
    RichBlock, RichSpan, Tap,
};

pub(super) fn rich(sheet: &mut Sheet, blocks: &[RichBlock]) {
    for block in blocks {
        let RichBlock { kind: _, spans } = block;
        for span in spans {
            let RichSpan { text, strong: _, stressed: _, href: _ } = span;
            sheet.show(text);
        }
    }
}

fn rich_behind(sheet: &mut Sheet, blocks: &[RichBlock]) {
    let mut hidden = Sheet::new(&sheet.chrome);
    rich(&mut hidden, blocks);
    sheet.behind_all(&hidden.shown);
}

pub(super) fn control(sheet: &mut Sheet, control: &FormControl) {
    use FormControlKind as Kind;
    let FormControl {
        path,
        kind,
        level: _,
        label,
        plain,
        prefix,
        required,
        help,
        value,
        unit,
        units,
        options,
        horizontal: _,
        filter,
        other,
        placeholder,
        numeric,
        low,
        high,
        step,
        low_label,
        high_label,
        scale,
        calls,
        known,
        as_last,
        read_only,
        error,
        add,
        remove,
        clear,
        photo,
        media,
        links,
    } = control;
    let tell = |event: FormsEvent| Tap::Forms(event);
    let typed = |text| tell(FormsEvent::Typed(FormText { path: path.clone(), text }));
    let is_text = matches!(kind, Kind::Display | Kind::Help);
    let is_question = !is_text && !matches!(kind, Kind::Heading | Kind::Calls | Kind::AddInstance);
    sheet.behind(plain);

    // What it is called. A scale says its own question, a text has no number before it.
    if *kind == Kind::Scale {
        rich_behind(sheet, label);
        sheet.behind(prefix);
    } else {
        rich(sheet, label);
        sheet.show_if(!is_text, prefix);
    }
    sheet.show_if(is_question, required);
    rich(sheet, help);
    if let Some(FormMedia { mime: _, url: _, alt }) = media {
        sheet.show(alt);
    }
    for FormLink { label, url: _ } in links {
        sheet.show(label);
    }
    sheet.show(error);
    if let Some(last) = as_last {
        parts::button(sheet, last, tell(FormsEvent::AsLastPressed(path.clone())));
    }
    sheet.show(known);

    // What it is answered with.
    let entry = Entry {
        at: plain,
        value,
        numeric: *numeric,
        multiline: *kind == Kind::LongText,
        read_only: *read_only,
    };
    let left = Some(tell(FormsEvent::FieldLeft(path.clone())));
    let text = |sheet: &mut Sheet| {
        sheet.show(value);
        sheet.show(unit);
        sheet.behind(placeholder);
        sheet.entry(&entry, typed, left.clone());
        parts::choices(sheet, units, |id| {
            Some(tell(FormsEvent::UnitChosen(FormChoice { path: path.clone(), id })))
        });
    };
    let lists = |sheet: &mut Sheet| {
        if let Some(filter) = filter {
            let narrow = |text| tell(FormsEvent::OptionFilterTyped(FormText { path: path.clone(), text }));
            parts::field(sheet, filter, narrow, None);
        }
        match kind {
            Kind::DropDown | Kind::Autocomplete => picks(sheet, control),
            Kind::Checks => parts::doors(sheet, options, |id| {
                (!read_only).then(|| tell(FormsEvent::OptionToggled(FormChoice { path: path.clone(), id })))
            }),
            _ => parts::choices(sheet, options, |id| {
                (!read_only).then(|| tell(FormsEvent::OptionChosen(FormChoice { path: path.clone(), id })))
            }),
        }
        if let Some(other) = other {
            let typed = |text| tell(FormsEvent::OtherTyped(FormText { path: path.clone(), text }));
            parts::field(sheet, other, typed, left.clone());
        }
    };
    match kind {
        Kind::Heading | Kind::Display | Kind::Help | Kind::AddInstance => {}
        Kind::Calls => {
            for call in calls {
                parts::call(sheet, call, true);
            }
        }
        Kind::Reference if options.is_empty() => {
            lists(sheet);
            text(sheet);
        }
        Kind::Radio | Kind::Checks | Kind::DropDown | Kind::Autocomplete | Kind::Reference => lists(sheet),
        Kind::Scale => {
            if let Some(scale) = scale {
                parts::scale(sheet, scale, |score| (!read_only).then(|| typed(score.to_string())));
            }
        }
        Kind::Slider => {
            sheet.show(low_label);
            sheet.show(high_label);
            sheet.behind(low);
            sheet.behind(high);
            let (now, not_now) = if value.is_empty() {
                ([placeholder, placeholder], [value, unit])
            } else {
                ([value, unit], [placeholder, placeholder])
            };
            for text in now {
                sheet.show(text);
            }
            for text in not_now {
                sheet.behind(text);
            }
            let next = next_step(if value.is_empty() { low } else { value }, step, high);
            if let Some(next) = next.filter(|_| !read_only) {
                sheet.set(plain, &next, typed(next.clone()));
            }
        }
        Kind::Date => picked(sheet, control, "0000-00-00", "2026-11-20"),
        Kind::DateTime => picked(sheet, control, "0000-00-00T00:00", "2026-11-20T07:15"),
        Kind::Time => picked(sheet, control, "00:00", "07:15"),
        Kind::Attachment => {
            if let Some(photo) = photo {
                let picked = |file| tell(FormsEvent::FilePicked(FormFile { path: path.clone(), file }));
                parts::photo(sheet, photo, picked, tell(FormsEvent::FileRemoved(path.clone())));
            }
        }
        Kind::ShortText | Kind::LongText | Kind::Integer | Kind::Decimal | Kind::Quantity | Kind::Url => {
            text(sheet);
        }
    }

    // What else can be done with it.
    if is_question {
        sheet.button(clear, tell(FormsEvent::Cleared(path.clone())));
    } else {
        sheet.behind(clear);
    }
    if is_text || *kind == Kind::Calls {
        sheet.behind(add);
        sheet.behind(remove);
    } else {
        sheet.button(add, tell(FormsEvent::AddPressed(path.clone())));
        if *kind == Kind::AddInstance {
            sheet.behind(remove);
        } else {
            sheet.button(remove, tell(FormsEvent::RemovePressed(path.clone())));
        }
    }
}

/// A list that opens: what is chosen is seen, the others come up.
fn picks(sheet: &mut Sheet, control: &FormControl) {
    let FormControl { path, plain, options, placeholder, read_only, .. } = control;
    let nth = sheet.control(Class::Field, plain);
    for row in options {
        let ChoiceRow { id, label, detail, icon, chosen } = row;
        parts::icon(icon);
        sheet.show_if(*chosen, label);
        sheet.behind(detail);
        if !chosen && !read_only {
            let choice = FormChoice { path: path.clone(), id: id.clone() };
            sheet.act("pick", label, nth, plain, Some(Tap::Forms(FormsEvent::OptionChosen(choice))));
        }
    }
    let chosen = options.iter().any(|row| row.chosen);
    sheet.show_if(!chosen && control.kind != FormControlKind::Autocomplete, placeholder);
}

/// A date or a time. What a picker cannot show, as a year alone, is typed.
fn picked(sheet: &mut Sheet, control: &FormControl, shape: &str, input: &str) {
    let FormControl { path, plain, value, placeholder, read_only, .. } = control;
    let tell = |text: String| Tap::Forms(FormsEvent::Typed(FormText { path: path.clone(), text }));
    sheet.behind(value);
    sheet.behind(placeholder);
    let digits: String = value.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    if value.is_empty() || digits == shape {
        if !read_only {
            sheet.set(plain, input, tell(input.to_owned()));
        }
        return;
    }
    let entry = Entry { at: plain, value, read_only: *read_only, ..Entry::default() };
    sheet.entry(&entry, tell, Some(Tap::Forms(FormsEvent::FieldLeft(path.clone()))));
}

/// The number that a slider is moved to: one step up. Whole steps only; none at the upper end.
fn next_step(from: &str, step: &str, high: &str) -> Option<String> {
    let number = |text: &str| text.parse::<i64>().ok();
    let next = number(from)? + if step.is_empty() { 1 } else { number(step)? };
    number(high).is_none_or(|high| next <= high).then(|| next.to_string())
}
