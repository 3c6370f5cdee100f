//! Controls as a shell draws them, from what the engine shows.

use kangban_forms::{
    ItemPath,
    score::BandRole,
    show::{BlockKind, Kind, Rich, Shown},
};

use super::sheet::Sheet;
use crate::{
    catalogue::{SYMPTOMS, Symptom},
    diary::{LARGEST_PHOTO, LONGEST_EDGE},
    text::{Lang, t},
    view::{
        Band, Button, CallButton, ChoiceRow, DetailRow, Field, FormControl, FormControlKind, FormLink,
        FormMedia, PhotoRow, RichBlock, RichKind, RichSpan, Scale,
    },
};

/// How many options of a long list are shown at a time.
const OPTIONS: usize = 20;
/// Of a list up to this long all options are shown.
const SHORT_LIST: usize = 24;

fn kind(kind: Kind) -> FormControlKind {
    match kind {
        Kind::Heading => FormControlKind::Heading,
        Kind::Display => FormControlKind::Display,
        Kind::Help => FormControlKind::Help,
        Kind::Radio => FormControlKind::Radio,
        Kind::Checks => FormControlKind::Checks,
        Kind::DropDown => FormControlKind::DropDown,
        Kind::Autocomplete => FormControlKind::Autocomplete,
        Kind::Slider => FormControlKind::Slider,
        Kind::Scale => FormControlKind::Scale,
        Kind::ShortText => FormControlKind::ShortText,
        Kind::LongText => FormControlKind::LongText,
        Kind::Integer => FormControlKind::Integer,
        Kind::Decimal => FormControlKind::Decimal,
        Kind::Quantity => FormControlKind::Quantity,
        Kind::Date => FormControlKind::Date,
        Kind::DateTime => FormControlKind::DateTime,
        Kind::Time => FormControlKind::Time,
        Kind::Url => FormControlKind::Url,
        Kind::Attachment => FormControlKind::Attachment,
        Kind::Reference => FormControlKind::Reference,
        Kind::Calls => FormControlKind::Calls,
        Kind::AddInstance => FormControlKind::AddInstance,
    }
}

/// Formatted text as a shell draws it.
pub(super) fn rich(rich: &Rich) -> Vec<RichBlock> {
    let block = |block: &kangban_forms::show::Block| {
        let number =
            block.number.map(|number| RichSpan { text: format!("{number}. "), ..RichSpan::default() });
        let spans = block.spans.iter().map(|span| RichSpan {
            text: span.text.clone(),
            strong: span.strong,
            stressed: span.em,
            href: span.href.clone().unwrap_or_default(),
        });
        RichBlock {
            kind: match block.kind {
                BlockKind::P => RichKind::Paragraph,
                BlockKind::Item => RichKind::Item,
                BlockKind::Title => RichKind::Title,
            },
            spans: number.into_iter().chain(spans).collect(),
        }
    };
    rich.blocks.iter().map(block).collect()
}

/// What stands above the first page.
pub(super) fn intro(sheet: &Sheet, lang: Lang) -> Vec<RichBlock> {
    rich(&Rich::of(sheet.session.form().questionnaire(), "description", lang.tag()))
}

/// A control as a shell draws it.
pub(super) fn control(sheet: &Sheet, shown: &Shown, lang: Lang) -> FormControl {
    let path = shown.path.to_string();
    let mut kind = kind(shown.kind);
    let scale = (kind == FormControlKind::Scale).then(|| scale(sheet, shown, lang)).flatten();
    if kind == FormControlKind::Scale && scale.is_none() {
        // Without words for its numbers a line says as much.
        kind = FormControlKind::Slider;
    }
    let add = shown.can_add && shown.kind == Kind::AddInstance;
    let title = plain(shown);
    let is_file = kind == FormControlKind::Attachment;
    let photo = is_file.then(|| photo(sheet, shown, &path, lang)).flatten();
    let mut error = error(sheet, shown, &path);
    if is_file && photo.is_none() && error.is_empty() {
        error = t!(lang, "form-file-here");
    }
    let (options, filter) = options(sheet, shown, &path, lang);
    let other = shown.other.as_ref().filter(|_| shown.kind != Kind::ShortText).map(|text| Field {
        id: path.clone(),
        label: shown.other_label.clone(),
        value: text.clone(),
        ..Field::default()
    });
    let answered = !shown.text.is_empty() || shown.options.iter().any(|option| option.chosen);
    let can_clear =
        answered && !shown.required && !shown.read_only && !is_file && kind != FormControlKind::Checks;
    FormControl {
        kind,
        level: u8::try_from(shown.level).unwrap_or(u8::MAX),
        label: if add { Vec::new() } else { rich(&shown.label) },
        prefix: shown.prefix.clone(),
        required: if shown.required { t!(lang, "form-required") } else { String::new() },
        help: rich(&shown.help),
        value: sheet.raw.get(&path).unwrap_or(&shown.text).clone(),
        unit: if shown.units.is_empty() { shown.unit.clone() } else { String::new() },
        units: shown.units.iter().map(|unit| row(&unit.key, &unit.label, unit.chosen)).collect(),
        options,
        horizontal: shown.horizontal,
        filter,
        other,
        placeholder: shown.placeholder.clone(),
        numeric: matches!(shown.kind, Kind::Integer | Kind::Decimal | Kind::Quantity),
        low: shown.low.clone(),
        high: shown.high.clone(),
        step: shown.step.clone(),
        low_label: shown.low_label.clone(),
        high_label: shown.high_label.clone(),
        scale,
        calls: calls(shown, lang),
        known: shown.known.clone().unwrap_or_default(),
        as_last: shown.as_last.as_ref().map(|last| Button {
            label: t!(lang, "form-as-last", answer = &last.text),
            detail: last.day.clone(),
            icon: "refresh".to_owned(),
        }),
        read_only: shown.read_only,
        error,
        add: if add { t!(lang, "form-add", title = &title) } else { String::new() },
        remove: if shown.can_remove { t!(lang, "form-remove", title = &title) } else { String::new() },
        clear: if can_clear { t!(lang, "form-clear") } else { String::new() },
        photo,
        media: shown.media.as_ref().map(|media| FormMedia {
            mime: media.mime.clone(),
            url: media.url.clone(),
            alt: media.alt.clone(),
        }),
        links: shown
            .links
            .iter()
            .map(|(label, url)| FormLink { label: label.clone(), url: url.clone() })
            .collect(),
        plain: title,
        path,
    }
}

/// Its label without style; the short one where there is no other.
fn plain(shown: &Shown) -> String {
    let text = shown.label.to_text();
    let text = if text.is_empty() { shown.short.clone() } else { text };
    if shown.prefix.is_empty() { text } else { format!("{} {text}", shown.prefix) }
}

/// What is wrong: said when the field was left, or when the form was to be finished; never while it is being typed.
fn error(sheet: &Sheet, shown: &Shown, path: &str) -> String {
    let own = sheet.photo_errors.get(path).cloned();
    let told = sheet.left.contains(path) || !shown.kind.is_question() || sheet.is_wrong(&shown.path);
    own.or_else(|| shown.errors.first().filter(|_| told).cloned()).unwrap_or_default()
}

fn row(id: &str, label: &str, chosen: bool) -> ChoiceRow {
    ChoiceRow { id: id.to_owned(), label: label.to_owned(), chosen, ..ChoiceRow::default() }
}

/// The options, of a long list a window with what was chosen in it, and the field that narrows it down.
fn options(sheet: &Sheet, shown: &Shown, path: &str, lang: Lang) -> (Vec<ChoiceRow>, Option<Field>) {
    let usable: Vec<_> = shown.options.iter().filter(|option| option.enabled || option.chosen).collect();
    let row = |option: &&kangban_forms::show::ShownOption| ChoiceRow {
        id: option.key.clone(),
        label: if option.prefix.is_empty() {
            option.label.clone()
        } else {
            format!("{} {}", option.prefix, option.label)
        },
        detail: option.detail.clone(),
        icon: String::new(),
        chosen: option.chosen,
    };
    if usable.len() <= SHORT_LIST {
        return (usable.iter().map(row).collect(), None);
    }
    let typed = sheet.filters.get(path).cloned().unwrap_or_default();
    let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    let fits = |option: &kangban_forms::show::ShownOption| {
        let label = format!("{} {} {}", option.prefix, option.label, option.detail).to_lowercase();
        words.iter().all(|word| label.contains(word.as_str()))
    };
    let (chosen, rest): (Vec<_>, Vec<_>) = usable.into_iter().partition(|option| option.chosen);
    let fitting: Vec<_> = rest.into_iter().filter(|option| fits(option)).collect();
    let left = fitting.len().saturating_sub(OPTIONS);
    let help = if fitting.is_empty() {
        t!(lang, "form-filter-none")
    } else if left > 0 {
        t!(lang, "form-filter-rest", count = left)
    } else {
        String::new()
    };
    let rows = chosen.iter().take(OPTIONS).chain(fitting.iter().take(OPTIONS)).map(row).collect();
    let label = t!(lang, "form-filter");
    (rows, Some(Field { id: path.to_owned(), label, value: typed, help, ..Field::default() }))
}

/// The scale from 0 to 10 in the bands that the form's score has, or that the symptom has; none when neither has any.
fn scale(sheet: &Sheet, shown: &Shown, lang: Lang) -> Option<Scale> {
    let bands = sheet.bands(&shown.path, lang);
    if bands.is_empty() {
        let symptom = sheet.symptom(&shown.path)?;
        let scale = crate::diary::scale(lang, Some(symptom), shown.text.parse().ok());
        return Some(Scale { question: plain(shown), ..scale });
    }
    let last = bands.len() - 1;
    let grave = |band: &kangban_forms::score::Band| band.role >= BandRole::Caution;
    // The smile stands where it is best, on whichever end that is.
    let best_is_high = bands.first().is_some_and(grave) && !bands.last().is_some_and(grave);
    let number = |bound: &Option<kangban_fhir::Decimal>, or: u8| {
        bound.as_ref().and_then(|bound| bound.as_str().parse::<u8>().ok()).unwrap_or(or)
    };
    let band = |(at, band): (usize, &kangban_forms::score::Band)| {
        let face = (at * 4).checked_div(last).unwrap_or(2);
        Band {
            icon: format!("face{}", if best_is_high { 4 - face } else { face }),
            word: band.word.clone(),
            detail: String::new(),
            from: number(&band.low, 0),
            to: number(&band.high, 10),
        }
    };
    let bands: Vec<Band> = bands.iter().enumerate().map(band).collect();
    let spoken = |score: u8| {
        let word = bands.iter().find(|band| (band.from..=band.to).contains(&score)).map(|band| &band.word);
        match word {
            Some(word) => t!(lang, "scale-a11y", score = score.to_string(), word = word),
            None => score.to_string(),
        }
    };
    let a11y = (0..=10).map(spoken).collect();
    Some(Scale { question: plain(shown), value: shown.text.parse().ok(), bands, a11y })
}

fn calls(shown: &Shown, lang: Lang) -> Vec<CallButton> {
    shown.calls.iter().map(|call| call_button(&call.label, &call.number, lang)).collect()
}

fn call_button(label: &str, number: &str, lang: Lang) -> CallButton {
    CallButton {
        label: label.to_owned(),
        detail: number.to_owned(),
        number: number.to_owned(),
        a11y: t!(lang, "form-call-a11y", label = label, number = number),
        emergency: number == crate::chrome::EMERGENCY,
    }
}

impl Sheet {
    /// Numbers to call that the form shows now.
    pub(super) fn calls(&self, lang: Lang) -> Vec<CallButton> {
        let paging = self.paging();
        let shown = paging.pages().iter().flat_map(|page| kangban_forms::show::page(&self.session, page));
        let mut found: Vec<CallButton> = Vec::new();
        for call in shown.flat_map(|shown| calls(&shown, lang)) {
            if !found.iter().any(|one| one.number == call.number) {
                found.push(call);
            }
        }
        found
    }

    /// The symptom that a question asks about, by its code.
    fn symptom(&self, path: &ItemPath) -> Option<&'static Symptom> {
        let form = self.session.form();
        let item = form.item(form.with_link_id(path.link_id()?)?);
        let part = |coding: &serde_json::Value, name: &str| coding.get(name)?.as_str().map(str::to_owned);
        item.code.iter().find_map(|coding| {
            let (system, code) = (part(coding, "system")?, part(coding, "code")?);
            SYMPTOMS.iter().find(|symptom| symptom.system == system && symptom.code == code)
        })
    }

    /// What a question is called.
    pub(super) fn label_of(&self, path: &ItemPath, lang: Lang) -> String {
        let form = self.session.form();
        let item = path.link_id().and_then(|link_id| form.with_link_id(link_id));
        item.map(|ix| Rich::of(form.json(ix), "text", lang.tag()).to_text()).unwrap_or_default()
    }
}

/// A photo's control; none where the question takes no picture.
fn photo(sheet: &Sheet, shown: &Shown, path: &str, lang: Lang) -> Option<PhotoRow> {
    let takes = |mime: &String| mime.starts_with("image/") || mime == "*/*";
    if shown.read_only || !(shown.mime_types.is_empty() || shown.mime_types.iter().any(takes)) {
        return None;
    }
    let chosen = sheet.photos.contains_key(path);
    let value = if chosen { t!(lang, "form-photo-added") } else { t!(lang, "form-photo-add") };
    Some(PhotoRow {
        row: DetailRow { icon: "camera".to_owned(), label: t!(lang, "photo-label"), value },
        max_bytes: u32::try_from(LARGEST_PHOTO).unwrap_or(u32::MAX),
        max_edge: LONGEST_EDGE,
        chosen,
        remove: t!(lang, "photo-remove"),
        error: sheet.photo_errors.get(path).cloned().unwrap_or_default(),
    })
}

/// About how many bytes a control takes in a view.
fn size(control: &FormControl) -> usize {
    let blocks = |blocks: &[RichBlock]| -> usize {
        let spans = blocks.iter().flat_map(|block| &block.spans);
        16 * blocks.len() + spans.map(|span| 20 + span.text.len() + span.href.len()).sum::<usize>()
    };
    let rows = |rows: &[ChoiceRow]| -> usize {
        rows.iter().map(|row| 36 + row.id.len() + row.label.len() + row.detail.len()).sum()
    };
    let texts = [&control.path, &control.plain, &control.value, &control.error, &control.known];
    let media = control.media.as_ref().map_or(0, |media| media.url.len());
    let links: usize = control.links.iter().map(|link| 16 + link.label.len() + link.url.len()).sum();
    360 + blocks(&control.label)
        + blocks(&control.help)
        + rows(&control.options)
        + rows(&control.units)
        + texts.iter().map(|text| text.len()).sum::<usize>()
        + if control.scale.is_some() { 700 } else { 0 }
        + links
        // A picture that comes with the form is there or is not: splitting the page would not make it smaller.
        + if media < SCREEN { media } else { 0 }
}

/// What the controls of one screen may take together: what is left of 16 kB beside the chrome.
const SCREEN: usize = 10_000;

/// Where each screen of a page begins: a page that is too long for one screen is shown on several.
pub(super) fn screens(controls: &[FormControl]) -> Vec<usize> {
    let (mut starts, mut filled) = (vec![0], 0);
    for (at, control) in controls.iter().enumerate() {
        let size = size(control);
        if filled > 0 && filled + size > SCREEN {
            starts.push(at);
            filled = 0;
        }
        filled += size;
    }
    starts
}
