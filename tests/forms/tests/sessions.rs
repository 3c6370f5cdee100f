//! Every form of the corpus, filled at random: what is evaluated step by step is what is evaluated from scratch.

#![allow(clippy::unwrap_used)]

use std::{fs, path::Path, sync::Arc};

use kangban_fhirpath::Clock;
use kangban_form_trials::{corpus, validation::noon};
use kangban_forms::{Form, Item, ItemIx, ItemKind, ItemPath, Launch, Session};
use serde_json::{Value, json};

/// A seeded sequence of numbers.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most.max(1)
    }
}

fn launch() -> Launch {
    let mut launch = Launch::new(Clock { now: noon() }, "en", "r");
    launch.patient =
        Some(json!({"resourceType": "Patient", "id": "p", "birthDate": "1960-05-01", "gender": "female"}));
    launch
}

fn answer(session: &Session, path: &ItemPath, item: &Item, dice: &mut Dice) -> Option<Value> {
    Some(match item.kind {
        ItemKind::Boolean => json!({"valueBoolean": dice.below(2) == 0}),
        ItemKind::Integer => json!({"valueInteger": dice.below(120)}),
        ItemKind::Decimal => json!({"valueDecimal": dice.below(200)}),
        ItemKind::String | ItemKind::Text => json!({"valueString": format!("text {}", dice.below(3))}),
        ItemKind::Date => json!({"valueDate": format!("19{:02}-01-02", 30 + dice.below(70))}),
        ItemKind::Choice | ItemKind::OpenChoice => {
            let options = session.options(path);
            options.get(dice.below(options.len()))?.value.clone()
        }
        _ => return None,
    })
}

fn act(session: &mut Session, dice: &mut Dice) {
    let groups: Vec<ItemPath> =
        session.walk().filter(|one| one.item.is_repeating_group()).map(|one| one.path).collect();
    if !groups.is_empty() && dice.below(6) == 0 {
        let group = &groups[dice.below(groups.len())];
        // Either may be refused: at the least or the most instances.
        if dice.below(3) == 0 {
            drop(session.remove(group));
        } else {
            drop(session.add(group));
        }
        return;
    }
    let questions: Vec<(ItemPath, ItemIx)> = session
        .walk()
        .filter(|one| one.item.kind.is_question() && !one.item.read_only)
        .map(|one| (one.path, one.item.ix))
        .collect();
    let Some((path, ix)) = questions.get(dice.below(questions.len())) else { return };
    let form = session.form().clone();
    let item = form.item(*ix);
    let mut answers = Vec::new();
    if dice.below(8) > 0 {
        for _ in 0..=(if item.repeats { dice.below(2) } else { 0 }) {
            answers.extend(answer(session, path, item, dice).filter(|answer| !answers.contains(answer)));
        }
    }
    session.answer(path, answers).unwrap_or_else(|problem| panic!("{path}: {problem}"));
}

fn enabled(session: &Session) -> Vec<(String, bool)> {
    session.walk().map(|one| (one.path.to_string(), one.enabled)).collect()
}

fn forms_below(dir: &Path, found: &mut Vec<(String, Value)>) {
    let mut entries: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            forms_below(&path, found);
        } else if let Ok(json) = serde_json::from_slice::<Value>(&fs::read(&path).unwrap())
            && json["resourceType"] == "Questionnaire"
        {
            found.push((path.display().to_string(), json));
        }
    }
}

#[test]
fn every_form_of_the_corpus_is_evaluated_step_by_step_as_from_scratch() {
    let Some(dir) = corpus::corpus() else {
        println!("skipped: no corpus");
        return;
    };
    let mut forms = Vec::new();
    forms_below(&dir.join("questionnaires"), &mut forms);
    for (name, questionnaire) in forms {
        let form = Arc::new(Form::load(&questionnaire, &corpus::shelf()).unwrap());
        let mut session = Session::start(form.clone(), launch());
        let mut dice = Dice(11);
        for step in 0..24 {
            act(&mut session, &mut dice);
            if step % 6 == 5 {
                let scratch = Session::resume(form.clone(), launch(), &session.draft()).unwrap();
                assert_eq!(scratch.response(), session.response(), "{name}, step {step}");
                assert_eq!(enabled(&scratch), enabled(&session), "{name}, step {step}");
            }
        }
    }
}
