//! The care team.

use super::{Book, today::from_doctor, with_skills};
use crate::{MessagesEvent, Tab, Tap, Trouble, support::Phone};

pub(super) fn states(book: &mut Book) {
    let mut phone = book.phone();
    to(&mut phone);
    book.keep("empty", &phone);
    thread(book, &mut phone);
    book.keep("a thread", &phone);
    typed(&mut phone, book.says("伤口有点红", "The cut is a little red"));
    book.keep("being written", &phone);
    phone.tap(Tap::Messages(MessagesEvent::SendPressed));
    book.keep("asking about an emergency", &phone);
    phone.tap(Tap::Messages(MessagesEvent::UrgentYes));
    book.keep("an emergency", &phone);
    phone.tap(Tap::Back);
    phone.cut_the_network();
    phone.tap(Tap::Messages(MessagesEvent::SendPressed));
    phone.tap(Tap::Messages(MessagesEvent::UrgentNo));
    book.keep("sent offline", &phone);

    let mut phone = book.phone();
    to(&mut phone);
    let long = book
        .says("照片看到了，请每天看一次。", "I have seen the picture. Please look once a day. ")
        .repeat(40);
    from_doctor(&mut phone, "long", "2026-11-22T15:10:00+08:00", long.trim());
    book.keep("long text", &phone);
    for n in 0..70 {
        let (hour, minute) = (8 + n / 10, n % 10);
        let text = format!("{} {n}", book.says("第", "Note"));
        from_doctor(
            &mut phone,
            &format!("m{n:02}"),
            &format!("2026-11-21T{hour:02}:{minute:02}:00+08:00"),
            &text,
        );
    }
    phone.tap(Tap::Messages(MessagesEvent::OlderPressed));
    book.keep("an older page", &phone);

    let mut phone = with_skills(book.phone());
    to(&mut phone);
    typed(&mut phone, book.says("今天", "Today "));
    book.keep("with dictation", &phone);
    phone.tap(Tap::Trouble(Trouble::MicrophoneRefused));
    book.keep("the microphone is refused", &phone);

    let mut phone = book.phone().for_elders();
    to(&mut phone);
    thread(book, &mut phone);
    book.keep("elders' mode", &phone);
    typed(&mut phone, book.says("可以洗澡吗？", "May I take a shower?"));
    phone.tap(Tap::Messages(MessagesEvent::SendPressed));
    book.keep("asking about an emergency, elders' mode", &phone);
}

fn to(phone: &mut Phone) {
    phone.tap(Tap::TabChosen(Tab::Messages));
}

fn typed(phone: &mut Phone, text: &str) {
    phone.tap(Tap::Messages(MessagesEvent::Typed(text.to_owned())));
}

/// A message from the team, and one of the patient's on the day before.
fn thread(book: &Book, phone: &mut Phone) {
    let sent = "2026-11-21T15:10:00+08:00";
    phone.hospital.put(
        serde_json::json!({"resourceType": "Communication", "id": "own", "status": "completed",
            "sender": {"reference": "Patient/li"}, "sent": sent,
            "payload": [{"contentString": book.says("可以下床走走吗？", "May I get up and walk?")}]}),
        true,
    );
    let text = book.says("可以，慢一点，每次五分钟。", "Yes. Slowly, five minutes at a time.");
    from_doctor(phone, "reply", "2026-11-21T16:05:00+08:00", text);
}
