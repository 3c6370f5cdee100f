//! The main job, told whole.

use kangban_journeys::story::{self, Options};

fn tell(options: Options) {
    let mut told = Vec::new();
    let (passed, failed) = story::run(options, |step| {
        told.push(format!("{} ({:?}): {:?}", step.title, step.took, step.seen));
    });
    assert!(failed == 0 && passed > 10, "{}", told.join("\n"));
}

#[test]
fn a_symptom_logged_offline_reaches_the_doctor_once_and_the_answer_comes_back_in_one_process() {
    tell(Options { inside: true, ..Options::default() });
}

#[test]
fn the_story_ends_the_same_when_answers_are_lost_and_the_hospital_is_killed_in_the_middle() {
    tell(Options { kill_hospital: true, lose_answers: true, ..Options::default() });
}
