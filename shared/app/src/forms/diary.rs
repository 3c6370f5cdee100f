//! The diary's section of forms: due now, coming, answered.

use super::known::Answered;
use crate::{
    entry, format,
    model::{Model, Open},
    text::{Lang, t},
    view::{Delivery, DeliveryMark, FormGroup, Role, TimelineRow},
};

/// How many that are coming are listed.
const COMING: usize = 6;

pub(crate) fn groups(model: &Model, open: &Open) -> Vec<FormGroup> {
    let (lang, clock) = (model.look.lang, &model.clock);
    let forms = &open.data.forms;
    let now_ms = clock.wall_ms;
    let row = |id: &str, time: String, title: String, detail: String, mark: DeliveryMark| {
        let parts = [&time, &title, &detail, &mark.text];
        let spoken: Vec<&str> =
            parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let a11y = spoken.join(if lang == Lang::Zh { "，" } else { ", " });
        TimelineRow {
            id: id.to_owned(),
            time,
            icon: "form".to_owned(),
            title,
            detail,
            role: Role::Neutral,
            mark,
            a11y,
        }
    };
    let due = forms.due(now_ms).into_iter().map(|asked| {
        let title = forms.title(lang, &asked.url, Some(&asked.task));
        let started = forms.is_started(&asked.task);
        let mark = if started {
            DeliveryMark { state: Delivery::Saved, text: t!(lang, "form-started") }
        } else {
            DeliveryMark::default()
        };
        row(&asked.task, String::new(), title, forms.detail(lang, clock, asked), mark)
    });
    let coming = forms.coming(now_ms).into_iter().take(COMING).map(|asked| {
        let title = forms.title(lang, &asked.url, Some(&asked.task));
        let opens = t!(lang, "form-opens", time = format::moment(lang, clock, asked.opens_ms()));
        row("", String::new(), title, opens, DeliveryMark::default())
    });
    let answered = forms.answered.iter().map(|one| {
        let title = forms.title(lang, &one.url, one.task.as_deref());
        row(&one.id, format::moment(lang, clock, one.at_ms), title, String::new(), mark(model, open, one))
    });
    let group = |title: String, rows: Vec<TimelineRow>, empty: String| FormGroup {
        title,
        empty: if rows.is_empty() { empty } else { String::new() },
        rows,
    };
    vec![
        group(t!(lang, "forms-due"), due.collect(), t!(lang, "forms-due-none")),
        group(t!(lang, "forms-coming"), coming.collect(), t!(lang, "forms-coming-none")),
        group(t!(lang, "forms-answered"), answered.collect(), t!(lang, "forms-answered-none")),
    ]
}

/// How far answers have come, in words.
pub(super) fn mark(model: &Model, open: &Open, answered: &Answered) -> DeliveryMark {
    let outbox = answered.outbox.as_ref();
    let seen = open.seen(&answered.id);
    entry::mark(model.look.lang, &model.clock, outbox, answered.last_updated.as_deref(), seen)
}
