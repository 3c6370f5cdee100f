//! What the shell is told.

use crux_core::Request;
use kangban_app::{Effect, Event, ExportFile};

use crate::{ShellEffect, lanes::Pending};

type Command = crux_core::Command<Effect, Event>;

fn render() -> ShellEffect {
    let mut command: Command = crux_core::render::render();
    let Some(Effect::Render(request)) = command.effects().next() else { unreachable!("it renders") };
    ShellEffect::Render(request)
}

fn export(name: &str) -> ShellEffect {
    let file = ExportFile { name: name.into(), mime: "application/json".into(), bytes: vec![1] };
    let mut command = Command::notify_shell(file).build();
    let Some(Effect::Export(request)) = command.effects().next() else { unreachable!("it exports") };
    ShellEffect::Export(request)
}

fn told(effects: &[ShellEffect]) -> Vec<String> {
    let words = effects.iter().map(|effect| match effect {
        ShellEffect::Render(_) => "render".to_owned(),
        ShellEffect::Export(Request { operation, .. }) => operation.name.clone(),
        other => format!("{other:?}"),
    });
    words.collect()
}

#[test]
fn many_renders_are_told_once_at_the_last_and_every_file_is_told() {
    let pending = Pending::default();
    for effect in [render(), export("a"), render(), export("b"), render(), export("c")] {
        pending.push(effect);
    }
    assert_eq!(told(&pending.take()), ["a", "b", "render", "c"]);
    assert!(pending.take().is_empty());
}
