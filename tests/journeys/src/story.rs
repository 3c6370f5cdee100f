//! The main job: a symptom logged offline reaches the doctor once, and the answer comes back.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use kangban_app::{AdviceView, Delivery, DiaryEvent, Screen, Tab, Tap};
use kangban_fhir::terms;
use serde_json::{Value, json};

use crate::{Doctor, Hospital, Link, Mode, Outcome, Pain, Phone, Trouble, keep, phone::said, until};

/// The patient of the story, and her doctor.
pub const PATIENT: &str = "li-xiuying";
const PATIENT_NAME: &str = "李秀英";
const DOCTOR: &str = "dr-wang";
const PIN: &str = "380412";
const NOTE: &str = "下楼梯的时候伤口一跳一跳地疼，右边比左边重。";
const REPLY: &str = "李阿姨，体温 38.9 °C 请今天下午到病区来，我们看一下伤口。";
/// A drawing of a wound; nobody's.
pub const PHOTO: &[u8] = include_bytes!("../assets/photo.png");

/// How the story goes.
#[derive(Debug, Default)]
pub struct Options {
    /// The hospital runs within this process.
    pub inside: bool,
    /// The hospital is killed while the entries are on their way, and started again.
    pub kill_hospital: bool,
    /// The network loses the hospital's answers for a while.
    pub lose_answers: bool,
    /// Where to keep every resource that was written.
    pub keep: Option<PathBuf>,
}

/// How one step went.
#[derive(Debug)]
pub struct Told {
    /// What the step is.
    pub title: &'static str,
    /// What was seen, or why it failed.
    pub seen: Result<String, Trouble>,
    /// How long it took.
    pub took: Duration,
}

/// The places and people of the story as it goes on.
struct Scene {
    options: Options,
    folder: tempfile::TempDir,
    hospital: Hospital,
    link: Link,
    phone: Option<Phone>,
    doctor: Option<Doctor>,
    pain: String,
    fever: String,
    alert: Value,
}

type Step = fn(&mut Scene) -> Outcome<String>;

const STEPS: [(&str, Step); 15] = [
    ("the patient activates her phone with the invitation code and a PIN", activate),
    ("with the network cut, she logs pain 8 of 10 with a place, a note and a photo", log_pain),
    ("still offline, she records 38.9 °C and is told what to do and whom to call", log_fever),
    ("the app is closed and opened again, still offline: everything is there", reopen),
    ("the network returns: the hospital confirms both entries", receive),
    ("the responsible doctor signs in and finds one alert", find_alert),
    ("the doctor opens the patient: course, note, place and photo", open_patient),
    ("the phone shows by itself that the doctor has seen it", seen),
    ("the doctor replies, and the phone shows it by itself", reply),
    ("the phone shows the reply after the hospital was killed and started again", survive),
    ("the doctor closes the alert, and its flag leaves the chart", close),
    ("the doctor raises a threshold: the phone's chart and its next advice follow", follow),
    ("offline, she answers the questions of the day; the hospital gets them and ends the request", answer),
    ("everything was stored once: two entries, one photo, one alert, one reply", once),
    ("the hospital stops cleanly", stop),
];

/// Tells the story; `tell` hears of each step when it is over. Says how many steps passed and how many did not.
pub fn run(options: Options, mut tell: impl FnMut(&Told)) -> (usize, usize) {
    let began = Instant::now();
    let opened = open(options);
    let mut failed = usize::from(opened.is_err());
    let (scene, seen) = match opened {
        Ok(scene) => {
            let seen = format!("FHIR base {}/fhir", scene.hospital.origin());
            (Some(scene), Ok(seen))
        }
        Err(trouble) => (None, Err(trouble)),
    };
    tell(&Told { title: "a hospital opens with fictional patients", seen, took: began.elapsed() });
    let mut passed = usize::from(failed == 0);
    let Some(mut scene) = scene else { return (passed, failed + STEPS.len()) };
    for (title, step) in STEPS {
        let began = Instant::now();
        let seen = if failed == 0 { step(&mut scene) } else { Err(Trouble::new("not reached")) };
        match seen {
            Ok(_) => passed += 1,
            Err(_) => failed += 1,
        }
        tell(&Told { title, seen, took: began.elapsed() });
    }
    (passed, failed)
}

fn open(options: Options) -> Outcome<Scene> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("hospital");
    let hospital = if options.inside { Hospital::inside(&data)? } else { Hospital::start(&data)? };
    let link = Link::to(hospital.address())?;
    Ok(Scene {
        options,
        folder,
        hospital,
        link,
        phone: None,
        doctor: None,
        pain: String::new(),
        fever: String::new(),
        alert: Value::Null,
    })
}

impl Scene {
    fn phone(&self) -> Outcome<&Phone> {
        self.phone.as_ref().ok_or_else(|| Trouble::new("the phone is closed"))
    }

    fn doctor(&self) -> Outcome<&Doctor> {
        self.doctor.as_ref().ok_or_else(|| Trouble::new("the doctor is not signed in"))
    }

    fn cut(&self) -> Outcome {
        self.link.set(Mode::Cut);
        self.phone()?.tap(Tap::Network(false));
        Ok(())
    }

    fn restore(&self) -> Outcome {
        self.link.set(Mode::Up);
        self.phone()?.tap(Tap::Network(true));
        Ok(())
    }
}

fn activate(scene: &mut Scene) -> Outcome<String> {
    let code = scene.hospital.invitation(PATIENT_NAME)?;
    let phone = Phone::open(&scene.folder.path().join("phone"), &scene.link.base())?;
    phone.activate(&code, PIN)?;
    scene.phone = Some(phone);
    let phone = scene.phone()?;
    let greeting = phone.see("the record that the hospital has", |view| match &view.screen {
        Screen::Today(today) if today.greeting.contains('李') => Some(today.greeting.clone()),
        _ => None,
    })?;
    let ward = phone
        .see("the ward's number", |view| view.chrome.calls.iter().find(|call| !call.emergency).cloned())?;
    Ok(format!("{greeting} · {} {}", ward.label, ward.number))
}

fn log_pain(scene: &mut Scene) -> Outcome<String> {
    scene.cut()?;
    let phone = scene.phone()?;
    let pain = Pain { score: 8, site: true, note: NOTE, photo: Some(("image/png", PHOTO)) };
    let (id, advice) = phone.log_pain(&pain)?;
    let seen = saved(phone, &advice)?;
    let row = phone.see_delivery(&id, Delivery::Saved)?;
    scene.pain = id;
    Ok(format!("{seen} · {} · {}", row.a11y, row.mark.text))
}

fn log_fever(scene: &mut Scene) -> Outcome<String> {
    let phone = scene.phone()?;
    let (id, advice) = phone.log_temperature("38.9")?;
    let seen = saved(phone, &advice)?;
    let call = phone
        .view()?
        .chrome
        .calls
        .into_iter()
        .find(|call| !call.emergency)
        .ok_or_else(|| Trouble::new("there is nobody to call"))?;
    phone.see_delivery(&id, Delivery::Saved)?;
    scene.fever = id;
    Ok(format!("{seen} · {} {}", call.label, call.number))
}

/// The advice is worth its screen: it says what to do, why and by which source.
fn saved(phone: &Phone, advice: &AdviceView) -> Outcome<String> {
    let full = advice
        .cards
        .iter()
        .all(|card| ![&card.title, &card.why, &card.source, &card.value].into_iter().any(String::is_empty));
    let toast = phone.view()?.chrome.toast.map(|toast| toast.text).unwrap_or_default();
    if full && !toast.is_empty() {
        Ok(format!("{toast} · {}", said(advice)))
    } else {
        Err(Trouble::new(format!("the advice lacks something: {advice:?}, notice '{toast}'")))
    }
}

fn reopen(scene: &mut Scene) -> Outcome<String> {
    scene.phone = None;
    let phone = Phone::open(&scene.folder.path().join("phone"), &scene.link.base())?;
    phone.tap(Tap::Network(false));
    phone.unlock(PIN)?;
    scene.phone = Some(phone);
    let phone = scene.phone()?;
    let entry = phone.entry(&scene.pain)?;
    phone.tap(Tap::Diary(DiaryEvent::PhotoWanted(entry.photo.clone())));
    let photo = phone.see("the photo", |view| match &view.screen {
        Screen::Entry(entry) if !entry.photo_bytes.is_empty() => Some(entry.photo_bytes.clone()),
        _ => None,
    })?;
    let rows = phone.history()?;
    let waits = |id: &str| rows.iter().any(|row| row.id == id && row.mark.state == Delivery::Saved);
    if entry.note != NOTE || photo != PHOTO || !waits(&scene.pain) || !waits(&scene.fever) {
        return Err(Trouble::new("something of the entries is missing"));
    }
    Ok(format!("{} entries; note and photo as they were", rows.len()))
}

fn receive(scene: &mut Scene) -> Outcome<String> {
    if scene.options.lose_answers {
        scene.link.set(Mode::LosesAnswers);
        scene.phone()?.tap(Tap::Network(true));
        let lost = scene.link.lost();
        until("an answer to be lost", Duration::from_secs(30), || {
            Ok((scene.link.lost() > lost + 1).then_some(()))
        })?;
    }
    if scene.options.kill_hospital {
        // The entries go out, and the hospital dies whatever it was doing with them.
        scene.restore()?;
        std::thread::sleep(Duration::from_millis(40));
        scene.hospital.kill_and_restart()?;
        scene.link.lead_to(scene.hospital.address());
    }
    scene.restore()?;
    let phone = scene.phone()?;
    let pain = phone.see_delivery(&scene.pain, Delivery::Received)?;
    let fever = phone.see_delivery(&scene.fever, Delivery::Received)?;
    Ok(format!("{} · {}", pain.mark.text, fever.mark.text))
}

fn find_alert(scene: &mut Scene) -> Outcome<String> {
    let doctor = Doctor::sign_in(&scene.hospital.origin(), &scene.hospital.login(DOCTOR)?)?;
    // Both entries have to be in it: the second joins the first's alert.
    let both = |task: &Value| about(task, &scene.pain) && about(task, &scene.fever);
    let alert = doctor.wait_for_alert(PATIENT, both)?;
    let owner = alert["owner"]["reference"].as_str().unwrap_or_default();
    if owner != doctor.user {
        return Err(Trouble::new(format!("the alert is {owner}'s, not {}'s", doctor.user)));
    }
    let open = doctor.open_alerts(PATIENT)?.len();
    if open != 1 {
        return Err(Trouble::new(format!("there are {open} open alerts")));
    }
    let text = alert.to_string();
    for (what, word) in
        [("the rule", "PlanDefinition/"), ("its source", "\"source\""), ("the severity", "\"severity\"")]
    {
        if !text.contains(word) {
            return Err(Trouble::new(format!("the alert does not say {what}")));
        }
    }
    let seen = format!(
        "priority {} · {} · {owner}",
        alert["priority"].as_str().unwrap_or_default(),
        alert["description"].as_str().unwrap_or_default()
    );
    scene.doctor = Some(doctor);
    scene.alert = alert;
    Ok(seen)
}

/// Whether one of the alert's findings is on this entry.
fn about(task: &Value, entry: &str) -> bool {
    let reference = format!("Observation/{entry}");
    task["input"]
        .as_array()
        .into_iter()
        .flatten()
        .any(|input| input["valueReference"]["reference"] == reference.as_str())
}

fn open_patient(scene: &mut Scene) -> Outcome<String> {
    let doctor = scene.doctor()?;
    let course = |code: &str| {
        doctor.search(&format!(
            "Observation?patient={PATIENT}&code={}|{code}&_sort=date&_count=100",
            terms::LOINC
        ))
    };
    let (pains, temperatures) = (course(terms::PAIN)?, course(terms::TEMPERATURE)?);
    let find = |list: &[Value], id: &str| list.iter().find(|one| one["id"] == id).cloned();
    let pain = find(&pains, &scene.pain).ok_or_else(|| Trouble::new("the pain is not in the course"))?;
    let fever =
        find(&temperatures, &scene.fever).ok_or_else(|| Trouble::new("the fever is not in the course"))?;
    if pain["note"][0]["text"] != NOTE || pain["bodySite"].is_null() || digits(&fever) != "38.9" {
        return Err(Trouble::new(format!("the entries are not as she wrote them: {pain} {fever}")));
    }
    let media = pain["derivedFrom"][0]["reference"].as_str().unwrap_or_default();
    let media = doctor.get(media)?;
    let (mime, bytes) = doctor.file(media["content"]["url"].as_str().unwrap_or_default())?;
    if bytes != PHOTO {
        return Err(Trouble::new(format!(
            "the photo is {} bytes of {mime}, not as she took it",
            bytes.len()
        )));
    }
    Ok(format!(
        "{} points of pain, {} of temperature · {} · {mime}, {} bytes",
        pains.len(),
        temperatures.len(),
        pain["bodySite"]["text"]
            .as_str()
            .or(pain["bodySite"]["coding"][0]["code"].as_str())
            .unwrap_or_default(),
        bytes.len()
    ))
}

/// The digits of a measured value, as the hospital keeps them.
fn digits(observation: &Value) -> String {
    observation["valueQuantity"]["value"].to_string()
}

fn seen(scene: &mut Scene) -> Outcome<String> {
    let phone = scene.phone()?;
    phone.history()?;
    let id = scene.alert["id"].as_str().unwrap_or_default();
    let began = Instant::now();
    scene.doctor()?.operation(&format!("Task/{id}/$seen"), &[])?;
    let row = phone.see_delivery(&scene.fever, Delivery::Seen)?;
    let also = phone.see_delivery(&scene.pain, Delivery::Seen)?;
    Ok(format!("{} · {} · {} ms later", row.mark.text, also.mark.text, began.elapsed().as_millis()))
}

fn reply(scene: &mut Scene) -> Outcome<String> {
    let phone = scene.phone()?;
    phone.home()?;
    phone.tap(Tap::TabChosen(Tab::Messages));
    phone.see("messages", |view| matches!(view.screen, Screen::Messages(_)).then_some(()))?;
    let about = format!("Task/{}", scene.alert["id"].as_str().unwrap_or_default());
    let sent = scene.alert["lastModified"].as_str().unwrap_or_default();
    let began = Instant::now();
    scene.doctor()?.reply(PATIENT, &about, REPLY, sent)?;
    let bubble = phone.see("the reply", the_reply)?;
    Ok(format!("{bubble} · {} ms later", began.elapsed().as_millis()))
}

fn the_reply(view: &kangban_app::ViewModel) -> Option<String> {
    let Screen::Messages(messages) = &view.screen else { return None };
    let bubble = messages.bubbles.iter().find(|bubble| !bubble.own && bubble.text == REPLY)?;
    Some(format!("{}：{}", bubble.author, bubble.text))
}

fn survive(scene: &mut Scene) -> Outcome<String> {
    scene.hospital.kill_and_restart()?;
    scene.link.lead_to(scene.hospital.address());
    scene.phone = None;
    let phone = Phone::open(&scene.folder.path().join("phone"), &scene.link.base())?;
    phone.unlock(PIN)?;
    phone.tap(Tap::TabChosen(Tab::Messages));
    let bubble = phone.see("the reply", the_reply)?;
    scene.phone = Some(phone);
    // The doctor stays signed in: her token outlives the hospital's process.
    let open = scene.doctor()?.open_alerts(PATIENT)?.len();
    if open == 1 { Ok(bubble) } else { Err(Trouble::new(format!("there are {open} open alerts now"))) }
}

fn close(scene: &mut Scene) -> Outcome<String> {
    let doctor = scene.doctor()?;
    let id = scene.alert["id"].as_str().unwrap_or_default();
    let closed = doctor.operation(
        &format!("Task/{id}/$close"),
        &[("outcome", "valueCode", json!("advised")), ("note", "valueString", json!("电话联系，下午来院"))],
    )?;
    if closed["status"] != "completed" || !closed["businessStatus"].to_string().contains("advised") {
        return Err(Trouble::new(format!("the alert is not closed: {closed}")));
    }
    until("the flag to be lowered", Duration::from_secs(15), || {
        let flags = doctor.search(&format!("Flag?patient={PATIENT}"))?;
        Ok(flags
            .iter()
            .all(|flag| flag["status"] != "active" || !flag.to_string().contains("alert"))
            .then_some(()))
    })?;
    Ok(format!("status completed, outcome advised · {} open alerts", doctor.open_alerts(PATIENT)?.len()))
}

fn follow(scene: &mut Scene) -> Outcome<String> {
    let changed = scene.doctor()?.operation(
        "PlanDefinition/postoperative-temperature/$set-threshold",
        &[("name", "valueString", json!("veryHigh")), ("value", "valueDecimal", json!(39.5))],
    )?;
    let phone = scene.phone()?;
    phone.home()?;
    phone.tap(Tap::TabChosen(Tab::Diary));
    phone.tap(Tap::Diary(DiaryEvent::SectionChosen("trends".to_owned())));
    let line = phone.see("the new line on the chart", |view| match &view.screen {
        Screen::Diary(diary) => {
            let mut limits = diary.charts.iter().flat_map(|chart| &chart.limits);
            limits.find(|limit| limit.value_milli == 39_500).map(|limit| limit.label.clone())
        }
        _ => None,
    })?;
    let (_, advice) = phone.log_temperature("39.1")?;
    let card = advice.cards.first().ok_or_else(|| Trouble::new("there is no advice"))?;
    // 39.1 °C is above what it was and below what it is now, so the milder of the rule's two lines speaks.
    if !card.source.contains("提醒线 38.0") {
        return Err(Trouble::new(format!(
            "the advice on 39.1 °C follows another threshold: {}",
            card.source
        )));
    }
    Ok(format!("rule version {} · {line} · {}", changed["version"].as_str().unwrap_or_default(), card.source))
}

fn answer(scene: &mut Scene) -> Outcome<String> {
    scene.cut()?;
    let phone = scene.phone()?;
    let result = phone.answer_questions()?;
    phone.see_answers(Delivery::Saved)?;
    scene.restore()?;
    let received = scene.phone()?.see_answers(Delivery::Received)?;
    let doctor = scene.doctor()?;
    let responses = doctor.search(&format!("QuestionnaireResponse?patient={PATIENT}"))?;
    let [response] = responses.as_slice() else {
        return Err(Trouble::new(format!("there are {} responses", responses.len())));
    };
    let reference = format!("QuestionnaireResponse/{}", response["id"].as_str().unwrap_or_default());
    let tasks = doctor.search(&format!("Task?patient={PATIENT}&_count=100"))?;
    let ended = tasks.iter().any(|task| {
        task["status"] == "completed" && task["output"][0]["valueReference"]["reference"] == reference
    });
    let taken = doctor
        .search(&format!("Observation?patient={PATIENT}&_count=100"))?
        .iter()
        .filter(|one| one["derivedFrom"].to_string().contains(&reference))
        .count();
    if !ended || taken == 0 {
        return Err(Trouble::new(format!("request ended: {ended}, observations taken from it: {taken}")));
    }
    Ok(format!("{result} · {received} · {taken} observations"))
}

fn once(scene: &mut Scene) -> Outcome<String> {
    let doctor = scene.doctor()?;
    for id in [&scene.pain, &scene.fever] {
        let versions = doctor.search(&format!("Observation/{id}/_history"))?.len();
        if versions != 1 {
            return Err(Trouble::new(format!("an entry has {versions} versions, not one")));
        }
    }
    let ours = |kind: &str, is: &dyn Fn(&Value) -> bool| -> Outcome<usize> {
        Ok(doctor
            .search(&format!("{kind}?patient={PATIENT}&_count=100"))?
            .iter()
            .filter(|one| is(one))
            .count())
    };
    let counts = [
        ours("Observation", &|one| one["note"][0]["text"] == NOTE)?,
        ours("Observation", &|one| digits(one) == "38.9")?,
        ours("Media", &|_| true)?,
        doctor
            .alerts(PATIENT)?
            .iter()
            .filter(|task| about(task, &scene.pain) || about(task, &scene.fever))
            .count(),
        ours("Communication", &|one| one["payload"][0]["contentString"] == REPLY)?,
    ];
    if counts != [1; 5] {
        return Err(Trouble::new(format!("pain, fever, photo, alert, reply: {counts:?}")));
    }
    match &scene.options.keep {
        Some(folder) => Ok(format!("and {} resources kept for the judge", keep(doctor, PATIENT, folder)?)),
        None => Ok("1 pain, 1 fever, 1 photo, 1 alert, 1 reply".to_owned()),
    }
}

fn stop(scene: &mut Scene) -> Outcome<String> {
    scene.phone = None;
    if scene.hospital.stop()? { Ok("exit status 0".to_owned()) } else { Err(Trouble::new("it ended badly")) }
}
