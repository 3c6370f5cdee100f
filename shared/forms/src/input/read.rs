//! Turning what a person does with a control into answers.

use serde_json::{Value, json};

use super::{
    Typed, Unread, measure::put_unit, read_date, read_date_time, read_time, read_yes_no, time::write_time,
    width::half,
};
use crate::{
    AnswerProblem, Changed, ItemPath, Session,
    items::{AnswerOption, Control, Item, ItemKind},
    show::{facts, here::Here, key_of, option_label, unit_key},
    texts,
    translate::{self, Lang},
};

/// What a person does with a control.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// Chooses the option with this key.
    Option(String),
    /// Switches the option with this key on or off.
    Toggle(String),
    /// Types into the field.
    Text(String),
    /// Chooses the unit with this key.
    Unit(String),
    /// Types an answer that is none of the options.
    Other(String),
    /// Adds a file.
    File {
        /// Its media type.
        mime: String,
        /// Its name.
        name: String,
        /// Its size in bytes.
        size: u64,
        /// Where it is kept: a reference or URL.
        reference: String,
    },
    /// Takes the answer of last time.
    AsLast,
    /// Takes the answer away.
    Clear,
}

/// Why what a person did gave no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InputProblem {
    /// The text could not be read. It is kept.
    #[error("not read")]
    Unread(Typed),
    /// The answer could be read but not taken.
    #[error(transparent)]
    Refused(#[from] AnswerProblem),
}

impl InputProblem {
    /// In words for whoever answers.
    pub fn text(&self, language: &str) -> String {
        match self {
            Self::Unread(typed) => texts::unread_text(&typed.unread, language),
            Self::Refused(problem) => texts::refused_text(problem, language),
        }
    }
}

/// Reads what a person did and answers with it. What cannot be read stays in the field, with the reason, and in the
/// draft; the answer before it is taken away, so that nobody takes an old answer for the new one.
pub fn apply(session: &mut Session, path: &ItemPath, input: &Input) -> Result<Changed, InputProblem> {
    let question = question_path(session, path).ok_or(AnswerProblem::NoSuchItem)?;
    match read(session, path, input) {
        Ok(answers) => {
            let changed = if *input == Input::AsLast {
                session.prefill(&question, answers, crate::Origin::AsLast)?
            } else {
                session.answer(&question, answers)?
            };
            session.set_typed(path, None);
            if let Input::Unit(key) = input {
                facts::prefer_unit(session, &question, key);
            }
            Ok(changed)
        }
        Err(InputProblem::Unread(typed)) => {
            let mut answers = session.answers(&question).to_vec();
            let place = place(session, path);
            if place < answers.len() {
                answers.remove(place);
            }
            if !matches!(input, Input::Other(_)) {
                session.answer(&question, answers)?;
            }
            session.set_typed(path, Some(typed.clone()));
            Err(InputProblem::Unread(typed))
        }
        Err(problem) => Err(problem),
    }
}

/// What the answers to the question are after what a person did. Changes nothing.
///
/// The path may name one answer of a question that takes several (`q:1` its second).
pub fn read(session: &Session, path: &ItemPath, input: &Input) -> Result<Vec<Value>, InputProblem> {
    let form = session.form();
    let question = question_path(session, path).ok_or(AnswerProblem::NoSuchItem)?;
    let item = question.link_id().and_then(|id| form.with_link_id(id)).map(|ix| form.item(ix));
    let item = item.filter(|item| item.kind.is_question()).ok_or(AnswerProblem::NotAsked)?;
    if item.read_only {
        return Err(AnswerProblem::ReadOnly.into());
    }
    let reader = Reader { session, item, question: &question };
    match input {
        Input::Clear => Ok(reader.with(place(session, path), None)),
        Input::AsLast => match facts::last_answers(session, &question) {
            answers if answers.is_empty() => Err(AnswerProblem::NotAsked.into()),
            answers => Ok(answers),
        },
        Input::Option(key) => reader.option(key),
        Input::Toggle(key) => reader.toggle(key),
        Input::Unit(key) => reader.unit(key),
        Input::Other(text) => Ok(reader.other(text)),
        Input::Text(text) => {
            if text.trim().is_empty() {
                return Ok(reader.with(place(session, path), None));
            }
            let answer = reader
                .text(text)
                .map_err(|unread| InputProblem::Unread(Typed { text: text.clone(), unread }))?;
            Ok(reader.with(place(session, path), Some(answer)))
        }
        Input::File { mime, name, size, reference } => {
            if item.kind != ItemKind::Attachment {
                return Err(AnswerProblem::WrongType.into());
            }
            let attachment = json!({"contentType": mime, "url": reference, "size": size, "title": name});
            Ok(reader.with(place(session, path), Some(json!({"valueAttachment": attachment}))))
        }
    }
}

/// The question itself: an index on a question names one of its answers.
pub(crate) fn question_path(session: &Session, path: &ItemPath) -> Option<ItemPath> {
    let ix = session.form().with_link_id(path.link_id()?)?;
    let question = session.form().item(ix).kind.is_question();
    Some(if question { path.clone().at(0) } else { path.clone() })
}

/// Which answer of the question a path names.
fn place(session: &Session, path: &ItemPath) -> usize {
    match question_path(session, path) {
        Some(question) if question.index() == 0 => path.index(),
        _ => 0,
    }
}

pub(super) struct Reader<'a> {
    pub(super) session: &'a Session,
    pub(super) item: &'a Item,
    pub(super) question: &'a ItemPath,
}

impl Reader<'_> {
    pub(super) fn answers(&self) -> &[Value] {
        self.session.answers(self.question)
    }

    /// The answers with one put in its place, or taken away.
    fn with(&self, place: usize, answer: Option<Value>) -> Vec<Value> {
        if !self.item.repeats {
            return answer.into_iter().collect();
        }
        let mut answers = self.answers().to_vec();
        match answer {
            Some(answer) if place < answers.len() => {
                if let Some(slot) = answers.get_mut(place) {
                    *slot = answer;
                }
            }
            Some(answer) => answers.push(answer),
            None if place < answers.len() => {
                answers.remove(place);
            }
            None => {}
        }
        answers
    }

    fn options(&self) -> Vec<AnswerOption> {
        self.session.options(self.question)
    }

    fn option(&self, key: &str) -> Result<Vec<Value>, InputProblem> {
        if self.item.kind == ItemKind::Boolean {
            return match key {
                "true" => Ok(vec![json!({"valueBoolean": true})]),
                "false" => Ok(vec![json!({"valueBoolean": false})]),
                _ => Err(AnswerProblem::NotAsked.into()),
            };
        }
        let options = self.options();
        let option = options.iter().find(|option| option.key == key && option.enabled);
        let option = option.ok_or(AnswerProblem::NotAsked)?;
        if self.item.repeats && self.answers().iter().any(|answer| key_of(answer).as_deref() == Some(key)) {
            return Ok(self.answers().to_vec());
        }
        Ok(if self.item.repeats { self.added(option, &options) } else { vec![option.value.clone()] })
    }

    fn toggle(&self, key: &str) -> Result<Vec<Value>, InputProblem> {
        let on = self.answers().iter().any(|answer| key_of(answer).as_deref() == Some(key));
        if self.item.kind == ItemKind::Boolean {
            // A box that is not ticked is no answer: nobody said no.
            return if on && self.item.control == Control::CheckBox {
                Ok(Vec::new())
            } else {
                self.option(key)
            };
        }
        if !on {
            return self.option(key);
        }
        Ok(self.answers().iter().filter(|answer| key_of(answer).as_deref() != Some(key)).cloned().collect())
    }

    /// The answers with an option more: one that stands alone gives up the others, and the others give it up.
    fn added(&self, option: &AnswerOption, options: &[AnswerOption]) -> Vec<Value> {
        if option.exclusive {
            return vec![option.value.clone()];
        }
        let stands_alone = |answer: &Value| {
            let key = key_of(answer);
            options.iter().any(|known| known.exclusive && Some(&known.key) == key.as_ref())
        };
        let mut answers: Vec<Value> =
            self.answers().iter().filter(|answer| !stands_alone(answer)).cloned().collect();
        // In the options' order, whatever the order of ticking.
        let rank = |answer: &Value| {
            let key = key_of(answer);
            options.iter().position(|known| Some(&known.key) == key.as_ref()).unwrap_or(usize::MAX)
        };
        answers.push(option.value.clone());
        answers.sort_by_key(rank);
        answers
    }

    fn unit(&self, key: &str) -> Result<Vec<Value>, InputProblem> {
        let offered = facts::units(self.session, self.item);
        let unit = offered
            .iter()
            .find(|unit| unit_key(unit).as_deref() == Some(key))
            .ok_or(AnswerProblem::NotAsked)?;
        let mut answers = self.answers().to_vec();
        // The number stays as it is: the person corrects what it is a number of.
        if let Some(quantity) = answers
            .first_mut()
            .and_then(|answer| answer.get_mut("valueQuantity"))
            .and_then(Value::as_object_mut)
        {
            put_unit(quantity, unit);
        }
        Ok(answers)
    }

    /// An answer that is none of the options.
    fn other(&self, text: &str) -> Vec<Value> {
        let options = self.options();
        let is_option = |answer: &Value| {
            let key = key_of(answer);
            options.iter().any(|option| Some(&option.key) == key.as_ref())
        };
        let mut answers: Vec<Value> = if self.item.repeats {
            let exclusive = |answer: &Value| {
                let key = key_of(answer);
                options.iter().any(|option| option.exclusive && Some(&option.key) == key.as_ref())
            };
            let typed = !text.trim().is_empty();
            self.answers()
                .iter()
                .filter(|answer| is_option(answer) && !(typed && exclusive(answer)))
                .cloned()
                .collect()
        } else if text.trim().is_empty() {
            self.answers().iter().filter(|answer| is_option(answer)).cloned().collect()
        } else {
            Vec::new()
        };
        if !text.trim().is_empty() {
            answers.push(json!({"valueString": text.trim()}));
        }
        answers
    }

    /// One answer from what was typed.
    fn text(&self, text: &str) -> Result<Value, Unread> {
        let here = Here::of(self.session);
        let chinese = Lang::of(self.session.language()) == Lang::Zh;
        if self.item.kind != ItemKind::Boolean && !self.item.options.list.is_empty() {
            return self.choice(text);
        }
        match self.item.kind {
            ItemKind::Boolean => read_yes_no(text).map(|yes| json!({"valueBoolean": yes})),
            ItemKind::Integer => self.integer(text),
            ItemKind::Decimal => self.decimal(text),
            ItemKind::Quantity => self.quantity(text),
            ItemKind::Date => read_date(text, here.today, chinese).map(|date| json!({"valueDate": date})),
            ItemKind::DateTime => {
                let at = read_date_time(text, here.today, here.offset, chinese)?;
                Ok(json!({"valueDateTime": at}))
            }
            ItemKind::Time => read_time(text).map(|time| json!({"valueTime": write_time(time)})),
            ItemKind::String => Ok(json!({"valueString": text.trim()})),
            ItemKind::Text => Ok(json!({"valueString": text.trim_end()})),
            ItemKind::Url => Self::url(text),
            ItemKind::Choice | ItemKind::OpenChoice => self.choice(text),
            ItemKind::Reference => Ok(json!({"valueReference": {"display": text.trim()}})),
            ItemKind::Group | ItemKind::Display | ItemKind::Unknown | ItemKind::Attachment => {
                Err(Unread::Kind)
            }
        }
    }

    fn url(text: &str) -> Result<Value, Unread> {
        let text = half(text);
        let (scheme, rest) = text.split_once(':').ok_or(Unread::Url)?;
        let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
        if !named || rest.is_empty() || text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(Unread::Url);
        }
        Ok(json!({"valueUri": text}))
    }

    /// An option by what it is called, what stands before it, or its code.
    fn choice(&self, text: &str) -> Result<Value, Unread> {
        let wanted = half(text).to_lowercase();
        let language = self.session.language();
        let options = self.options();
        let same = |words: &str| half(words).to_lowercase() == wanted;
        let prefix = |option: &AnswerOption| {
            let prefix = option.prefix.as_ref().and_then(|prefix| translate::label(prefix, language));
            prefix.is_some_and(|prefix| {
                same(prefix) || same(prefix.trim_end_matches(['.', ')', '、', '）', ':']))
            })
        };
        let found = options.iter().filter(|option| option.enabled).find(|option| {
            same(&option_label(option, language)) || same(&option.label.text) || prefix(option)
        });
        if let Some(option) = found {
            return Ok(option.value.clone());
        }
        if self.item.kind == ItemKind::OpenChoice || self.item.options.open {
            return Ok(json!({"valueString": text.trim()}));
        }
        Err(Unread::Choice)
    }
}
