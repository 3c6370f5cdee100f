use crux_core::{App, Command};

use crate::{effects::Effect, event::Event, model::Model, view::ViewModel};

/// The app.
#[derive(Debug, Default)]
pub struct Kangban;

impl App for Kangban {
    type Event = Event;
    type Model = Model;
    type ViewModel = ViewModel;
    type Effect = Effect;

    fn update(&self, _event: Event, _model: &mut Model) -> Command<Effect, Event> {
        crux_core::render::render()
    }

    fn view(&self, _model: &Model) -> ViewModel {
        ViewModel::default()
    }
}
