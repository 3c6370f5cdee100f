use crux_core::{App, Command, render::render};

use crate::{
    chrome, diary, drafts,
    effects::{Cmd, Effect, NoticeChosen},
    event::{Envelope, Event, Step, Tap},
    forms, health, lock, measures, messages,
    model::{Model, Open, Place, Stage, ToastAction},
    notices, saving, settings, sync, today, trouble,
    view::{Screen, Tab, ViewModel},
};

/// The app.
#[derive(Debug, Default)]
pub struct Kangban;

impl App for Kangban {
    type Event = Event;
    type Model = Model;
    type ViewModel = ViewModel;
    type Effect = Effect;

    fn update(&self, event: Event, model: &mut Model) -> Command<Effect, Event> {
        let then = match event {
            Event::Shell(Envelope { clock, tap }) => {
                model.clock = clock;
                let before = (in_front(model), model.toast.clone());
                let lock = lock::before(model, &tap);
                let then = lock.and(tapped(model, tap));
                forms::follow(model);
                // A notice belongs to where it was given: elsewhere it would be in the way.
                if in_front(model) != before.0 && model.toast == before.1 {
                    model.toast = None;
                }
                then
            }
            Event::Core(step) => came(model, *step),
        };
        then.and(render())
    }

    fn view(&self, model: &Model) -> ViewModel {
        let screen = screen(model);
        ViewModel { chrome: chrome::chrome(model, &screen), screen }
    }
}

/// Which screen of an open vault is in front.
fn in_front(model: &Model) -> Option<(Tab, Option<Place>)> {
    match &model.stage {
        Stage::Open(open) => Some((open.tab, open.place().cloned())),
        _ => None,
    }
}

fn tapped(model: &mut Model, tap: Tap) -> Cmd {
    match tap {
        Tap::Started(started) => lock::start(model, started),
        Tap::TabChosen(tab) => tab_chosen(model, tab),
        Tap::Back => back(model),
        Tap::ToastDismissed => {
            model.toast = None;
            Command::done()
        }
        Tap::ToastAction => toast_action(model),
        Tap::Tick => {
            lock::tick(model);
            notices::look(model).and(health::tick(model))
        }
        Tap::Hidden => drafts::keep(&model.stage),
        Tap::Network(online) => {
            model.online = online;
            sync::drive(model, kangban_sync::Input::Online(online))
        }
        Tap::Woken => woken(model),
        Tap::Notice(chosen) => notice_chosen(model, &chosen),
        Tap::Trouble(trouble) => trouble::told(model, trouble),
        Tap::Lock(event) => lock::update(model, event),
        Tap::Today(event) => today::update(model, event),
        Tap::Diary(event) => diary::update(model, event),
        Tap::Measures(event) => measures::update(model, event),
        Tap::Messages(event) => messages::update(model, event),
        Tap::Sync(event) => sync::update(model, event),
        Tap::Settings(event) => settings::update(model, event),
        Tap::Forms(event) => forms::update(model, event),
    }
}

fn came(model: &mut Model, step: Step) -> Cmd {
    match step {
        Step::Lock(step) => lock::came(model, step),
        Step::Diary(step) => diary::came(model, step),
        Step::Messages(step) => messages::came(model, step),
        Step::Settings(step) => settings::came(model, step),
        Step::Sync(step) => sync::came(model, step),
        Step::Saving(step) => saving::came(model, step),
        Step::Forms(step) => forms::came(model, step),
        Step::Notices(step) => notices::came(model, step),
        Step::Health(step) => health::came(model, step),
    }
}

/// A moment in the background. While the vault is closed there is no key, and nothing that could be done.
fn woken(model: &mut Model) -> Cmd {
    sync::drive(model, kangban_sync::Input::Online(model.online))
        .and(notices::look(model))
        .and(health::read_now(model))
}

/// A notice says that something waits: Today says what.
fn notice_chosen(model: &mut Model, chosen: &NoticeChosen) -> Cmd {
    if notices::chosen(model, chosen)
        && let Stage::Open(open) = &mut model.stage
    {
        leave_all(open);
        open.tab = Tab::Today;
    }
    notices::follow(model)
}

fn tab_chosen(model: &mut Model, tab: Tab) -> Cmd {
    let Stage::Open(open) = &mut model.stage else { return Command::done() };
    leave_all(open);
    open.tab = tab;
    if tab == Tab::Messages { messages::mark_read(open) } else { Command::done() }
}

/// Leaves what is in front of the tab. What was entered stays where it is.
fn leave_all(open: &mut Open) {
    while let Some(place) = open.places.pop() {
        left(open, &place);
    }
}

fn left(open: &mut Open, place: &Place) {
    match place {
        Place::ChangePin => open.pin = None,
        Place::QuickUnlock => open.quick = None,
        Place::Invitation => open.sync.activating = None,
        Place::Entry(_) => {
            open.diary.photo = None;
            open.diary.withdrawing = None;
        }
        Place::Advice(_) => open.diary.advice_more = false,
        // What was answered is in the vault already.
        Place::Form(_) => open.form = None,
        Place::FormResult(_) => open.result = None,
        Place::LogSymptom | Place::BodySite | Place::Measure | Place::Sync => {}
    }
}

fn back(model: &mut Model) -> Cmd {
    match &mut model.stage {
        Stage::Open(open) => {
            if open.message.urgent != messages::Urgent::NotAsked {
                open.message.urgent = messages::Urgent::NotAsked;
            } else if open.place() == Some(&Place::LogSymptom)
                && open.symptom.second_step
                && model.look.elders
            {
                open.symptom.second_step = false;
            } else if let Some(place) = open.places.pop() {
                left(open, &place);
            }
        }
        Stage::Activating(activating) => activating.step_back(),
        Stage::Locked(locked) => locked.forgot = false,
        Stage::Starting | Stage::Failed(_) => {}
    }
    Command::done()
}

fn toast_action(model: &mut Model) -> Cmd {
    match model.toast.take().and_then(|toast| toast.action) {
        Some(ToastAction::Correct(entry)) => {
            if let Stage::Open(open) = &mut model.stage {
                diary::correct(open, &entry);
            }
            Command::done()
        }
        Some(ToastAction::Advice(entry)) => {
            if let Stage::Open(open) = &mut model.stage {
                open.go(Place::Advice(entry));
            }
            Command::done()
        }
        Some(ToastAction::Open(page)) => Command::notify_shell(page).into(),
        None => Command::done(),
    }
}

fn screen(model: &Model) -> Screen {
    let open = match &model.stage {
        Stage::Starting => return Screen::Starting,
        Stage::Failed(failure) => return lock::failed(model, *failure),
        Stage::Activating(activating) => return lock::activating(model, activating),
        Stage::Locked(locked) => return lock::locked(model, locked),
        Stage::Open(open) => open,
    };
    match open.place() {
        Some(Place::LogSymptom) => diary::log_symptom(model, open),
        Some(Place::BodySite) => diary::body_site(model, open),
        Some(Place::Measure) => measures::view(model, open),
        Some(Place::Advice(entry)) => diary::advice(model, open, entry),
        Some(Place::Entry(entry)) => diary::entry(model, open, entry),
        Some(Place::Sync) => sync::view(model, open),
        Some(Place::ChangePin) => lock::change_pin(model, open),
        Some(Place::QuickUnlock) => lock::quick_setup(model, open),
        Some(Place::Invitation) => lock::reactivating(model, open),
        Some(Place::Form(_)) => forms::view(model, open),
        Some(Place::FormResult(_)) => forms::result(model, open),
        None => match open.tab {
            Tab::Today => today::view(model, open),
            Tab::Diary => diary::view(model, open),
            Tab::Messages => messages::view(model, open),
            Tab::Me => settings::view(model, open),
        },
    }
}
