//! What is around every screen: title, tabs, back, notice, and whom to call.

use crate::{
    cover,
    effects::Skill,
    model::{Model, Place, Stage, ToastAction},
    text::{Lang, t},
    view::{CallButton, Chrome, Screen, Tab, TabItem, Toast},
};

/// China's number for an ambulance.
pub(crate) const EMERGENCY: &str = "120";

pub(crate) fn chrome(model: &Model, screen: &Screen) -> Chrome {
    let lang = model.look.lang;
    let (tabs, back) = match &model.stage {
        Stage::Open(open) if open.places.is_empty() => (tabs(model), String::new()),
        Stage::Open(_) => (Vec::new(), t!(lang, "back")),
        Stage::Activating(activating) if activating.grant.is_some() && activating.first.is_some() => {
            (Vec::new(), t!(lang, "back"))
        }
        _ => (Vec::new(), String::new()),
    };
    Chrome {
        language: lang.tag().to_owned(),
        app_name: t!(lang, "app-name"),
        elders: model.look.elders,
        theme: model.look.theme.code().to_owned(),
        title: title(model, screen),
        tabs_label: if tabs.is_empty() { String::new() } else { t!(lang, "tabs-label") },
        tabs,
        back,
        toast: model.toast.as_ref().map(|toast| Toast {
            text: toast.text.clone(),
            detail: toast.detail.clone(),
            action: match toast.action {
                Some(ToastAction::Correct(_)) => t!(lang, "toast-change"),
                Some(ToastAction::Advice(_)) => t!(lang, "health-advice-show"),
                Some(ToastAction::Open(_)) => t!(lang, "open-system-settings"),
                None => String::new(),
            },
        }),
        dismiss: t!(lang, "dismiss"),
        calls: calls(model),
        announcement: model.announcement.clone(),
        read_aloud: if model.look.elders { t!(lang, "read-aloud") } else { String::new() },
        dictate: if model.can(Skill::Dictation) { t!(lang, "dictate") } else { String::new() },
        take_photo: if model.can(Skill::Camera) { t!(lang, "photo-take") } else { String::new() },
        pick_photo: t!(lang, "photo-pick"),
        confirm: t!(lang, "picker-confirm"),
        cancel: t!(lang, "picker-cancel"),
        covered: cover::covered(model),
    }
}

/// The ward when it is known, and 120. Neither needs a network nor a PIN.
fn calls(model: &Model) -> Vec<CallButton> {
    let lang = model.look.lang;
    let mut calls: Vec<CallButton> = call_ward(model).into_iter().collect();
    calls.push(CallButton {
        label: t!(lang, "call-emergency"),
        detail: String::new(),
        number: EMERGENCY.to_owned(),
        a11y: t!(lang, "call-emergency-a11y"),
        emergency: true,
    });
    calls
}

/// The ward's number.
pub(crate) fn call_ward(model: &Model) -> Option<CallButton> {
    let lang = model.look.lang;
    model.ward.as_ref().map(|ward| CallButton {
        label: t!(lang, "call-ward"),
        detail: ward.name(lang).to_owned(),
        number: ward.phone.clone(),
        a11y: t!(lang, "call-ward-a11y", name = ward.name(lang)),
        emergency: false,
    })
}

fn tabs(model: &Model) -> Vec<TabItem> {
    let Stage::Open(open) = &model.stage else { return Vec::new() };
    let lang = model.look.lang;
    let item = |tab: Tab, label: String, icon: &str| {
        let unread = if tab == Tab::Messages { open.unread() } else { 0 };
        let a11y =
            if unread > 0 { t!(lang, "tab-unread", label = &label, count = unread) } else { label.clone() };
        TabItem { tab, label, icon: icon.to_owned(), current: open.tab == tab, unread, a11y }
    };
    vec![
        item(Tab::Today, t!(lang, "tab-today"), "today"),
        item(Tab::Diary, t!(lang, "tab-diary"), "diary"),
        item(Tab::Messages, t!(lang, "tab-messages"), "messages"),
        item(Tab::Me, t!(lang, "tab-me"), "me"),
    ]
}

fn title(model: &Model, screen: &Screen) -> String {
    let lang = model.look.lang;
    match screen {
        Screen::Starting => t!(lang, "app-name"),
        Screen::Failed(failed) => failed.title.clone(),
        Screen::Invitation(_) => invitation_title(model, lang),
        Screen::ChoosePin(_) => pin_title(model, lang),
        Screen::Lock(lock) if lock.pad.ready || lock.busy => t!(lang, "title-lock"),
        Screen::Lock(_) => t!(lang, "title-lock-wait"),
        Screen::Today(today) => today.greeting.clone(),
        Screen::Diary(_) => t!(lang, "tab-diary"),
        Screen::LogSymptom(log) if log.correcting => t!(lang, "title-correct"),
        Screen::LogSymptom(log) if log.step > 0 => t!(lang, "title-step", step = log.step.to_string()),
        Screen::LogSymptom(_) => t!(lang, "title-log"),
        Screen::BodySite(_) => t!(lang, "title-site"),
        Screen::Measure(measure) if measure.correcting => t!(lang, "title-correct"),
        Screen::Measure(_) => t!(lang, "title-measure"),
        Screen::Advice(advice) => {
            advice.cards.first().map_or_else(|| t!(lang, "title-advice"), |card| card.tag.clone())
        }
        Screen::Entry(_) => entry_title(model).unwrap_or_else(|| t!(lang, "title-entry")),
        Screen::Messages(_) => t!(lang, "title-messages"),
        Screen::Sync(_) => t!(lang, "title-sync"),
        Screen::Settings(_) => t!(lang, "tab-me"),
        Screen::Form(form) => form.form_title.clone(),
        Screen::FormReview(review) => review.form_title.clone(),
        Screen::FormResult(result) => result.form_title.clone(),
    }
}

fn invitation_title(model: &Model, lang: Lang) -> String {
    if matches!(model.stage, Stage::Open(_)) {
        t!(lang, "title-invitation-again")
    } else {
        t!(lang, "title-invitation")
    }
}

fn pin_title(model: &Model, lang: Lang) -> String {
    if matches!(&model.stage, Stage::Open(open) if open.quick.is_some()) {
        return t!(lang, "quick-label");
    }
    let (old, first) = match &model.stage {
        Stage::Activating(activating) => (false, activating.first.is_none()),
        Stage::Open(open) => match &open.pin {
            Some(change) => (change.old.is_none(), change.first.is_none()),
            None => (false, true),
        },
        _ => (false, true),
    };
    match (old, first) {
        (true, _) => t!(lang, "title-pin-old"),
        (false, true) => t!(lang, "title-pin-choose"),
        (false, false) => t!(lang, "title-pin-again"),
    }
}

fn entry_title(model: &Model) -> Option<String> {
    let Stage::Open(open) = &model.stage else { return None };
    let Some(Place::Entry(id)) = open.place() else { return None };
    Some(open.entry(id)?.title(model.look.lang))
}
