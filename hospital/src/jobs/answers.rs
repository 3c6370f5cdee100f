//! What the rules say of the answers to a form, and whether the form would have taken them.

use chrono::{DateTime, Utc};
use kangban_care::{AnswersInput, Bilingual, Finding, PatientContext, RuleSet};
use kangban_fhir::{Condition, Procedure, Resource, terms};
use serde_json::{Value, json};

use super::{
    alert::About,
    assess::{self, record},
    forms::Known,
};
use crate::store::{Reader, StoreError};

/// Answers with what fired and what is wrong with them.
pub(super) struct Answered {
    /// The response with a mark on what is wrong with it, when that is not there yet.
    pub(super) marked: Option<Resource>,
    pub(super) about: About,
    pub(super) findings: Vec<Finding>,
}

/// Looks at answers as they are now. `None` when they are gone.
pub(super) fn assess(
    reader: &dyn Reader,
    rules: &RuleSet,
    forms: &Known,
    patient: &str,
    id: &str,
) -> Result<Option<Answered>, StoreError> {
    let Some(stored) = reader.get("QuestionnaireResponse", id)? else { return Ok(None) };
    let Some(response) = stored.resource()? else { return Ok(None) };
    let status = response.json().get("status").and_then(Value::as_str);
    if !matches!(status, Some("completed" | "amended")) {
        return Ok(None);
    }
    let form = forms.of(reader, &response)?;
    let mut findings = Vec::new();
    let mut readings = Vec::new();
    if rules.look_at_answers(&response) {
        let judged = with_a_likely_time(&response, stored.updated());
        let at = authored(&judged).unwrap_or_else(|| stored.updated());
        let history = assess::earlier(reader, &rules.history_needed_for_answers(&response), patient, at)?;
        let earlier = match rules.answers_needed(&response) {
            Some(_) => record::<Resource>(reader, "QuestionnaireResponse", patient)?,
            None => Vec::new(),
        };
        let context = PatientContext::of(
            &record::<Procedure>(reader, "Procedure", patient)?,
            &record::<Condition>(reader, "Condition", patient)?,
        );
        let input =
            AnswersInput { response: &judged, history: &history, earlier: &earlier, context: &context };
        let evaluation = rules.evaluate_answers(input);
        for problem in evaluation.problems {
            tracing::error!(rule = problem.rule, what = problem.what, "a rule could not be evaluated");
        }
        findings = evaluation.findings;
        if !findings.is_empty() {
            let form = form.as_ref().map(|form| form.questionnaire());
            readings = findings.iter().map(|finding| reading(form, &response, finding)).collect();
        }
    }
    let about = About {
        reference: format!("QuestionnaireResponse/{id}"),
        version: response.version_id().unwrap_or("1").to_owned(),
        readings,
    };
    let marked = forms.marked(form.as_deref(), &response, stored.updated());
    Ok(Some(Answered { marked, about, findings }))
}

fn authored(response: &Resource) -> Option<DateTime<Utc>> {
    let text = response.json().get("authored")?.as_str()?;
    Some(kangban_fhir::DateTime::parse(text).ok()?.moment()?.with_timezone(&Utc))
}

/// The answers with the time at which they arrived, when the device had its clock set wrong.
fn with_a_likely_time(response: &Resource, arrived: DateTime<Utc>) -> Resource {
    let mut judged = response.clone();
    if authored(response).is_none_or(|at| !assess::is_likely(at.timestamp_millis(), arrived)) {
        let at = kangban_fhir::DateTime::from_moment(arrived.fixed_offset());
        judged.json_mut().insert("authored".to_owned(), json!(at.as_str()));
    }
    judged
}

/// What a person reads with a finding: the form, and the questions that the rule read with their answers.
fn reading(form: Option<&Value>, response: &Resource, finding: &Finding) -> Bilingual {
    let whole = form.unwrap_or(&Value::Null);
    let title = text(whole, "title");
    let answers = Value::Object(response.json().clone());
    let mut told: Vec<Bilingual> = Vec::new();
    for link_id in &finding.questions {
        let Some(answered) = find(&answers, link_id) else { continue };
        let values = answered.get("answer").and_then(Value::as_array).into_iter().flatten();
        let item = find(whole, link_id);
        let values: Vec<Bilingual> = values.filter_map(|answer| words(answer, item)).collect();
        if values.is_empty() {
            continue;
        }
        let asked =
            item.map(short).filter(|asked| !asked.zh.is_empty()).unwrap_or_else(|| text(answered, "text"));
        let join = |language: fn(&Bilingual) -> &str, between: &str| {
            values.iter().map(language).collect::<Vec<_>>().join(between)
        };
        told.push(Bilingual {
            zh: format!("{}：{}", first_sentence(&asked.zh), join(|one| &one.zh, "、")),
            en: format!("{}: {}", first_sentence(&asked.en), join(|one| &one.en, ", ")),
        });
    }
    let join = |language: fn(&Bilingual) -> &str, between: &str| {
        std::iter::once(language(&title))
            .chain(told.iter().map(language))
            .filter(|one| !one.is_empty())
            .collect::<Vec<_>>()
            .join(between)
    };
    Bilingual { zh: join(|one| &one.zh, " · "), en: join(|one| &one.en, " · ") }
}

/// A question without its mark, and without what explains how to answer it.
fn first_sentence(text: &str) -> &str {
    let end = text.find(['？', '?', '。', '！', '!']).or_else(|| text.find(". "));
    let first = end.and_then(|end| text.get(..end)).filter(|first| !first.trim().is_empty());
    first.unwrap_or(text).trim_end_matches(['.', ':', '：', ' '])
}

/// The item of a form or response with that `linkId`, at any depth.
pub(super) fn find<'a>(holder: &'a Value, link_id: &str) -> Option<&'a Value> {
    let mut waiting = vec![holder];
    while let Some(node) = waiting.pop() {
        for inner in ["item", "answer"].iter().filter_map(|name| node.get(*name)?.as_array()).flatten() {
            if inner.get("linkId").and_then(Value::as_str) == Some(link_id) {
                return Some(inner);
            }
            waiting.push(inner);
        }
    }
    None
}

/// A question as it is called in few words.
fn short(item: &Value) -> Bilingual {
    const SHORT: &str = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-shortText";
    let extensions = item.get("extension").and_then(Value::as_array).into_iter().flatten();
    let short = extensions.into_iter().find(|one| one.get("url").and_then(Value::as_str) == Some(SHORT));
    short
        .map(|one| text(one, "valueString"))
        .filter(|text| !text.zh.is_empty())
        .unwrap_or_else(|| text(item, "text"))
}

/// An element with its English; one that nobody translated serves both languages.
fn text(holder: &Value, name: &str) -> Bilingual {
    let zh = holder.get(name).and_then(Value::as_str).unwrap_or_default();
    let translations = holder.get(format!("_{name}")).and_then(|it| it.get("extension")?.as_array());
    let en = translations.into_iter().flatten().find_map(|one| {
        let inner = one.get("extension")?.as_array()?;
        let part = |url: &str, value: &str| {
            inner
                .iter()
                .find(|part| part.get("url").and_then(Value::as_str) == Some(url))?
                .get(value)?
                .as_str()
        };
        let is_english =
            one.get("url")?.as_str()? == terms::TRANSLATION && part("lang", "valueCode")? == "en";
        is_english.then(|| part("content", "valueString"))?
    });
    Bilingual { zh: zh.to_owned(), en: en.unwrap_or(zh).to_owned() }
}

/// An answer in words. A code is told as the form calls it.
fn words(answer: &Value, item: Option<&Value>) -> Option<Bilingual> {
    let both = |text: String| Some(Bilingual { zh: text.clone(), en: text });
    if let Some(coding) = answer.get("valueCoding") {
        let options = item.and_then(|item| item.get("answerOption")?.as_array()).into_iter().flatten();
        let same = |option: &&Value| {
            let own = option.get("valueCoding");
            own.and_then(|own| own.get("code")) == coding.get("code")
                && own.and_then(|own| own.get("system")) == coding.get("system")
        };
        let named = options.filter(same).find_map(|option| option.get("valueCoding")).unwrap_or(coding);
        let told = text(named, "display");
        return if told.zh.is_empty() { both(coding.get("code")?.as_str()?.to_owned()) } else { Some(told) };
    }
    if let Some(yes) = answer.get("valueBoolean").and_then(Value::as_bool) {
        let (zh, en) = if yes { ("是", "yes") } else { ("否", "no") };
        return Some(Bilingual { zh: zh.to_owned(), en: en.to_owned() });
    }
    if let Some(quantity) = answer.get("valueQuantity") {
        let unit = quantity.get("unit").or_else(|| quantity.get("code")).and_then(Value::as_str);
        return both(
            format!("{}\u{a0}{}", quantity.get("value")?, unit.unwrap_or_default()).trim().to_owned(),
        );
    }
    let object = answer.as_object()?;
    let (_, value) = object.iter().find(|(name, _)| name.starts_with("value"))?;
    match value {
        Value::String(text) => both(text.clone()),
        Value::Number(number) => both(number.to_string()),
        _ => None,
    }
}
