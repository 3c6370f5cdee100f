//! What went wrong in the shell, said in the reader's words: what does not work, and what to do.

use crux_core::Command;

use crate::{
    effects::{Cmd, SystemPage, Trouble},
    model::{Model, Stage, ToastAction, Toasting},
    text::{Lang, t},
};

/// The shell tells that something went wrong. What became of a photo is said in front of what it was for: until the
/// vault is open, that waits.
pub(crate) fn told(model: &mut Model, trouble: Trouble) -> Cmd {
    if trouble == Trouble::PhotoLost && !matches!(model.stage, Stage::Open(_)) {
        model.untold = Some(trouble);
    } else {
        model.toast = Some(said(model.look.lang, trouble));
    }
    Command::done()
}

/// The vault is open: says what had to wait for it.
pub(crate) fn opened(model: &mut Model) {
    if let Some(trouble) = model.untold.take() {
        model.toast = Some(said(model.look.lang, trouble));
    }
}

fn said(lang: Lang, trouble: Trouble) -> Toasting {
    let permissions = Some(ToastAction::Open(SystemPage::Permissions));
    let (text, detail, action) = match trouble {
        Trouble::CameraRefused => {
            (t!(lang, "trouble-camera"), t!(lang, "trouble-camera-detail"), permissions)
        }
        Trouble::MicrophoneRefused => {
            (t!(lang, "trouble-microphone"), t!(lang, "trouble-microphone-detail"), permissions)
        }
        Trouble::SpeechMissing => (t!(lang, "trouble-speech"), t!(lang, "trouble-speech-detail"), None),
        Trouble::PhotoLost => (t!(lang, "trouble-photo"), t!(lang, "trouble-photo-detail"), None),
        Trouble::NoApp => (t!(lang, "trouble-no-app"), t!(lang, "trouble-no-app-detail"), None),
    };
    Toasting { text, detail, action }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        DiaryEvent, PickedFile, SettingsEvent, Skill, Tap,
        support::{PIN, Phone},
        view::Toast,
    };

    fn phone() -> Phone {
        Phone::in_use_with(&[Skill::Camera, Skill::Dictation])
    }

    fn toast(phone: &Phone) -> Toast {
        phone.view().chrome.toast.expect("a notice")
    }

    #[test]
    fn what_is_refused_is_said_with_what_to_do_instead_and_the_way_to_the_phones_settings() {
        for (trouble, text, instead) in [
            (Trouble::CameraRefused, "还没有允许康伴使用相机", "从相册选择"),
            (Trouble::MicrophoneRefused, "还没有允许康伴使用麦克风", "打字"),
        ] {
            let mut phone = phone();
            phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
            phone.tap(Tap::Trouble(trouble));
            let said = toast(&phone);
            assert!(said.text.contains(text) && said.detail.contains(instead), "{said:?}");
            assert_eq!(said.action, "去手机设置");
            phone.tap(Tap::ToastAction);
            assert_eq!(phone.opened, [SystemPage::Permissions]);
            assert_eq!(phone.view().chrome.toast, None);
            assert_eq!(phone.log_view().step, 0, "what was being entered is still in front");
        }
    }

    #[test]
    fn what_no_setting_helps_against_is_said_without_a_button() {
        for (trouble, text, instead) in [
            (Trouble::SpeechMissing, "不能朗读或听写", "其他都照常"),
            (Trouble::NoApp, "没有能做这件事的应用", "别的电话"),
        ] {
            let mut phone = phone();
            phone.tap(Tap::Trouble(trouble));
            let said = toast(&phone);
            assert!(said.text.contains(text) && said.detail.contains(instead), "{said:?}");
            assert!(said.action.is_empty());
            phone.tap(Tap::ToastAction);
            assert!(phone.opened.is_empty());
        }
    }

    #[test]
    fn a_call_that_cannot_be_made_is_said_on_the_lock_too() {
        let mut phone = phone();
        phone.tap(Tap::Settings(SettingsEvent::LockPressed));
        phone.tap(Tap::Trouble(Trouble::NoApp));
        assert!(toast(&phone).detail.contains("别的电话"));
    }

    #[test]
    fn killed_in_the_middle_of_a_photo_what_was_entered_is_there_and_the_photo_is_asked_for_again() {
        let mut phone = phone();
        phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
        phone.diary(DiaryEvent::NoteTyped("伤口旁边".to_owned()));
        // The camera comes to the front, and the system ends the app behind it.
        phone.tap(Tap::Hidden);
        phone.restart();
        phone.tap(Tap::Trouble(Trouble::PhotoLost));
        assert_eq!(phone.view().chrome.toast, None, "nothing of what was being done is said before the PIN");
        phone.pin(&PIN);
        let said = toast(&phone);
        assert_eq!(said.text, "刚才的照片没有留下");
        assert!(said.detail.contains("您填的内容都在，请再拍一次"));
        phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
        assert_eq!(phone.log_view().note.value, "伤口旁边");
        let file = PickedFile { mime: "image/jpeg".to_owned(), bytes: vec![1, 2, 3], original_bytes: 3 };
        phone.diary(DiaryEvent::PhotoChosen(file));
        phone.tap(Tap::Settings(SettingsEvent::LockPressed));
        phone.pin(&PIN);
        assert_eq!(phone.view().chrome.toast, None, "it is said once");
    }

    #[test]
    fn in_english_it_is_said_in_english() {
        let mut phone = phone().in_english();
        for trouble in [
            Trouble::CameraRefused,
            Trouble::MicrophoneRefused,
            Trouble::SpeechMissing,
            Trouble::PhotoLost,
            Trouble::NoApp,
        ] {
            phone.tap(Tap::Trouble(trouble));
            let said = toast(&phone);
            let words = said.text + &said.detail + &said.action;
            assert!(!words.contains(|c: char| ('\u{3400}'..='\u{9fff}').contains(&c)), "{words}");
        }
    }
}
